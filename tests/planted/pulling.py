"""Bugs of the way in: cursors, the hash gate, deletions and quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from hub.sdk.errors import ConnectorError
from hub.sdk.records import Page
from hub.store import streams
from tests.planted.planting import SIMULATION, Plant, bug


@bug("the cursor is stored before the records that it vouches for")
def cursor_before_records(plant: Plant) -> None:
    def broken(healthy: Any, world: Any, connection: Any, stream: Any, *rest: Any) -> None:
        def pages(name: str, cursor: str | None) -> Iterator[Page]:
            for page in connection.connector.pull(name, cursor):
                if page.cursor is not None:
                    with world.database.begin() as tx:
                        streams.advance(tx, stream.stream_id, page.cursor, world.now_text())
                yield page

        healthy(world, replace(connection, connector=SimpleNamespace(pull=pages)), stream, *rest)

    plant("hub.sync.pull:_pull_stream", broken)


@bug("the cursor never moves, so every pull reads everything")
def cursor_stands_still(plant: Plant) -> None:
    plant("hub.store.streams:advance", lambda healthy, tx, stream, cursor, now: None)


@bug("the reader asks for what changed after the cursor's moment, and not from that moment on")
def strict_cursor(plant: Plant) -> None:
    def broken(healthy: Any, told_at: Any, record_id: str, after: Any) -> Any:
        return told_at > after[0]

    plant("tests.simulation.system:is_beyond", broken)


@bug("a list that was cut off half-way counts as complete")
def cut_listing_is_complete(plant: Plant) -> None:
    def broken(healthy: Any, world: Any, connection: Any, *rest: Any) -> None:
        def pages(name: str, cursor: str | None) -> Iterator[Page]:
            try:
                yield from connection.connector.pull(name, cursor)
            except ConnectorError:
                yield Page([], None, complete_listing=True)
                raise

        healthy(world, replace(connection, connector=SimpleNamespace(pull=pages)), *rest)

    plant("hub.sync.pull:_pull_stream", broken)


@bug("a tombstone is read and ignored")
def tombstone_ignored(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, dead: Any) -> None:
        self._ledger.unchanged += len(dead)

    plant("hub.sync.burial:Burial.bury", broken)


@bug(
    "the hash gate knows a record that returned as it was, and leaves it buried",
    "tests/pipeline/test_edges.py::test_a_record_that_is_back_in_its_list_as_it_was_is_there_again",
    SIMULATION,
)
def returned_stays_buried(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any) -> Any:
        return {name: state._replace(deleted_at=None) for name, state in healthy(*words).items()}

    plant("hub.store.raw:gate", broken)


@bug(
    "a state that a lagging index shows late goes over the newer one",
    "tests/pipeline/test_edges.py::test_a_state_that_an_index_shows_late_goes_over_no_newer_one",
)
def stale_state_taken(plant: Plant) -> None:
    plant("hub.sync.land:_is_older", lambda healthy, record, state: False)


@bug(
    "an older date is the past also where nothing lags",
    "tests/pipeline/test_older_states.py::test_a_system_that_went_back_to_its_backup_is_brought_up_to_date",
)
def old_date_never_heard(plant: Plant) -> None:
    plant("hub.sync.land:Landing._is_stale", lambda healthy, landing, state: True)


@bug(
    "a record that a lagging index shows after its deletion counts as restored",
    "tests/pipeline/test_index_lag.py::"
    "test_what_the_index_shows_of_a_record_before_it_knows_that_it_is_gone_brings_nobody_back",
    SIMULATION,
)
def dead_shown_late_returns(plant: Plant) -> None:
    plant("hub.sync.land:Landing._may_be_dead", lambda healthy, self, state: False)


@bug("a record that can't be read is counted as quarantined and forgotten")
def quarantine_forgets(plant: Plant) -> None:
    plant("hub.store.quarantine:put", lambda healthy, *words: None)


@bug(
    "the ledger does not count what was skipped",
    "tests/pipeline/test_edges.py::test_what_is_skipped_is_told_with_its_reason",
)
def skipped_uncounted(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, *words: Any) -> None:
        before = self._ledger.skipped.copy()
        healthy(self, *words)
        self._ledger.skipped = before

    plant("hub.sync.land:Landing.take", broken)


@bug("the time zone of a change is dropped", "tests/unit/sdk/test_pages.py::test_times_are_read_as_utc")
def zone_dropped(plant: Plant) -> None:
    plant("hub.sdk.pages:as_utc", lambda healthy, text, zone=UTC: datetime.fromisoformat(text).replace(tzinfo=UTC))


@bug(
    "a row of a sheet whose key was corrected is a deletion and a new record",
    "tests/pipeline/test_rekeyed.py::test_a_mailbox_that_is_part_of_the_key_is_corrected_everywhere",
)
def corrected_key_is_another_row(plant: Plant) -> None:
    plant("hub.sync.rekeyed:Newcomers.of_page", lambda healthy, self, tx, page, seen: page)
