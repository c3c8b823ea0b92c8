"""A twin of one HubSpot account: contacts, companies and who belongs where, behind the API's own addresses.

Its clock is passed in; searches see a write only after `index_lag`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.hubspot.twin import limits, pairs
from connectors.hubspot.twin.kinds import COMPANIES, CONTACTS, KINDS
from connectors.hubspot.twin.objects_api import ObjectsApi, Switches
from connectors.hubspot.twin.pairs_api import PairsApi
from connectors.hubspot.twin.refusals import RefusedError
from connectors.hubspot.twin.rows import Properties, Row
from connectors.hubspot.twin.store import ObjectStore
from hub.sdk.twin import Twin, TwinRequest, TwinResponse, refusal, reply


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HubSpotTwin(Twin):
    """`access_token` is what a private app would have; None lets everybody in. `switches` hold what is not sure."""

    def __init__(
        self,
        now: Callable[[], datetime] = _utc_now,
        *,
        access_token: str | None = None,
        objects_path: str = "/crm/v3/objects",
        properties_path: str = "/crm/v3/properties",
        associations_path: str = "/crm/v4/associations",
    ) -> None:
        super().__init__(now)
        self.access_token = access_token
        self.switches = Switches()
        self.gate = limits.Gate(now)
        self.stores = {
            "contacts": ObjectStore(CONTACTS, self._now_ms, self._lag_ms, first_id=101),
            "companies": ObjectStore(COMPANIES, self._now_ms, self._lag_ms, first_id=50_000_001),
        }
        self.pairs = pairs.Pairs(self.stores["contacts"], self.stores["companies"])
        ObjectsApi(self.stores, self.pairs, self.switches, self._now_ms).offer(self.route, objects_path)
        PairsApi(self.pairs, self.switches, self._now_ms).offer(self.route, associations_path)
        self.route("GET", f"{properties_path}/{{stream}}", self._properties)
        self.route("POST", "/oauth/v1/token", self._token)

    def _now_ms(self) -> int:
        return int(self.now().timestamp() * 1000)

    def _lag_ms(self) -> int:
        return int(self.index_lag.total_seconds() * 1000)

    # -- around each request ---------------------------------------------------------------------------------------

    def authorize(self, request: TwinRequest) -> None:
        if request.path == "/oauth/v1/token":
            return
        if self.access_token is not None and request.headers.get("authorization") != f"Bearer {self.access_token}":
            raise refusal(401, RefusedError(401, "Authentication credentials not found.").whole())
        self.gate.pass_one(request)

    def handle(self, request: TwinRequest) -> TwinResponse:
        response = super().handle(request)
        return TwinResponse(response.status, response.body, self.gate.headers(request) | response.headers)

    def _properties(self, request: TwinRequest, stream: str) -> TwinResponse:
        """What the real one tells of each property is much more; `hubspotDefined` parts HubSpot's from people's."""
        kind = self.stores[stream].kind
        own = kind.known - KINDS[stream].known
        return reply({"results": [{"name": name, "hubspotDefined": name not in own} for name in sorted(kind.known)]})

    def _token(self, request: TwinRequest) -> TwinResponse:
        form = request.form
        if form.get("grant_type") != "refresh_token" or not form.get("refresh_token"):
            raise refusal(400, {"status": "BAD_REFRESH_TOKEN", "message": "missing or unknown refresh token"})
        token = self.access_token or "any"
        granted = {"access_token": token, "refresh_token": form["refresh_token"], "expires_in": 1800}
        return reply({**granted, "token_type": "bearer"})

    # -- what people do --------------------------------------------------------------------------------------------

    def seed(
        self,
        contacts: Iterable[Mapping[str, str]] = (),
        companies: Iterable[Mapping[str, str]] = (),
        modified_at: datetime | None = None,
    ) -> dict[str, list[str]]:
        """What the account holds before anybody asks; the ids by stream."""
        at = None if modified_at is None else int(modified_at.timestamp() * 1000)
        ids = {"companies": self.stores["companies"].seed(companies, at)}
        ids["contacts"] = self.stores["contacts"].seed(contacts, at)
        return ids

    def seed_lazily(
        self,
        stream: str,
        count: int,
        properties_of: Callable[[int], Properties],
        modified_at: Callable[[int], datetime] | None = None,
    ) -> None:
        """Many records that are made from their id when they are shown; a million of them need little memory."""
        at = self.now() if modified_at is None else None

        def modified_ms(record_id: int) -> int:
            return int((at or (modified_at or (lambda _: self.now()))(record_id)).timestamp() * 1000)

        self.stores[stream].seed_lazily(count, properties_of, modified_ms)

    def records(self, stream: str) -> dict[str, Properties]:
        """What the account holds outside the bin: properties by id."""
        rows = self.stores[stream].rows.values()
        return {str(row.id): row.properties for row in rows if row.archived_ms is None}

    def user_creates(self, stream: str, record: Mapping[str, Any], record_id: str | None = None) -> str:
        """Somebody adds a record; its id."""
        with self._lock:
            return str(self.stores[stream].create(_flat(record)).id)

    def user_edits(self, stream: str, record_id: str, fields: Mapping[str, Any]) -> None:
        """Somebody changes properties, read-only ones too: an opt-out is such a change."""
        with self._lock:
            store = self.stores[stream]
            texts = {name: "" if value is None else str(value) for name, value in _flat(fields).items()}
            store.write(self.found(stream, record_id), texts)

    def user_deletes(self, stream: str, record_id: str) -> None:
        """Somebody moves a record to the bin."""
        with self._lock:
            self.stores[stream].archive(self.found(stream, record_id))

    def user_erases(self, record_id: str) -> None:
        """Somebody deletes a contact for good, as the law lets people ask for."""
        with self._lock:
            self.stores["contacts"].purge(self.found("contacts", record_id))

    def user_restores(self, stream: str, record_id: str) -> None:
        """Somebody takes it out of the bin."""
        with self._lock:
            self.stores[stream].restore(self.found(stream, record_id))

    def user_merges(self, stream: str, winner_id: str, loser_id: str) -> None:
        """Somebody merges two records."""
        with self._lock:
            self.stores[stream].merge(self.found(stream, winner_id), self.found(stream, loser_id))

    def user_links(self, contact_id: str, company_id: str, *, is_primary: bool = True) -> None:
        """Somebody adds a contact to a company."""
        with self._lock:
            types = {pairs.PRIMARY, pairs.PLAIN} if is_primary else {pairs.PLAIN}
            self.pairs.link(*self.pairs.both(contact_id, company_id), types)

    def user_labels(self, contact_id: str, company_id: str, label: str) -> None:
        """Somebody says by a label of their own who a contact is at a company."""
        with self._lock:
            self.pairs.label(*self.pairs.both(contact_id, company_id), label)

    def found(self, stream: str, record_id: str) -> Row:
        """The record as it is now, archived or not."""
        row = self.stores[stream].find(record_id)
        if row is None:
            raise KeyError(f"{stream} {record_id}")
        return row


def _flat(record: Mapping[str, Any]) -> Mapping[str, Any]:
    nested = record.get("properties")
    return nested if isinstance(nested, Mapping) else record
