"""The hub is sent true and forged requests, and the process may die while it takes one in.

Laws: a forged one opens no transaction; a true one is stored before it is acknowledged, and once.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hub.sdk.signature import WebhookRequest
from hub.sync.notices import Accepted
from tests.pipeline.hooked import FORGERS, HookedLab, HookedSystem
from tests.proof.webhook_story import Delivery

Row = tuple[str, str]


@dataclass
class Book:
    """What each event met, and what was broken at it."""

    met: dict[int, Counter[str]] = field(default_factory=dict)
    violations: dict[int, list[str]] = field(default_factory=dict)

    def broke(self, number: int, what: str) -> None:
        self.violations.setdefault(number, []).append(what)

    def count(self, number: int, what: str, times: int = 1) -> None:
        self.met.setdefault(number, Counter())[what] += times


@dataclass(frozen=True)
class Event:
    """What a system says of an edit."""

    system: HookedSystem
    document: dict[str, Any]

    @property
    def row(self) -> Row:
        """What the hub remembers it by."""
        return self.system.name, f"{self.document['event']}:{self.document['record']}"


class DeathError(Exception):
    """The process ends here."""


@dataclass
class Post:
    """Carries the events of one world to its hub; `new` counts what was stored for each connection."""

    lab: HookedLab
    book: Book
    chance: random.Random
    new: Counter[str] = field(default_factory=Counter)

    def delivers(self, one: Delivery, *events: Event) -> bool:
        """One request with these events, the last of which is the delivery's own; whether that was news to the hub."""
        event, system = events[-1], events[-1].system
        if one.forgery:
            self._refused(one, system.name, FORGERS[one.forgery](system, event.document, self.chance))
            return False
        request = system.request(*(each.document for each in events))
        if one.death:
            return self._died(one, event, request)
        before = self.stored()
        answer = self.receives(system.name, request)
        fresh = self.stored() - before
        if not isinstance(answer, Accepted) or answer.new != len(fresh) or answer.new + answer.known != len(events):
            self.book.broke(
                one.number, f"{answer} to a true request with {len(events)} events, of which {fresh} are new"
            )
        if event.row not in before | fresh:
            self.book.broke(one.number, "an event was acknowledged and not stored")
        self.book.count(one.number, "known" if event.row in before else "stored")
        return event.row in fresh

    def receives(self, name: str, request: WebhookRequest) -> object:
        """The hub's answer."""
        answer = self.lab.receives(name, request)
        self.new[name] += answer.new if isinstance(answer, Accepted) else 0
        return answer

    def stored(self) -> set[Row]:
        """Every event that the hub remembers."""
        with self.lab.database.begin() as tx:
            return {(row[0], row[1]) for row in tx.rows("SELECT connection, event_id FROM notice")}

    def _died(self, one: Delivery, event: Event, request: WebhookRequest) -> bool:
        def dies(moment: str) -> None:
            if moment == one.death:
                raise DeathError

        before = self.stored()
        self.lab.database.reached = dies
        try:
            self.receives(event.system.name, request)
            self.book.broke(one.number, f"it was acknowledged without reaching '{one.death}'")
        except DeathError:
            self.book.count(one.number, f"died {one.death}")
        finally:
            self.lab.database.reached = lambda moment: None
        fresh = self.stored() - before
        if fresh != ({event.row} - before if one.death == "after commit" else set()):
            self.book.broke(one.number, f"died {one.death}, and {fresh or 'nothing'} was stored")
        self.new[event.system.name] += len(fresh)
        return bool(fresh)

    def _refused(self, one: Delivery, name: str, request: WebhookRequest) -> None:
        moments: list[str] = []
        self.lab.database.reached = moments.append
        answer = self.receives(name, request)
        self.lab.database.reached = lambda moment: None
        if isinstance(answer, Accepted):
            self.book.broke(one.number, f"{one.forgery} was accepted")
        if moments:
            self.book.broke(one.number, f"{one.forgery} reached the database")
        self.book.count(one.number, f"refused for {one.forgery}")
