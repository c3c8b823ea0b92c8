"""Plan before apply, in worlds by number: a plan leaves nothing behind, and apply does it exactly or says what not.

Run: python -m tests.proof.planned --cases 1000
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from hub.merging.rules import Rule
from hub.sdk.errors import RetryLaterError
from hub.steward.applying import Applied, apply
from hub.steward.planning import preview
from hub.steward.plans import Plan, PlannedChange
from hub.store.migrate import metadata
from hub.sync.world import Brake, PushPolicy
from tests.pipeline.lab import Lab
from tests.proof.cases import Outcome, main
from tests.proof.stores import store_folder

NAMES = ("alpha", "beta", "gamma")
PEOPLE = 6
WORDS: dict[str, tuple[str | None, ...]] = {
    "family": ("山田", "佐藤", "髙橋", "高橋"),
    "job": ("部長", "課長", "", None),
    "notes": ("重要", "メモ ", "ﾒﾓ", ""),
    "phone": ("03-1234-5678", "０３－１２３４－５６７８", "+81312345678", ""),
    "mail_ok": ("true", "false", ""),
}
Write = tuple[str, str, str | None, str]


class PlannedWorld:
    """One world: some systems, some people, and users who edit before and perhaps after the plan."""

    def __init__(self, lab: Lab, chance: random.Random) -> None:
        self.lab, self.chance = lab, chance
        self.met: Counter[str] = Counter()
        self.violations: list[str] = []

    def live(self) -> Outcome:
        """Settle, edit, plan, perhaps edit again, apply, and compare."""
        self._edit(8)
        self.lab.sync()
        if self.chance.random() < 0.8:
            self.lab.sync()
        self._edit(self.chance.randint(0, 8))
        plan = self._planned()
        moved = self.chance.random() < 0.4
        if moved:
            self._edit(self.chance.randint(1, 4))
        if self.chance.random() < 0.1:
            self.lab[self.chance.choice(list(self.lab.systems))].pull_error = RetryLaterError("busy", wait_s=60)
            moved = True
        self._apply(plan, moved=moved)
        return Outcome(self.met, self.violations)

    def _planned(self) -> Plan:
        before = _everything(self.lab), self._held()
        plan = preview(self.lab.world)
        if (_everything(self.lab), self._held()) != before:
            self.violations.append("a plan left something behind")
        self.met["planned changes"] += len(plan.changes)
        return msgspec.json.decode(msgspec.json.encode(plan), type=Plan)

    def _apply(self, plan: Plan, *, moved: bool) -> None:
        for system in self.lab.systems.values():
            system.writes.clear()
        done = apply(self.lab.world, plan, "proof")
        sent, planned = sorted(self._sent(), key=repr), sorted(map(_write, plan.changes), key=repr)
        self.met["applied as planned" if not moved else "applied to a world that had moved"] += 1
        self.met["writes"] += len(sent)
        self.met["refused"] += len(done.refused)
        if not moved and sent != planned:
            self.violations.append(f"apply differs from its plan: sent {sent}, planned {planned}")
        extra = Counter(map(repr, sent)) - Counter(map(repr, planned))
        if extra:
            self.violations.append(f"apply sent what no plan showed: {sorted(extra)}")
        self._account(plan, done)

    def _account(self, plan: Plan, done: Applied) -> None:
        """Every planned change was sent or refused; a record that somebody deleted since may be refused otherwise."""
        told = Counter(sent.stream for sent in done.sent) + Counter(refused.stream for refused in done.refused)
        for place, count in Counter(change.stream for change in plan.changes).items():
            if told[place] < count:
                self.violations.append(f"apply says nothing of {count - told[place]} planned changes at {place}")

    def _sent(self) -> Iterator[Write]:
        for name, system in self.lab.systems.items():
            for change in system.writes:
                payload = msgspec.json.encode(change.payload, order="sorted").decode()
                yield f"{name}/people", change.operation, change.external_id, payload

    def _held(self) -> dict[str, Any]:
        return {name: (dict(s.records), len(s.writes)) for name, s in self.lab.systems.items()}

    def _edit(self, times: int) -> None:
        for _ in range(times):
            self.lab.clock.goes_on(seconds=self.chance.randint(1, 3600))
            system = self.lab[self.chance.choice(list(self.lab.systems))]
            record_id = f"{system.name[0]}{self.chance.randrange(PEOPLE)}"
            if record_id not in system.records and record_id not in system.deleted:
                system.user_creates(record_id, email=f"p{record_id[1:]}@example.jp", **self._fields(2))
            elif record_id in system.records and self.chance.random() < 0.08:
                system.user_deletes(record_id)
            elif system.records:
                system.user_edits(self.chance.choice(sorted(system.records)), **self._fields(1))

    def _fields(self, count: int) -> dict[str, str | None]:
        return {field: self.chance.choice(WORDS[field]) for field in self.chance.sample(sorted(WORDS), count)}


def _write(change: PlannedChange) -> Write:
    payload = msgspec.json.encode(change.payload, order="sorted").decode()
    return change.stream, change.operation, change.external_id, payload


def _everything(lab: Lab) -> dict[str, list[str]]:
    with lab.database.begin() as tx:
        return {name: sorted(map(repr, tx.rows(f'SELECT * FROM "{name}"'))) for name in metadata().tables}


def planned_world(number: int) -> Outcome:
    """The world of this number."""
    chance = random.Random(f"planned {number}")
    names = NAMES[: chance.randint(2, 3)]
    rules = {("person", field): Rule(review=True) for field in ("occupation", "notes") if chance.random() < 0.3}
    push = PushPolicy(create=chance.random() < 0.8, update=True, delete=chance.choice(("ignore", "archive", "delete")))
    brake = Brake(max_changes=2, max_share=0.2) if chance.random() < 0.2 else Brake()
    batch = chance.choice((1, 3, 10))
    with store_folder() as folder:
        lab = Lab(f"sqlite:///{folder / 'hub.db'}", names, rules=rules, push=push, brake=brake, write_batch_max=batch)
        try:
            return PlannedWorld(lab, chance).live()
        finally:
            lab.close()


if __name__ == "__main__":
    sys.exit(main("planned", planned_world))
