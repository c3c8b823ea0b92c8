"""A shelf holds the records of one stream at a vendor; what the hub does to them goes into the book.

Invariant: what the hub did is seen by looking at the vendor's records after each of its requests, and never by asking
the connector.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec

from hub.sdk.records import Change, Page, PushResult
from tests.pipeline.systems import Clock
from tests.simulation.book import Book, Place
from tests.simulation.wire.illegible import SPOILT

Record = Mapping[str, Any]
"""A record in the vendor's own words."""
Said = dict[str, str | None]
"""What a record says, by field."""
Shown = tuple[Place, Said | None, str]
"""A record, what it says where that can be read, and the date of it."""


@dataclass
class State:
    """What a record said from a moment on; `stamp` is the vendor's own date of it, where a page may show old ones."""

    at: datetime
    said: Said
    authors: dict[str, int]
    stamp: str = ""
    gone: bool = False


class Shelf(ABC):
    """Derive a desk from it.

    `typed` are the fields that people type here, `written` those that the hub may write, `renamed` those that the
    vendor may call otherwise one day, with its words for them. `is_sure` tells that the vendor refuses a write over
    what the hub has not seen, `clears` that an emptied field is a word of its own. `parts` are the mapping's names for
    the parts of a record, by entity.
    """

    entity: ClassVar[str] = "company"
    parts: ClassVar[Mapping[str, str]] = {"company": "company"}
    typed: ClassVar[tuple[str, ...]]
    renamed: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    written: frozenset[str] = frozenset()
    is_sure: ClassVar[bool] = False
    can_double: ClassVar[bool] = False
    clears: ClassVar[bool] = True

    is_away = False

    def __init__(self, place: str, clock: Clock, book: Book) -> None:
        self.place, self.clock, self.book = place, clock, book
        self.states: dict[str, list[State]] = {}
        self.owners: dict[str, int] = {}
        self.made_by_hub: set[str] = set()
        self.made_late: set[str] = set()
        self.hidden: set[str] = set()
        self.spoilt = SPOILT.get(place)
        # Those that the hub could not read when it was shown them last.
        self.unread: set[str] = set()
        self.lag_s = 0.0
        self.pulled_at: datetime | None = None
        self.served = 0

    # The vendor's side.

    @abstractmethod
    def records(self) -> Mapping[str, Record]:
        """The records that its lists show."""

    @abstractmethod
    def says(self, record: Record) -> Said:
        """What a record, or part of one, says of the fields that it speaks of."""

    @abstractmethod
    def whose(self, record: Record) -> int:
        """The customer."""

    @abstractmethod
    def saves(self, record_id: str, field: str, text: str) -> None:
        """Somebody saves a field."""

    @abstractmethod
    def adds(self, customer: int, texts: Mapping[str, str]) -> str:
        """Somebody adds a record; its id."""

    @abstractmethod
    def takes_away(self, record_id: str) -> None:
        """Somebody deletes a record."""

    def stamp(self, record: Record) -> str:
        return ""

    @abstractmethod
    def edits(self, record_id: str, words: Mapping[str, Any]) -> None:
        """Somebody saves properties in the vendor's own words."""

    def living(self, customer: int) -> list[str]:
        return [record_id for record_id, record in self.records().items() if self.whose(record) == customer]

    def illegible(self) -> list[str]:
        """The records that nobody can read."""
        return [i for i, record in self.records().items() if self.spoilt is not None and self.spoilt.spoils(record)]

    def _last(self, record_id: str) -> State:
        known = self.states.get(record_id)
        return known[-1] if known else State(self.clock.moment, {}, {})

    def _becomes(self, record_id: str, record: Record, said: Said, authors: dict[str, int]) -> None:
        self.owners[record_id] = self.whose(record)
        self.states.setdefault(record_id, []).append(State(self.clock.moment, said, authors, self.stamp(record)))

    # What the hub does.

    def looks(self, sent: Mapping[str, set[str]], *, late: bool = False) -> None:
        """A request of the hub was processed that names these fields of these records: see what became of it."""
        there = self.records()
        for record_id, record in there.items():
            known = self.states.get(record_id)
            if known is None or known[-1].gone:
                self._was_made(record_id, record, late=late)
            else:
                said = self.says(record)
                changed = {name for name, text in said.items() if known[-1].said.get(name) != text}
                names = changed | sent.get(record_id, set()) & said.keys()
                if names and not late and record_id in self.unread:
                    self.book.violations.append(
                        f"the hub wrote {names} over {self.place}/{record_id}, which it can't read"
                    )
                self._was_written(record_id, record, said, names)
        for record_id, known in self.states.items():
            if record_id not in there and not known[-1].gone:
                self._was_ended(record_id, known[-1])

    def _was_made(self, record_id: str, record: Record, *, late: bool) -> None:
        customer = self.whose(record)
        (self.made_late if late else self.made_by_hub).add(record_id)
        if customer not in self.book.tangled:
            self._check_creation(record_id, customer)
        said = self.says(record)
        self._becomes(record_id, record, {}, {})
        self._was_written(record_id, record, said, {name for name, text in said.items() if text is not None})

    def _check_creation(self, record_id: str, customer: int) -> None:
        for other in self.living(customer):
            if other != record_id:
                self._beside(record_id, other)
        if (self.place, customer) in self.book.removed:
            self.book.violations.append(f"the hub brought customer {customer} back as {self.place}/{record_id}")

    def _beside(self, record_id: str, other: str) -> None:
        first = self.states[other][0].at
        if other in self.illegible() and (self.place, other) not in self.book.shown:
            self.book.doubles["made beside a record that nobody could read"] += 1
            return
        is_hubs = other in self.made_by_hub | self.made_late
        if other in self.made_late or record_id in self.made_late:
            self.book.doubles["made twice by a request that came late"] += 1
        elif not is_hubs and self.pulled_at is not None and first >= self.pulled_at:
            self.book.doubles["made twice in the window"] += 1
        else:
            self.book.violations.append(f"the hub made {self.place}/{record_id} beside {other}")

    def _was_written(self, record_id: str, record: Record, said: Said, names: set[str]) -> None:
        if not names and self.states[record_id][-1].stamp == self.stamp(record):
            return
        authors = {name: edit for name, edit in self.states[record_id][-1].authors.items() if name not in names}
        for name in sorted(names):
            since = None if self.is_sure and record_id not in self.made_by_hub else self.pulled_at
            if name in self.hidden:
                since = datetime.min.replace(tzinfo=self.clock.moment.tzinfo)
            place = (self.place, record_id)
            self.book.hub_wrote(place, self.whose(record), name, said[name], self.clock.moment, since)
            if name not in self.written:
                self.book.violations.append(f"the hub wrote {name} of {self.place}/{record_id}, which it may only read")
        self._becomes(record_id, record, said, authors)

    def _was_ended(self, record_id: str, state: State) -> None:
        customer = self.owners[record_id]
        state.gone = True
        self.book.gone((self.place, record_id), "deleted in the window")
        if customer not in self.book.farewells | self.book.tangled:
            self.book.violations.append(f"the hub ended {self.place}/{record_id}, and nobody had ended that customer")

    # What the hub is shown and answered.

    def page_comes(self, page: Page) -> list[Shown]:
        """A page is on its way to the hub: what it shows."""
        self.served += len(page.records) + len(page.bad)
        shown: list[Shown] = []
        for record in page.records:
            if not record.deleted:
                payload: dict[str, Any] = msgspec.json.decode(record.payload)
                if self.spoilt is not None and self.spoilt.spoils(payload):
                    shown.append(((self.place, record.external_id), None, ""))
                    continue
                said = {name: text for name, text in self.says(payload).items() if name not in self.hidden}
                place, state = (self.place, record.external_id), self._state_shown(record.external_id, payload, said)
                self.book.landing(place, said, state.authors)
                told_at = record.modified_at or self.clock.moment
                shown.append((place, said, told_at.isoformat()))
        return shown

    def _state_shown(self, record_id: str, payload: Record, said: Said) -> State:
        """The newest state that the record can be shown in so; one that it never had is a lie of somebody's."""
        stamp = self.stamp(payload)
        for state in reversed(self.states.get(record_id, [])):
            if state.stamp <= stamp and all(state.said.get(name) == text for name, text in said.items()):
                return state
        raise AssertionError(f"{self.place}/{record_id} is shown as {said}, which it never said")

    def page_landed(self, shown: list[Shown]) -> None:
        """The hub has stored the page."""
        for place, said, told_at in shown:
            if said is None:
                self.unread.add(place[1])
            else:
                self.unread.discard(place[1])
                self.book.landed(place, said, told_at)

    def answered(self, change: Change, result: PushResult) -> None:
        """The hub is told what became of a change."""
        if result.external_id is None:
            return
        place = (self.place, result.external_id)
        if change.operation == "lookup":
            if result.outcome == "found" and change.external_id is None:
                self.book.looked_up(place)
        elif result.outcome == "done" and (record := self.records().get(result.external_id)) is not None:
            said = self.says(record)
            self.book.hub_was_answered(place, {name: said.get(name) for name in self.says(change.payload)})

    def pull_began(self) -> datetime:
        self.pulled_at = None
        return self.clock.moment

    def pull_ended(self, began_at: datetime) -> None:
        self.pulled_at = began_at - timedelta(seconds=self.lag_s)

    def sent_in(self, method: str, path: str, body: Any) -> Iterator[tuple[str, set[str]]]:
        """The records that a request names, each with the fields that it sends."""
        yield from ()
