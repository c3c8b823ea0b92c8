"""Every value explained, in worlds by number: each golden value and each remote field has a whole chain, now and then.

Run: python -m tests.proof.explained --cases 500
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import Any

import msgspec

from hub.merging.rules import Rule
from hub.steward.decide import pin
from hub.steward.explain import explain
from hub.steward.pairs import join, part
from hub.steward.stories import FieldStory
from hub.steward.then import explain_then
from hub.sync.references import golden_text
from tests.pipeline.lab import Lab
from tests.proof.cases import Outcome, main
from tests.proof.planned import WORDS
from tests.proof.stores import store_folder

NAMES = ("alpha", "beta", "gamma")
Goldens = dict[str, dict[str, Any]]


class ExplainedWorld:
    """Systems, people who edit, a steward who decides, and a snapshot after each sync."""

    def __init__(self, lab: Lab, chance: random.Random) -> None:
        self.lab, self.chance = lab, chance
        self.met: Counter[str] = Counter()
        self.violations: list[str] = []
        self.snapshots: list[tuple[str, Goldens]] = []

    def live(self) -> Outcome:
        """Some days, and then the questions."""
        for _ in range(self.chance.randint(2, 5)):
            self._edit(self.chance.randint(1, 5))
            self.lab.sync()
            if self.chance.random() < 0.4:
                self._steward()
                self.lab.sync()
            self.lab.clock.goes_on(minutes=1)
            self.snapshots.append((self.lab.world.now_text(), self._goldens()))
            self.lab.clock.goes_on(minutes=1)
        self._ask_now()
        self._ask_then()
        return Outcome(self.met, self.violations)

    def _ask_now(self) -> None:
        for name, values in self._goldens().items():
            (record,) = explain(self.lab.world, name).records
            told = {field.field: field for field in record.fields}
            for field, value in values.items():
                self.met["golden values"] += 1
                if field not in told or told[field].value != value:
                    self.violations.append(f"{name}.{field} = {value!r} is not explained")
                else:
                    self._chain(name, told[field])

    def _chain(self, name: str, story: FieldStory) -> None:
        winner = story.winner
        if not winner.source or not winner.at or not story.rule:
            self.violations.append(f"{name}.{story.field}: its winner has no source, time or rule")
        if winner.connection in NAMES and winner.run is None:
            self.violations.append(f"{name}.{story.field}: no run stored what {winner.source} says")
        if winner.connection not in NAMES and story.decision is None:
            self.violations.append(f"{name}.{story.field}: {winner.source} decided, and no decision is told")
        written = {push.intent: push for push in story.pushes}
        for holding in story.holdings:
            self.met["remote fields"] += 1
            if holding.by_hub and holding.intent not in written:
                self.violations.append(f"{holding.source}.{story.field}: the hub wrote it, and no write is told")

    def _ask_then(self) -> None:
        for at, goldens in self.snapshots:
            for name, values in goldens.items():
                (record,) = explain_then(self.lab.world, name, at).records
                self.met["past values"] += len(values)
                if {value.field: value.value for value in record.fields} != values:
                    self.violations.append(f"{name} at {at} was {values} and is told as {record.fields}")
                if any(value.source is None or not value.rule for value in record.fields):
                    self.violations.append(f"{name} at {at}: a value has no source or rule: {record.fields}")

    def _goldens(self) -> Goldens:
        with self.lab.database.begin() as tx:
            rows = tx.rows("SELECT id, entity, doc FROM golden WHERE redirect_to IS NULL")
        return {golden_text(row[1], row[0]): msgspec.json.decode(row[2]) for row in rows if row[2] != "{}"}

    def _edit(self, times: int) -> None:
        for _ in range(times):
            self.lab.clock.goes_on(seconds=self.chance.randint(1, 3600))
            system = self.lab[self.chance.choice(sorted(self.lab.systems))]
            record_id = f"{system.name[0]}{self.chance.randrange(3)}"
            field = self.chance.choice(sorted(WORDS))
            word = {field: self.chance.choice(WORDS[field])}
            if record_id not in system.records and record_id not in system.deleted:
                system.user_creates(record_id, email=f"p{record_id[1:]}@example.jp", **word)
            elif system.records:
                system.user_edits(self.chance.choice(sorted(system.records)), **word)

    def _steward(self) -> None:
        names = sorted(self._goldens())
        if self.chance.random() < 0.5:
            pin(self.lab.world, self.chance.choice(names), "occupation", self.chance.choice(("社長", None)), "鈴木")
            return
        (record,) = explain(self.lab.world, self.chance.choice(names)).records
        if len(record.records) > 1:
            one, other = self.chance.sample(record.records, 2)
            part(self.lab.world, one, other, "鈴木")
        elif len(names) > 1:
            one, other = (self._first_record(name) for name in self.chance.sample(names, 2))
            join(self.lab.world, one, other, "鈴木")

    def _first_record(self, name: str) -> str:
        return explain(self.lab.world, name).records[0].records[0]


def explained_world(number: int) -> Outcome:
    """The world of this number."""
    chance = random.Random(f"explained {number}")
    chosen = Rule(chance.choice(("most_recent", "longest", "source_priority")), order=NAMES)
    with store_folder() as folder:
        rules = {("person", "occupation"): chosen, ("person", "notes"): Rule(review=chance.random() < 0.5)}
        lab = Lab(f"sqlite:///{folder / 'hub.db'}", NAMES, rules=rules)
        try:
            return ExplainedWorld(lab, chance).live()
        finally:
            lab.close()


if __name__ == "__main__":
    sys.exit(main("explained", explained_world))
