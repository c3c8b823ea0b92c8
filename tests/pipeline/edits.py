"""Users who edit records in several systems while the hub syncs, and a book of every edit that they made.

The book is the oracle: it knows nothing of claims or shadows, only what people typed, where, when, and whether the hub
has had a chance to see it since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec

from hub.sdk.errors import OutcomeUnknownError, RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.sync.payloads import decode_payload
from hub.sync.run import Report
from tests.pipeline.lab import PEOPLE, Lab, compiled
from tests.pipeline.systems import System

Trouble = Literal["none", "lost", "lost but arrived", "cut", "throttled", "down", "unreadable"]
TROUBLES: tuple[Trouble, ...] = ("none", "lost", "lost but arrived", "cut", "throttled", "down", "unreadable")
FAMILIES = ("山田", "佐藤", "鈴木", "高橋", "伊藤")
FIELDS = {"job": "occupation", "notes": "notes", "phone": "phone", "mail_ok": "contact_email", "email": "email"}
# One system refuses records that say this, and says why.
REFUSED = "役職不明"
# So often the hub lets people change what it has written; from then on it leaves their value there, and says so.
QUARREL = 2


@dataclass
class Edit:
    """What one person typed into one field; `value` is None where they emptied it. `saw` is what the hub would call
    the value that stood there before.

    `told_at` is when the system says that it happened: it dates a record, and so all its edits since the hub last
    looked, by the newest of them.
    """

    system: str
    person: int
    record_id: str
    field: str
    value: str | None
    saw: Any
    told_at: datetime
    seen: bool = False

    def supersedes(self, other: Edit) -> bool:
        """Whether the author of this edit had the other one before his eyes, and replaced it."""
        same_field = (self.person, self.field) == (other.person, other.field)
        return self is not other and same_field and self.saw == other.says

    @property
    def canonical(self) -> dict[str, Any]:
        """The claim that the hub should make of it."""
        if self.value is None:
            return {}
        value: Any = self.value
        if self.field == "mail_ok":
            value = value == "true"
        elif self.field == "phone":
            value = "+81" + value.replace("-", "")[1:]
        return {FIELDS[self.field]: value}

    @property
    def says(self) -> Any:
        """What the hub would call it."""
        return self.canonical.get(FIELDS[self.field])


@dataclass
class Office:
    """A laboratory, its users, and the book of their edits."""

    lab: Lab
    edits: list[Edit] = field(default_factory=list)
    deleted: set[tuple[str, int]] = field(default_factory=set)
    reports: list[Report] = field(default_factory=list)
    typed: int = 0
    unsure: set[str] = field(default_factory=set)
    known: dict[str, set[str]] = field(default_factory=dict)

    @property
    def systems(self) -> list[System]:
        return list(self.lab.systems.values())

    def record_of(self, system: System, person: int) -> str | None:
        found = [i for i, record in system.records.items() if record["family"] == FAMILIES[person]]
        assert len(found) < 2, f"{system.name} holds {FAMILIES[person]} twice: {found}"
        return found[0] if found else None

    def holders(self, person: int) -> list[System]:
        return [system for system in self.systems if self.record_of(system, person) is not None]

    def is_quarrel(self, system: System, person: int, name: str, golden: Any) -> bool:
        """Whether what stands in a field was typed over the hub's word for the second time, or more often.

        Only a consent comes to that: elsewhere the last to type has his way.
        """
        edits = [e for e in self.edits if (e.system, e.person, e.field) == (system.name, person, name)]
        record_id, canonical = self.record_of(system, person), FIELDS[name]
        if not edits or record_id is None or mapped(system, record_id).get(canonical) != edits[-1].says:
            return False
        return len([edit for edit in edits if edit.saw == golden]) >= QUARREL

    # What users do.

    def creates(self, system: System, person: int) -> None:
        """Somebody enters a person whom the system neither holds nor was told to forget."""
        if self.record_of(system, person) is not None or (system.name, person) in self.deleted:
            return
        record_id = f"{system.name}-u{person}"
        email = f"p{person}@example.jp"
        system.user_creates(record_id, family=FAMILIES[person], given="一郎", email=email)

    def types(self, system: System, person: int, name: str) -> None:
        """Somebody edits a field, or empties it where `name` starts with a minus."""
        record_id, field_name = self.record_of(system, person), name.removeprefix("-")
        if record_id is None or not self._may_type(system, record_id, name):
            return
        value = None if name.startswith("-") else self._next_value(field_name)
        if system.records[record_id].get(field_name) in ((None, "") if value is None else (value,)):
            return
        saw = mapped(system, record_id).get(FIELDS[field_name])
        system.user_edits(record_id, **{field_name: value or ""})
        told_at = system.changed_at[record_id]
        self.edits.append(Edit(system.name, person, record_id, field_name, value, saw, told_at))
        for edit in self.edits:
            if not edit.seen and (edit.system, edit.record_id) == (system.name, record_id):
                edit.told_at = told_at

    def _may_type(self, system: System, record_id: str, name: str) -> bool:
        """Where the hub does not know what a system holds, it can't tell an edit back to the old value either.

        Nor can it know a person by a mailbox who is entered elsewhere under another, so mailboxes change last.
        """
        if name == "email" and not self._is_known_everywhere(FAMILIES.index(system.records[record_id]["family"])):
            return False
        return not (system.name in self.unsure and (name.startswith("-") or name in ("mail_ok", "opt out")))

    def _is_known_everywhere(self, person: int) -> bool:
        return all(
            (system.name, person) in self.deleted or self.record_of(system, person) in self.known.get(system.name, ())
            for system in self.systems
        )

    def _next_value(self, name: str) -> str:
        self.typed += 1
        return {
            "job": f"役職{self.typed}" if self.typed % 7 else REFUSED,
            "notes": f"メモ{self.typed}",
            "phone": f"03-3211-{1000 + self.typed}",
            "mail_ok": "false" if self.typed % 3 == 0 else "true",
            "email": f"n{self.typed}@example.jp",
        }[name]

    def deletes(self, system: System, person: int) -> None:
        """Somebody deletes a record that the hub knows; what was typed there and never seen goes with it."""
        record_id = self.record_of(system, person)
        if record_id is None or record_id not in self.known.get(system.name, ()):
            return
        system.user_deletes(record_id)
        self.deleted.add((system.name, person))
        self.edits = [e for e in self.edits if e.seen or (e.system, e.person) != (system.name, person)]

    # What the hub does.

    def syncs(self, troubles: dict[str, Trouble] | None = None) -> Report:
        """One run, with a trouble in some of the systems."""
        for system in self.systems:
            trouble = (troubles or {}).get(system.name, "none")
            system.fault = _fault(system, trouble)
            system.pull_error = RetryLaterError("out of order") if trouble in ("down", "unreadable") else None
            if system.pull_error is None:
                self._has_seen(system.name)
            if trouble in ("lost", "lost but arrived", "cut"):
                self.unsure.add(system.name)
            elif trouble == "none":
                self.unsure.discard(system.name)
        self.reports.append(self.lab.sync())
        for system in self.systems:
            if (troubles or {}).get(system.name, "none") == "none":
                self.known.setdefault(system.name, set()).update(system.records)
        return self.reports[-1]

    def _has_seen(self, name: str) -> None:
        self.known[name] = set(self.lab[name].records)
        for edit in self.edits:
            edit.seen = edit.seen or edit.system == name


def mapped(system: System, record_id: str) -> dict[str, Any]:
    """What a system holds, in canonical words."""
    return compiled(PEOPLE).map(decode_payload(system._raw(record_id).payload))[1]["person"]


def _fault(system: System, trouble: Trouble) -> Callable[[Sequence[Change]], Iterator[PushResult] | None]:
    def answer(changes: Sequence[Change]) -> Iterator[PushResult]:
        if trouble == "down":
            raise RetryLaterError("out of order")
        if changes[0].operation == "lookup":
            yield from map(system.carry_out, changes)
            return
        for place, change in enumerate(changes):
            if trouble == "throttled" and place == 1:
                raise RetryLaterError("slow down")
            if trouble in ("lost but arrived", "cut") or trouble in ("none", "throttled", "unreadable"):
                result = _carry_out(system, change)
            if trouble == "cut" and place == 1:
                raise OutcomeUnknownError("the line was cut")
            if trouble.startswith("lost"):
                result = PushResult(change.key, "unknown", message="timed out")
            yield result

    return answer


def _carry_out(system: System, change: Change) -> PushResult:
    if system.name == "beta" and change.payload.get("job") == REFUSED:
        return PushResult(change.key, "rejected", message=f"{REFUSED}は登録できません")
    return system.carry_out(change)


def story_values(doc: str) -> list[tuple[str, dict[str, Any]]]:
    """(source, values) of every loser that a conflict row names."""
    return [(loser["source"], loser["values"]) for loser in msgspec.json.decode(doc)["losers"]]
