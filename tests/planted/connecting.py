"""Bugs of the connectors: how they page, from where they read on, and whom they believe."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.planted.planting import Plant, bug


@bug(
    "pages are counted off, though records leave the list while it is read",
    "tests/connectors/test_hubspot_reading.py::test_a_record_archived_during_a_pull_takes_no_other_with_it",
)
def offset_paging(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, kind: Any, cursor: Any) -> dict[str, Any]:
        ask: dict[str, Any] = healthy(self, kind, cursor)
        self.page = self.page + 1 if cursor.after_id else 0
        filters = [f for group in ask["filterGroups"] for f in group["filters"] if f["propertyName"] != "hs_object_id"]
        after = {"after": str(self.page * ask["limit"])} if self.page else {}
        return {**ask, **after, "filterGroups": [{"filters": filters}] if filters else []}

    plant("connectors.hubspot.changes:Changes._ask", broken)


@bug(
    "the next pull starts where this one ended, and not where it began",
    "tests/connectors/test_sansan.py::test_a_card_updated_while_pages_are_read_comes_with_the_next_pull",
)
def cursor_of_the_end(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, at: Any) -> Any:
        return healthy(self, msgspec.structs.replace(at, seen_at=self._context.now()))

    plant("hub.sdk.rest_pull:RestPull._ended", broken)


@bug(
    "whoever writes to the hub's address is believed",
    "tests/unit/sdk/test_webhook.py::test_only_the_one_who_knows_the_secret_is_believed",
)
def forged_believed(plant: Plant) -> None:
    plant("hub.sdk.signature:Signature.flaw", lambda healthy, self, request, secret, now: None)
