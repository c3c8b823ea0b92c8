"""Random histories that end with an undo, shared by the property test and the proof."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from hub.steward.undo import preview_undo, undo
from hub.steward.undoing import Undo, Undoable
from hub.store import golden, resolve_queue
from hub.sync.world import PushPolicy
from tests.pipeline.edits import mapped
from tests.pipeline.lab import Lab

NAMES = ("alpha", "beta", "gamma")
PUSH = PushPolicy(create=True, update=True, delete="delete")
FIELDS = {"job": "occupation", "notes": "notes", "phone": "phone", "mail_ok": "contact_email", "given": "given_name"}
WORDS: dict[str, tuple[str, ...]] = {
    "job": ("部長", "課長", "社長", ""),
    "notes": ("重要", "要注意", ""),
    "phone": ("03-1234-5678", "03-9999-0000", ""),
    "mail_ok": ("true", "false", ""),
    "given": ("一郎", "二郎"),
}
Held = dict[tuple[str, int], dict[str, Any]]
Later = dict[tuple[int, str], tuple[str, Any]]


class UndoLife:
    """One world: people edit and the hub syncs; then a run is undone, and that undo is undone, and so on."""

    def __init__(self, lab: Lab, chance: random.Random) -> None:
        self.lab, self.chance = lab, chance
        self.met: Counter[str] = Counter()
        self.violations: list[str] = []
        self.people = 3

    def live(self) -> None:
        """Settle, edit, sync, edit again perhaps, undo, undo the undo, undo that, and undo that once more."""
        self._enter()
        self.lab.sync()
        self.lab.sync()
        for _ in range(self.chance.randint(0, 2)):
            self._edit()
            self.lab.sync()
        self._edit()
        before = self._held()
        run = self.lab.sync().run_id
        after = self._held()
        if not any(change for name in NAMES for change in self._changed(before, after, name)):
            self.met["nothing written"] += 1
            return
        later = self._edit_after(after) if self.chance.random() < 0.5 else {}
        self._undo(run, before, later)

    def _undo(self, run: int, before: Held, later: Later) -> None:
        was = self._held()
        told = preview_undo(self.lab.world, Undoable(run=run), "hanako")
        self._check(self._held() == was, "a preview of the undo changed a system")
        done = undo(self.lab.world, Undoable(run=run), "hanako")
        self.met["undone"] += 1
        self.met["writes put back"] += len(done.writes)
        self.met["later edits kept"] += len(later)
        self._same_plan(told, done)
        self._as_before(before, done, later)
        self._nobody_may_be_contacted_again(was)
        quiet = self._held()
        if later:
            return
        for _ in range(2):
            self._check(self._syncs_all() == 0, "a sync after the undo wrote something")
        self._check(self._held() == quiet, "a sync after the undo changed a system")
        if done.run is None or not done.decisions:
            return
        turned = done.run
        for stood in (was, quiet, was):
            turned = undo(self.lab.world, Undoable(run=turned), "hanako").run or 0
            now = self._held()
            self._check(self._values(now) == self._values(stood), f"the undo of an undo left {now} for {stood}")
            self._check(self._syncs_all() == 0, "a sync after the undo of an undo wrote something")

    def _syncs_all(self) -> int:
        """A sync that weighs and plans every record anew; how many it wrote."""
        with self.lab.database.begin() as tx:
            resolve_queue.enqueue_all(tx)
            golden.enqueue_all(tx)
        return self.lab.sync().ledger.written

    def _as_before(self, before: Held, done: Undo, later: Later) -> None:
        """Each field of each record is as before the run, save what was edited since, or is told to be kept."""
        now = self._held()
        spoken = later.keys()
        golden_people = {person["email"]: person for person in self.lab.people()}
        for (person, field), (name, value) in later.items():
            # Where the system shows it no more, because the record that the hub made is gone, golden still knows.
            held = now.get((name, person), golden_people[f"p{person}@example.jp"]).get(field)
            is_permission = field == "contact_email" and (value is None or held is False)
            self._check(held == value or is_permission, f"{name} {person} {field}: {held}, and {value} was typed since")
        stays = {(kept.stream.split("/")[0], kept.external_id, kept.field) for kept in done.kept}
        for name in NAMES:
            for person in range(self.people):
                was, held = before.get((name, person)), now.get((name, person))
                record = self._record(name, person)
                if (was is None) != (held is None):
                    self._check((name, record, None) in stays, f"{name} has {held} of {person}, and had {was}")
                    continue
                for field in FIELDS.values():
                    same = was is None or held is None or was.get(field) == held.get(field)
                    excused = (person, field) in spoken or (name, record, field) in stays
                    self._check(same or excused, f"{name} {person} {field}: {held} and not {was}; kept {done.kept}")

    def _same_plan(self, told: Undo, done: Undo) -> None:
        planned = [(w.change.stream, w.change.external_id, w.change.operation, w.change.payload) for w in told.writes]
        written = [(w.change.stream, w.change.external_id, w.change.operation, w.change.payload) for w in done.writes]
        self._check(planned == written, f"the undo wrote {written}, and its plan said {planned}")
        self._check(all(write.state == "done" for write in done.writes), f"not all was written: {done.writes}")

    def _check(self, holds: bool, violation: str) -> None:
        if not holds:
            self.violations.append(violation)

    # What users do.

    def _enter(self) -> None:
        for person in range(self.people):
            for name in self.chance.sample(NAMES, self.chance.randint(1, 3)):
                self._enter_one(person, name)

    def _enter_one(self, person: int, name: str) -> None:
        words = {field: self.chance.choice(found) for field, found in WORDS.items()}
        fields = {**words, "family": f"姓{person}", "given": "一郎", "email": f"p{person}@example.jp"}
        self.lab[name].user_creates(f"{name}-u{person}", **fields)

    def _edit(self) -> None:
        for _ in range(self.chance.randint(1, 5)):
            self._edit_one(self.chance.choice(NAMES), self.chance.randrange(self.people))
        if self.chance.random() < 0.4:
            self._enter_one(self.people, self.chance.choice(NAMES))
            self.people += 1

    def _edit_one(self, name: str, person: int) -> tuple[str, int, str] | None:
        """One edit; None where nobody could tell that somebody typed."""
        record, field = self._record(name, person), self.chance.choice(["job", "job", *WORDS])
        if record is None:
            return None
        before = mapped(self.lab[name], record)
        self.lab[name].user_edits(record, **{field: self.chance.choice(WORDS[field])})
        is_told = before.get(FIELDS[field]) != mapped(self.lab[name], record).get(FIELDS[field])
        return (name, person, FIELDS[field]) if is_told else None

    def _edit_after(self, after: Held) -> Later:
        """What people change after the run, whether the hub hears of it before the undo or with it: who spoke last.

        What was typed and typed back before the hub looked, nobody can know of.
        """
        edits = [self._edit_one(self.chance.choice(NAMES), self.chance.randrange(self.people)) for _ in range(2)]
        now = self._held()
        found = {
            (person, field): (name, now[name, person].get(field))
            for name, person, field in filter(None, edits)
            if now[name, person].get(field) != after[name, person].get(field)
        }
        if self.chance.random() < 0.4:
            self.lab.sync()
        return found

    def _nobody_may_be_contacted_again(self, was: Held) -> None:
        out = {person["email"] for person in self.lab.people() if person.get("contact_email") is False}
        for place, held in self._held().items():
            given_back = held.get("contact_email") is not False and was.get(place, {}).get("contact_email") is False
            self._check(not (given_back and held["email"] in out), f"{place} may be contacted again")

    # What the systems hold.

    def _record(self, name: str, person: int) -> str | None:
        email = f"p{person}@example.jp"
        return next((i for i, record in self.lab[name].records.items() if record.get("email") == email), None)

    def _held(self) -> Held:
        return {
            (name, person): mapped(self.lab[name], record)
            for name in NAMES
            for person in range(self.people)
            if (record := self._record(name, person)) is not None
        }

    def _values(self, held: Held) -> dict[tuple[str, int], dict[str, Any]]:
        return {place: {f: doc.get(f) for f in FIELDS.values()} for place, doc in held.items()}

    def _changed(self, before: Held, after: Held, name: str) -> list[int]:
        return [p for p in range(self.people) if before.get((name, p)) != after.get((name, p))]
