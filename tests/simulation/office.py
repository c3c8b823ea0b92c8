"""One world: its systems with the people who work in them, its hub, its stewards, and the book of what was typed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import count
from typing import Any

import msgspec

from hub.merging.rules import StrategyName
from hub.sdk.records import Change
from hub.sync.run import Report
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.faults import NO_FAULT, Fault, Rival
from tests.simulation.hub import Configuration, Hub
from tests.simulation.lab_stewards import LabStewards
from tests.simulation.nature import WorldNature
from tests.simulation.process import Orders
from tests.simulation.spelling import CANONICAL, meaning
from tests.simulation.system import FAMILIES, GARBLED, STREAM, System
from tests.simulation.trace import Trace

USUAL_PAUSE_S = 300.0
# After people and faults stop, so many runs may still write: the first settles and pulls what it was not shown, the
# second sends what had to wait for that, the third what waited for an answer of the second.
RUNS_TO_REST = 3


class Office:
    """Everything that a history plays in."""

    def __init__(self, nature: WorldNature, seed: int, trace: Trace) -> None:
        self.nature, self.trace = nature, trace
        self.clock, self.book = Clock(), Book()
        self.systems = {n.name: System(n, self.clock, self.book, trace, seed) for n in nature.systems}
        for system in self.systems.values():
            system.whose = self._whose
        self.hub = self._opens(Configuration(reviewed=nature.reviewed, weighs=nature.weighs))
        self.stewards = LabStewards(self.hub, self.book)
        self.reports: list[Report] = []
        self.mailboxes: dict[int, list[str]] = {}
        self.garbled: set[tuple[str, str]] = set()
        self.drifted: set[str] = set()
        self.buried: set[tuple[str, str]] = set()
        self.did: Counter[str] = Counter()
        self.reconfigured = False

    def _opens(self, configuration: Configuration) -> Hub:
        return Hub(self.systems, self.clock, self.trace, configuration)

    def at(self, number: int) -> System:
        return list(self.systems.values())[number % len(self.systems)]

    def close(self) -> None:
        self.hub.close()

    def _whose(self, intent: str) -> int | None:
        """Whom an intent is to create: read beside the hub, which is at work."""
        with closing(sqlite3.connect(self.hub.path)) as store:
            row = store.execute("SELECT payload FROM intent WHERE id = ?", (int(intent),)).fetchone()
        return FAMILIES.index(msgspec.json.decode(row[0])["family"]) if row is not None else None

    # What people do.

    def enters(self, system: System, person: int, fields: dict[str, str]) -> None:
        mailbox = self._mailbox_of(person)
        if any(s.state(i).fields.get("email") != mailbox for s in self.systems.values() for i in s.living(person)):
            return  # nobody could tell that the two are one person
        record_id = system.new_id("u")
        whole = {
            "family": FAMILIES[person],
            "given": self.nature.given[person],
            "email": mailbox,
            "code": record_id,
            **fields,
        }
        self._saves(system, record_id, whole, {}, {}, first=True)
        self.book.returned_to(system.name, person)
        self.did["created"] += 1

    def _mailbox_of(self, person: int) -> str:
        """The last that is known of; those that went with a record before it was shown are not."""
        emails = (edit for edit in self.book.edits if (edit.person, edit.field) == (person, "email"))
        lost = {edit.says for edit in emails if str(edit.excuse).startswith("deleted")}
        return [f"p{person}@example.jp", *(box for box in self.mailboxes.get(person, []) if box not in lost)][-1]

    def are_namesakes(self, system: System, person: int, record_id: str) -> bool:
        """Whether the record is of another person whom the system knows by the same."""
        other = system.person_of(record_id)
        given = self.nature.given
        return system.nature.key == "given" and other != person and given[other] == given[person]

    def types(self, system: System, record_id: str, fields: dict[str, str]) -> None:
        state = system.state(record_id)
        if any(name in system.vendor.hidden for name in fields):
            return
        self._saves(system, record_id, fields, state.fields, state.authors)
        if "email" in fields:
            self.mailboxes.setdefault(system.person_of(record_id), []).append(fields["email"])
        self.did["typed"] += 1

    def _saves(
        self,
        system: System,
        record_id: str,
        fields: dict[str, str],
        before: Mapping[str, str],
        authors: Mapping[str, int],
        *,
        first: bool = False,
    ) -> None:
        self.clock.goes_on(seconds=0.3)
        new_authors = dict(authors)
        state = system.becomes(record_id, {**before, **fields}, new_authors)
        for name, value in fields.items():
            if name in CANONICAL:
                place, person = (system.name, record_id), system.person_of(record_id)
                number = self.book.typed(place, person, name, value, state.at, first=first)
                if number is not None:
                    new_authors[name] = number

    def respells(self, system: System, record_id: str, name: str) -> None:
        """The same meaning in other signs; a field that says nothing is saved as it is."""
        state = system.state(record_id)
        value = state.fields.get(name, "")
        other = f"{value} " if name != "phone" else value.replace("-", "")
        if other.strip() and meaning(name, other) == meaning(name, value):
            system.becomes(record_id, {**state.fields, name: other}, dict(state.authors))
        else:
            system.becomes(record_id, dict(state.fields), dict(state.authors))
        self.book.vague.add((system.person_of(record_id), name))
        self.did["respelled"] += 1

    def deletes(self, system: System, record_id: str) -> None:
        place, person = (system.name, record_id), system.person_of(record_id)
        state = system.state(record_id)
        self.clock.goes_on(seconds=0.3)
        system.becomes(record_id, dict(state.fields), dict(state.authors), gone=True)
        self.book.gone(place, "deleted before it was shown")
        self.book.farewells.add(person)
        if not system.living(person):
            self.book.removed_from(place, person)
        self.did["deleted"] += 1

    def restores(self, system: System, person: int) -> bool:
        """Whether there was anything to restore."""
        gone = [
            record_id
            for record_id, states in system.vendor.records.items()
            if states[-1].gone and states[-1].merged_into is None and states[-1].fields["family"] == FAMILIES[person]
        ]
        if gone:
            living = next(s for s in reversed(system.vendor.records[gone[0]]) if not s.gone)
            self.clock.goes_on(seconds=0.3)
            state = system.becomes(gone[0], dict(living.fields), dict(living.authors))
            if system.nature.deletes == "listing":
                # It was away from the list, and is back there as it was, to the last word.
                state.told_at, state.version = living.told_at, living.version
            self.book.returned_to(system.name, person)
            self.did["restored"] += 1
        return bool(gone)

    def merges(self, system: System, winner: str, loser: str) -> None:
        """The winner keeps what it says, and takes from the loser what it lacks."""
        into, out = system.state(winner), system.state(loser)
        lacking = {k: v for k, v in out.fields.items() if v and not into.fields.get(k) and k in CANONICAL}
        for name in lacking:
            cell, lost = self.book.cells[(system.name, winner), name], self.book.cells[(system.name, loser), name]
            cell.known |= lost.known
        system.becomes(loser, dict(out.fields), dict(out.authors), gone=True, merged_into=winner)
        self._saves(system, winner, lacking, into.fields, into.authors)
        self.book.gone((system.name, loser), "merged away by its system")
        self.did["merged"] += 1

    def garbles(self, system: System, record_id: str) -> None:
        if (system.name, record_id) in self.garbled or "mail_ok" in system.vendor.hidden:
            return
        self.garbled.add((system.name, record_id))
        state = system.state(record_id)
        system.becomes(
            record_id,
            {**state.fields, "consent_text": state.fields.get("mail_ok", ""), "mail_ok": GARBLED},
            dict(state.authors),
        )
        self.did["garbled"] += 1

    def mends(self) -> None:
        for name, record_id in sorted(self.garbled):
            system = self.systems[name]
            state = system.state(record_id)
            if not state.gone and state.fields["mail_ok"] == GARBLED:
                fields = {k: v for k, v in state.fields.items() if k != "consent_text"}
                fields["mail_ok"] = state.fields["consent_text"]
                system.becomes(record_id, fields, dict(state.authors))
        self.garbled.clear()

    def drifts(self, system: System, name: str) -> None:
        """A field vanishes from what the API shows, or is back without a word."""
        system.vendor.hidden ^= {name}
        self.drifted.add(system.name)
        self.did["drifted"] += 1

    def is_known_everywhere(self, person: int) -> bool:
        """A mailbox is what a person is known by, so it changes only where the hub knows all their records."""
        return all(
            all(self._is_known((system.name, record_id)) for record_id in system.living(person))
            and (system.living(person) or (system.name, person) in self.book.removed or not system.nature.creates)
            for system in self.systems.values()
        )

    def _is_known(self, place: tuple[str, str]) -> bool:
        """Whether the hub has read the record; one that nobody can read may have been found, and tells no mailbox."""
        return self.book.has_surely_seen(place) and (place not in self.garbled or place in self.book.perhaps_shown)

    # What the operator does.

    def configures(self, mapping: str, strategies: Mapping[str, StrategyName]) -> None:
        self.reconfigured = True
        self.hub.reconfigured(
            Configuration(mapping, tuple(strategies.items()), self.nature.reviewed, self.nature.weighs)
        )
        self.did["configured"] += 1

    def syncs(
        self,
        faults: Mapping[str, Fault] | None = None,
        meanwhile: Mapping[int, Sequence[Callable[[], None]]] | None = None,
        dies_at: int = 0,
        second_at: int = 0,
        overtaken_at: int = 0,
        order: int = 0,
        rivals: Mapping[str, Rival] | None = None,
        *,
        pause_s: float = USUAL_PAUSE_S,
        is_released: bool = False,
    ) -> Report | None:
        """One run of the hub, so long after what was before."""
        orders = Orders(dies_at, meanwhile or {}, second_at, overtaken_at, order)
        return self._works(orders, faults or {}, rivals or {}, pause_s=pause_s, is_released=is_released)

    def _works(
        self,
        orders: Orders,
        faults: Mapping[str, Fault],
        rivals: Mapping[str, Rival],
        *,
        pause_s: float,
        is_released: bool,
    ) -> Report | None:
        self.clock.goes_on(seconds=pause_s)
        self._befalls(faults, rivals)
        report = self.hub.runs(orders, is_released=is_released)
        self.book.run_ended(alive=report is not None or self.hub.overtaken)
        self.did["ran"] += 1
        if report is not None:
            self.reports.append(report)
            if not report.ledger.adds_up:
                self.book.violations.append(f"run {report.run_id} does not add up: {report.ledger}")
            self._check_run(
                report.run_id, report.state, {name: pull.read for name, pull in report.ledger.pulls.items()}
            )
        return report

    def _befalls(self, faults: Mapping[str, Fault], rivals: Mapping[str, Rival]) -> None:
        """What troubles the systems from now on."""
        for name, system in self.systems.items():
            system.delayed_arrive()
            system.fault = faults.get(name, NO_FAULT)
            system.on_the_way = self._rival_of(system, rivals.get(name))
            system.vendor.served = 0

    def _check_run(self, run_id: int, state: str, read: Mapping[str, int]) -> None:
        """Of a run that has ended: how it ended, and how many records it read of each stream."""
        self._check_ledger(run_id, state, read)
        self._check_burials(run_id)
        self._check_quarantine()

    def _rival_of(self, system: System, rival: Rival | None) -> Callable[[Change], None]:
        """What happens in a system while the hub's requests are on their way to it."""
        updates = count(1)

        def types_first(change: Change) -> None:
            named = [name for name in rival.FIELDS if name in change.payload] if rival is not None else []
            if rival is not None and change.operation == "update" and named and next(updates) == rival.at:
                assert change.external_id is not None
                self.types(system, change.external_id, {named[0]: rival.value})
                self.did["typed first"] += 1

        return types_first

    def _check_burials(self, run_id: int) -> None:
        """A list that is empty by accident, or that was cut, buries nobody who lives."""
        sql = "SELECT t.connection, r.external_id FROM raw_record r JOIN stream t ON t.id = r.stream_id"
        buried = {(row[0], row[1]) for row in self.rows(f"{sql} WHERE r.deleted_at IS NOT NULL")}
        self._check_returns(run_id, buried)
        for name, record_id in sorted(buried):
            system = self.systems[name]
            if system.fault.kind in ("emptied", "pull cut", "pull garbled") and not system.state(record_id).gone:
                known = system.vendor.records[record_id]
                if not any(state.gone for state in known):
                    self.book.violations.append(f"run {run_id} took {name}/{record_id} for deleted")

    def _check_returns(self, run_id: int, buried: set[tuple[str, str]]) -> None:
        """Whoever was known to be gone is back only where somebody took the record out of the bin."""
        for name, record_id in sorted(self.buried - buried):
            states = self.systems[name].vendor.records[record_id]
            gone = next((place for place, state in enumerate(states) if state.gone), len(states))
            if gone < len(states) and all(state.gone for state in states[gone:]):
                self.book.violations.append(f"run {run_id} took {name}/{record_id} for restored")
        self.buried = buried

    def _check_quarantine(self) -> None:
        """What nobody can read is kept, and told."""
        sql = "SELECT t.connection, q.external_id FROM quarantine q JOIN stream t ON t.id = q.stream_id"
        kept = {tuple(row) for row in self.rows(sql)}
        for name, record_id in sorted(self.garbled):
            system, state = self.systems[name], self.systems[name].state(record_id)
            was_shown = system.shown_at is not None and state.at < system.shown_at
            if was_shown and not state.gone and state.fields["mail_ok"] == GARBLED and (name, record_id) not in kept:
                self.book.violations.append(f"{name}/{record_id} can't be read, and stands in no quarantine")

    def _check_ledger(self, run_id: int, state: str, read: Mapping[str, int]) -> None:
        if state == "failed":
            self.book.violations.append(f"run {run_id} failed")
        for name, system in self.systems.items():
            told = read.get(f"{name}/{STREAM}", 0)
            if told != system.vendor.served:
                self.book.violations.append(f"run {run_id} read {told} of {system.vendor.served} records of {name}")

    @property
    def deeds(self) -> Counter[str]:
        return self.did + self.stewards.did + Counter({"answered by a namesake": self.book.namesakes})

    @property
    def deaths(self) -> int:
        return self.hub.deaths

    def rest(self) -> None:
        """Everything is mended, and people and faults stop; the hub has so many runs to come to rest."""
        self._sets_right()
        self.clock.goes_on(hours=2)
        for number in range(RUNS_TO_REST):
            # An operator has looked at what the brake held, and at what the hub could not find out by itself.
            self.syncs(is_released=number == 0)
            self.clock.goes_on(minutes=10)

    def _sets_right(self) -> None:
        self.mends()
        for system in self.systems.values():
            system.vendor.hidden.clear()
            if system.name in self.drifted:
                self.hub.forgets_cursor(system.name, STREAM)

    def rows(self, sql: str, *values: Any) -> list[Any]:
        with self.hub.world.database.begin() as tx:
            return list(tx.rows(sql, *values))
