"""A system of the simulation: a vendor's records with all their past states, and the connector that reads and writes
them.

Invariant: whatever people or the hub do here is told to the book at the moment when it happens.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from hub.sdk.connector import ConnectorSettings, Context, WritableConnector
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change, Operation, Page, PushResult, RawRecord
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.faults import NO_FAULT, Fault
from tests.simulation.nature import REFUSED, Nature
from tests.simulation.spelling import CANONICAL
from tests.simulation.trace import Trace

FAMILIES = ("山田", "佐藤", "鈴木", "高橋", "伊藤", "渡辺")
STREAM = "people"
# What somebody typed where yes or no is asked, so that no mapping can read the record.
GARBLED = "たぶん"


@dataclass
class State:
    """What a record was from a moment on; `authors` are the edits behind its fields, where a person typed them."""

    at: datetime
    told_at: datetime
    visible_at: datetime
    version: int
    fields: dict[str, str]
    authors: dict[str, int]
    gone: bool = False
    merged_into: str | None = None


@dataclass
class SystemState:
    """What outlives the hub's process: the vendor's side of a system."""

    records: dict[str, list[State]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    delayed: list[Change] = field(default_factory=list)
    made_by_hub: set[str] = field(default_factory=set)
    ended_by_hub: set[str] = field(default_factory=set)
    told_gone: set[str] = field(default_factory=set)
    buried_at: dict[str, datetime] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    served: int = 0
    numbers: int = 0


class System(WritableConnector):
    """The vendor and its connector in one."""

    code = "simulated"
    title = title_ja = "Simulated"
    Settings = ConnectorSettings

    def __init__(self, nature: Nature, clock: Clock, book: Book, trace: Trace, seed: int) -> None:
        super().__init__(ConnectorSettings(), Context(nature.name, now=clock))
        self.nature, self.name, self.clock, self.book, self.trace = nature, nature.name, clock, book, trace
        self.vendor = SystemState()
        self.fault: Fault = NO_FAULT
        self.on_the_way: Callable[[Change], None] = lambda change: None
        # The person whom an intent of the hub is to create.
        self.whose: Callable[[str], int | None] = lambda intent: None
        self.pulled_at: datetime | None = None
        # The same, of a pull that was shown all.
        self.shown_at: datetime | None = None
        self._arrives_late = False
        self._chance = random.Random(f"{seed} {nature.name}")
        self.manifest = _manifest(nature)

    def streams(self) -> Mapping[str, StreamManifest]:
        return {STREAM: self.manifest}

    def check(self) -> str:
        return self.name

    # What the vendor knows.

    def state(self, record_id: str) -> State:
        return self.vendor.records[record_id][-1]

    def living(self, person: int | None = None) -> list[str]:
        """The records that are there, of one person if named."""
        family = None if person is None else FAMILIES[person]
        return [
            record_id
            for record_id, states in self.vendor.records.items()
            if not states[-1].gone and family in (None, states[-1].fields["family"])
        ]

    def person_of(self, record_id: str) -> int:
        return FAMILIES.index(self.state(record_id).fields["family"])

    def becomes(self, record_id: str, fields: dict[str, str], authors: dict[str, int], **more: Any) -> State:
        """A record has a new state from now on; its index may show it later."""
        states = self.vendor.records.setdefault(record_id, [])
        at = self.clock()
        visible_at = at + timedelta(seconds=self._chance.random() * self.nature.lag_s)
        states.append(State(at, self.nature.dated(at), visible_at, len(states) + 1, fields, authors, **more))
        return states[-1]

    def new_id(self, who: str) -> str:
        self.vendor.numbers += 1
        return f"{self.name}-{who}{self.vendor.numbers}"

    # What the hub does.

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        self.trace.tell("pull", self.name, cursor)
        self.pulled_at = self.shown_at = None
        self.fault.on_pull(0)
        started_at = self.clock()
        pages = self._listing() if self.nature.deletes == "listing" else self._since(cursor)
        for number, (page, states) in enumerate(pages):
            self.vendor.told_gone |= {i for i, s in states if s.gone}
            known = {i for i, s in states if s.gone and (self.name, i) in self.book.shown}
            buried = known - self.vendor.buried_at.keys()
            states = [(i, s) for i, s in states if not (s.gone or self._is_past(i)) and _is_legible(s)]
            states = [(i, s) for i, s in states if not self._may_be_dead(i, started_at)]
            for record_id, state in states:
                self.book.landing((self.name, record_id), self._shown(state), state.authors, state.told_at)
            self.vendor.served += len(page.records)
            self.trace.tell("page", self.name, page)
            now = self.clock.moment
            yield page
            for record_id, state in states:
                # Of a clock that is ahead, the hub believes no more than that this has happened by now.
                told_at, until = min(state.told_at, now), self.nature.told_until(state.told_at)
                dates = told_at.isoformat(), max(told_at, until).isoformat()
                self.book.landed((self.name, record_id), self._shown(state), *dates)
            for record_id, _ in states:
                self.vendor.buried_at.pop(record_id, None)
            self.vendor.buried_at |= dict.fromkeys(buried, self.clock.moment)
            self.fault.on_pull(number + 1)
        self.pulled_at = started_at - timedelta(seconds=self.nature.lag_s)
        self.shown_at = self.pulled_at if self.fault.kind != "emptied" else None

    def _is_past(self, record_id: str) -> bool:
        """Whether the index shows a record of which the hub may know already that it is gone; what was typed there in
        the window went with it.
        """
        known = self.vendor.told_gone | self.vendor.ended_by_hub
        return record_id in known and self.state(record_id).gone

    def _may_be_dead(self, record_id: str, began_at: datetime) -> bool:
        """Whether the hub, which knows that the record was deleted, can't tell that it was restored since: the index
        might show it as it was before, and is asked once more when it has surely caught up.
        """
        buried_at = self.vendor.buried_at.get(record_id)
        lag = timedelta(seconds=self.nature.lag_s)
        return buried_at is not None and self.nature.lag_s > 0 and began_at - lag <= buried_at

    def _since(self, cursor: str | None) -> Iterator[tuple[Page, list[tuple[str, State]]]]:
        """Oldest first from the cursor on, that moment included, because several changes may share it; and a little
        of the past again, because the index lags.
        """
        overlap = timedelta(seconds=self.nature.lag_s)
        after = (
            datetime.fromisoformat(cursor) - overlap
            if cursor
            else datetime.min.replace(tzinfo=self.clock.moment.tzinfo),
            "",
        )
        while found := self._after(after):
            newest = max(cursor or "", found[-1][1].told_at.isoformat(timespec="microseconds"))
            yield Page([self._raw(i, s) for i, s in found], newest), found
            after = (found[-1][1].told_at, found[-1][0])

    def _after(self, after: tuple[datetime, str]) -> list[tuple[str, State]]:
        rows = [(i, s) for i, s in self._index() if is_beyond(s.told_at, i, after)]
        return sorted(rows, key=lambda row: (row[1].told_at, row[0]))[: self.nature.page]

    def _listing(self) -> Iterator[tuple[Page, list[tuple[str, State]]]]:
        after = "" if self.fault.kind != "emptied" else "~"
        while found := sorted((i, s) for i, s in self._index() if not s.gone and i > after)[: self.nature.page]:
            yield Page([self._raw(i, s) for i, s in found]), found
            after = found[-1][0]
        yield Page([], None, complete_listing=True), []

    def _index(self) -> Iterator[tuple[str, State]]:
        """Each record as the index shows it now."""
        now = self.clock.moment
        for record_id, states in self.vendor.records.items():
            visible = [state for state in states if state.visible_at <= now]
            if visible:
                yield record_id, visible[-1]

    def _shown(self, state: State) -> dict[str, str]:
        return {k: v for k, v in state.fields.items() if k in CANONICAL and k not in self.vendor.hidden}

    def _raw(self, record_id: str, state: State) -> RawRecord:
        if state.gone:
            return RawRecord(record_id, b"{}", state.told_at, deleted=True, merged_into=state.merged_into)
        return RawRecord(record_id, self._payload(record_id, state), state.told_at, version=str(state.version))

    def _payload(self, record_id: str, state: State) -> bytes:
        shown = {k: v for k, v in state.fields.items() if k not in self.vendor.hidden}
        return msgspec.json.encode(
            {**shown, "id": record_id, "at": state.told_at.astimezone(self.nature.zone).isoformat()}
        )

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        assert len(changes) <= self.nature.batch
        assert len({change.operation for change in changes}) == 1
        for place, change in enumerate(changes):
            self.trace.tell("push", self.name, change)
            for result in self._answers(place, change):
                self.trace.tell("answer", self.name, result)
                yield result

    def _answers(self, place: int, change: Change) -> Iterator[PushResult]:
        before = self.fault.before_write(place)
        # A question is answered or not; an answer that nobody waits for any more tells nobody anything.
        if before in ("lost", "delayed") and change.operation != "lookup":
            if before == "delayed":
                self.vendor.delayed.append(change)
            yield PushResult(change.key, "unknown", message="timed out")
            return
        self.on_the_way(change)
        result = self.carry_out(change)
        if change.operation != "lookup":
            answer = self.fault.after_write(place)
            if answer == "lost":
                yield PushResult(change.key, "unknown", message="timed out")
                return
            if result.outcome == "done" and result.external_id is not None:
                where, says = (self.name, result.external_id), self._now_at(result.external_id, change)
                self.book.hub_was_answered(where, says, result.modified_at)
        yield result

    def _now_at(self, record_id: str, change: Change) -> dict[str, Any]:
        fields = self.state(record_id).fields
        return {name: fields.get(name) for name in change.payload if name in CANONICAL}

    def delayed_arrive(self) -> None:
        """Requests that were given up long ago reach the vendor after all."""
        waiting, self.vendor.delayed = self.vendor.delayed, []
        self._arrives_late = True
        for change in waiting:
            self.trace.tell("arrives late", self.name, change)
            result = self.carry_out(change)
            if change.operation == "create" and result.outcome == "done":
                self.vendor.late.add(str(result.external_id))
        self._arrives_late = False

    def carry_out(self, change: Change) -> PushResult:
        """What the vendor makes of a request."""
        if change.operation == "lookup":
            return self._look_up(change)
        if self.nature.refuses and change.payload.get("job") == REFUSED:
            return PushResult(change.key, "rejected", message=f"{REFUSED}は登録できません")
        if change.operation == "create":
            return self._create(change)
        assert change.external_id is not None
        state = self.state(change.external_id)
        if state.gone:
            self.vendor.told_gone.add(change.external_id)
            self._ended_by_both(change)
            return PushResult(change.key, "missing")
        if self.nature.conditional and change.expected_version not in (None, str(state.version)):
            return PushResult(change.key, "moved", message=f"it is at version {state.version}")
        if change.operation in ("archive", "delete"):
            self._check_end(change.external_id)
            self.book.gone((self.name, change.external_id), "deleted in the window")
            self.becomes(change.external_id, state.fields, {}, gone=True)
            self.vendor.ended_by_hub.add(change.external_id)
            return PushResult(change.key, "done", change.external_id)
        return self._written(change, change.external_id, state)

    def _ended_by_both(self, change: Change) -> None:
        """Where people and the hub delete a record between two looks, the hub can't tell who was first."""
        assert change.external_id is not None
        where = (self.name, self.person_of(change.external_id))
        if change.operation in ("archive", "delete") and where in self.book.removed:
            self.book.removed.discard(where)
            self.book.doubles["deleted by people and the hub in one window"] += 1

    def _create(self, change: Change) -> PushResult:
        mailbox = change.payload.get("email")
        same = [i for i in self.living() if self.state(i).fields.get("email") == mailbox]
        if self.nature.unique and mailbox and same:
            return PushResult(change.key, "found", same[0], message="this mailbox is taken")
        record_id = self.new_id("h")
        person = FAMILIES.index(change.payload["family"])
        self._check_creation(record_id, person)
        if not self.nature.looks_up:
            # If the answer is lost, nobody can tell that these values are the hub's own.
            self.book.vague |= {(person, name) for name in CANONICAL}
        return self._written(change, record_id, None)

    def _check_creation(self, record_id: str, person: int) -> None:
        """The hub must not make twice what is there, nor bring back what people deleted."""
        place = (self.name, record_id)
        self.vendor.made_by_hub.add(record_id)
        if person in self.book.tangled:
            return
        for other in self.living(person):
            first = self.vendor.records[other][0].at
            if self._arrives_late or other in self.vendor.late:
                self.book.doubles["made twice by a request that came late"] += 1
                self._note_late_double(other, person)
            elif (self.name, other) not in self.book.shown and self.fault.kind == "emptied":
                self.book.doubles["made while the list was empty"] += 1
            elif (self.name, other) not in self.book.shown and not self._could_be_read(other):
                self.book.doubles["made beside a record that nobody could read"] += 1
            elif self._was_gone_within_the_lag(other):
                self.book.doubles["made beside a record that was restored within the lag"] += 1
            elif other not in self.vendor.made_by_hub and self.pulled_at is not None and first >= self.pulled_at:
                self.book.doubles["made twice in the window"] += 1
            else:
                self.book.violations.append(f"the hub made {place} although {other} is there for {FAMILIES[person]}")
        if (self.name, person) in self.book.removed:
            self.book.violations.append(f"the hub brought {FAMILIES[person]} back as {place}")

    def _was_gone_within_the_lag(self, record_id: str) -> bool:
        """Whether a record is there again of which the index may have shown the past when it was read last."""
        gone = [state.at for state in self.vendor.records[record_id] if state.gone]
        return bool(gone) and self.nature.lag_s > 0 and self.pulled_at is not None and gone[-1] >= self.pulled_at

    def _could_be_read(self, record_id: str) -> bool:
        """Whether the last pull showed the record legible; what was mended since is news to the next."""
        if self.pulled_at is None:
            return _is_legible(self.state(record_id))
        began_at = self.pulled_at + timedelta(seconds=self.nature.lag_s)
        shown = [state for state in self.vendor.records[record_id] if state.visible_at <= began_at]
        return not shown or _is_legible(shown[-1])

    def _check_end(self, record_id: str) -> None:
        """The hub ends a record only where people ended the customer elsewhere."""
        person = self.person_of(record_id)
        if person not in self.book.farewells | self.book.tangled:
            self.book.violations.append(f"the hub ended {self.name}/{record_id}, and nobody had deleted that customer")

    def _written(self, change: Change, record_id: str, before: State | None) -> PushResult:
        sent = {name: self._kept(name, value) for name, value in change.payload.items()}
        if before is not None:
            self._check_owner(record_id, before, sent)
        if "code" in sent:
            self.book.violations.append(f"the hub wrote the code of {self.name}/{record_id}, which it may only read")
        fields = {**(before.fields if before else {}), **sent}
        authors = {k: v for k, v in (before.authors if before else {}).items() if k not in sent}
        state = self.becomes(record_id, fields, authors)
        excused_since = self.pulled_at if not self.nature.conditional or before is None else None
        for name in CANONICAL:
            if name in sent:
                place = (self.name, record_id)
                since = (
                    excused_since if name not in self.vendor.hidden else datetime.min.replace(tzinfo=state.at.tzinfo)
                )
                person, lags = self.person_of(record_id), self.nature.lag_s > 0
                self.book.hub_wrote(place, person, name, sent[name], state.at, since, lags=lags)
        payload = self._payload(record_id, state) if self.nature.answers else None
        told_at = state.told_at if self.nature.answers else None
        return PushResult(change.key, "done", record_id, str(state.version), payload=payload, modified_at=told_at)

    def _check_owner(self, record_id: str, before: State, sent: Mapping[str, str]) -> None:
        """The hub writes nobody over somebody else, whatever the two have in common."""
        owner, name = before.fields["family"], sent.get("family", before.fields["family"])
        if name != owner and self.book.tangled.isdisjoint({FAMILIES.index(owner), FAMILIES.index(name)}):
            self.book.violations.append(f"the hub wrote {name} over {owner} in {self.name}/{record_id}")

    def _kept(self, name: str, value: Any) -> str:
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        if not self.nature.trims:
            return text
        return text.replace("-", "") if name == "phone" else text.strip()

    def _look_up(self, change: Change) -> PushResult:
        """By its own id a record is found at once, by what the system knows it by through the index."""
        if change.external_id is not None:
            found = [(change.external_id, self.state(change.external_id))]
        else:
            key = self.nature.key
            found = [(i, s) for i, s in self._index() if s.fields.get(key) == change.payload[key]]
        living = [(i, s) for i, s in found if not s.gone]
        if not living:
            return PushResult(change.key, "missing")
        record_id, state = living[-1 if self.nature.shows_newest else 0]
        if change.external_id is None:
            self._note_found(change.key, record_id)
        is_shown = self.nature.shows_found or change.external_id is not None
        payload = self._payload(record_id, state) if is_shown else None
        return PushResult(change.key, "found", record_id, str(state.version), payload=payload)

    def _note_found(self, intent: str, record_id: str) -> None:
        """What a namesake's record says is not taken in before it is shown, nor is what is not shown."""
        wished = self.whose(intent)
        if wished != self.person_of(record_id):
            self.book.namesakes += 1
        if wished is not None and (wished != self.person_of(record_id) or not self.nature.shows_found):
            self._note_doubles(wished)
        elif wished is not None:
            self.book.looked_up((self.name, record_id))
            self._note_double(record_id)

    def _note_double(self, found: str) -> None:
        """A record that somebody entered in the window is taken for the one that the hub made, and answered for it;
        nobody can tell any more that what the other one says is the hub's own.
        """
        person = self.person_of(found)
        made = self.vendor.made_by_hub.intersection(self.living(person))
        if made and found not in made:
            self.book.vague |= {(person, name) for name in CANONICAL}

    def _note_doubles(self, person: int) -> None:
        """Where no look-up tells which of several records is the one that the hub made, it takes the first that it is
        shown.
        """
        living = self.living(person)
        if len(living) > 1 and self.vendor.made_by_hub.intersection(living):
            self.book.vague |= {(person, name) for name in CANONICAL}

    def _note_late_double(self, late: str, person: int) -> None:
        """The look-up missed what the hub itself had asked for, so the fields that it sent then count as somebody's
        word, as new as the request was late.
        """
        self.book.vague |= {(person, name) for name in CANONICAL if name in self.state(late).fields}


def _is_legible(state: State) -> bool:
    """Whether a mapping can read it."""
    return state.fields.get("mail_ok") != GARBLED


def is_beyond(told_at: datetime, record_id: str, after: tuple[datetime, str]) -> bool:
    """Whether a reader who has come to `after` has this record still before it; several may share one moment."""
    return (told_at, record_id) > after


def _manifest(nature: Nature) -> StreamManifest:
    operations: set[Operation] = {"create", "update", "archive", "delete"}
    if nature.looks_up:
        operations.add("lookup")
    return StreamManifest(
        name=STREAM,
        title=STREAM,
        title_ja=STREAM,
        incremental="none" if nature.deletes == "listing" else nature.cut,
        deletes=nature.deletes,
        merges=True,
        operations=frozenset(operations),
        list_page_max=nature.page,
        write_batch_max=nature.batch,
        natural_key=(nature.key,),
        required=("family", "email"),
        conditional_write=nature.conditional,
        index_lag_s=nature.lag_s,
        rewrites=("phone",) if nature.trims else (),
    )
