"""Stewards at work: they pin, choose, join, part and take back; the book hears of what they mean to decide."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass
from typing import Any

from hub.steward.conflicts import open_conflicts
from hub.steward.decide import Decided, decide, pin
from hub.steward.errors import StewardError
from hub.steward.pairs import join, part
from hub.steward.revoke import revoke
from tests.simulation.book import Book, Place
from tests.simulation.process import Process
from tests.simulation.spelling import Meaning

AUTHOR = "steward"


@dataclass(frozen=True)
class Decision:
    """A decision that stands; `edit` is its page in the book, where it is about a value."""

    number: int
    kind: str
    person: int = 0
    field: str = ""
    says: Meaning = None
    edit: int = 0
    pair: frozenset[Place] = frozenset()


class Stewards(ABC):
    """Their decisions, and what the oracle has to know of them; derive one a tier, with its words."""

    def __init__(self, hub: Process, book: Book) -> None:
        self.hub, self._book = hub, book
        self.standing: list[Decision] = []
        # Pins under a newer one, which stand again once that is taken back.
        self._beneath: list[Decision] = []
        self.did: Counter[str] = Counter()

    @abstractmethod
    def holders(self, person: int, name: str) -> list[str]:
        """The living golden records that hold this field of somebody."""

    @abstractmethod
    def typed(self, name: str, value: str) -> tuple[str, Any, Meaning]:
        """What the hub calls the field, the value as a steward gives it, and what it says."""

    @abstractmethod
    def heard(self, made: Decided) -> tuple[int, str, Meaning] | None:
        """Whose field a decision is about, and what it says; None where people type no such field."""

    @abstractmethod
    def record(self, place: Place) -> str:
        """What the hub calls a record."""

    def fixes(self, person: int, name: str, value: str) -> None:
        """Pin a value, whatever the systems say; an empty one is pinned as empty."""
        found = self.holders(person, name)
        if len(found) != 1:
            return
        unit, given, says = self.typed(name, value)
        made = pin(self.hub.world, found[0], unit, given, AUTHOR)
        self._beneath += self._forget(lambda d: (d.kind, d.person, d.field) == ("pin", person, name))
        self._keep(made.decision, "pin", person, name, says)

    def chooses(self, which: int, choice: int) -> None:
        """Answer one of the conflicts that wait."""
        waiting = sorted(open_conflicts(self.hub.world).conflicts, key=lambda conflict: conflict.number)
        if not waiting:
            return
        conflict = waiting[which % len(waiting)]
        chosen = conflict.choices[choice % len(conflict.choices)]
        try:
            made = decide(self.hub.world, conflict.number, chosen.number, AUTHOR)
        except StewardError:
            # A permission is given with a proof only, and this steward has none.
            self.did["gave no proof"] += 1
            return
        about = self.heard(made)
        if about is not None:
            self._keep(made.decision, "choose", *about)

    def _keep(self, number: int, kind: str, person: int, name: str, says: Meaning) -> None:
        edit = self._book.decided(person, name, says, self.hub.clock())
        self.standing.append(Decision(number, kind, person, name, says, edit))
        self.did[kind] += 1

    def relates(self, kind: str, one: Place, other: Place) -> None:
        """Join or part two records."""
        act = join if kind == "same" else part
        try:
            made = act(self.hub.world, self.record(one), self.record(other), AUTHOR)
        except StewardError:
            # Not resolved yet, or walled off by an earlier word: the console would say so.
            self.did["refused"] += 1
            return
        self._forget(lambda d: d.pair == {one, other})
        self.standing.append(Decision(made.decision, kind, pair=frozenset((one, other))))
        self.did[kind] += 1

    def revokes(self, which: int) -> None:
        """Take back a decision that stands."""
        if self.standing:
            decision = self.standing[which % len(self.standing)]
            try:
                revoke(self.hub.world, decision.number, AUTHOR)
            except StewardError:
                self.did["refused"] += 1
                return
            self._forget(lambda d: d == decision)
            if decision.kind == "pin":
                self._stands_again(decision)
            self.did["revoked"] += 1

    def _stands_again(self, gone: Decision) -> None:
        beneath = [d for d in self._beneath if (d.person, d.field) == (gone.person, gone.field)]
        if beneath:
            self._beneath.remove(beneath[-1])
            self.standing.append(beneath[-1])
            self._book.stands_again(beneath[-1].edit)

    def _forget(self, is_meant: Any) -> list[Decision]:
        gone = [d for d in self.standing if is_meant(d)]
        for decision in gone:
            self.standing.remove(decision)
            if not decision.pair:
                self._book.taken_back(decision.edit)
        return gone
