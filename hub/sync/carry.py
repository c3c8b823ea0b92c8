"""What a restore must not forget: what the hub has written since the backup or has under way, and whose words these
were, what gave way in conflicts, every opt-out, and the last words of what was deleted, brought over from the store
that is replaced.

Invariant: nothing else that a system or a person said since is taken from there; the systems are read for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any

import msgspec

from hub.merging.claims import Mark, Marks, read_marks, write_marks
from hub.merging.permissions import taken_away
from hub.merging.rules import EntityRules
from hub.merging.written import written
from hub.store import raw, resolve_queue, sources
from hub.store.intents import IntentRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.store.transfer import Transfer
from hub.sync.bonds import made_by, moved_by
from hub.sync.story import read_story

Rules = Mapping[str, EntityRules]
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def carry_over(copy: Transaction, later: Transaction, rules: Rules) -> None:
    """Bring everything over into the copy of a backup from what its store has become later."""
    transfer = Transfer(copy, later)
    tied, told = set(), defaultdict[int, set[str]](set)
    for intent, done_at in transfer.written_since():
        tied.add(_write(transfer, intent, done_at))
        for part in read_story(intent.fields).values():
            told[part.golden].update(part.to)
    _authors(transfer, told)
    for intent in transfer.unsettled():
        transfer.intent(intent)
    _last_words(transfer)
    _decisions(transfer, rules, tied)
    transfer.conflicts()
    _opt_outs(transfer, rules)


def _write(transfer: Transfer, intent: IntentRow, done_at: str) -> str:
    """A confirmed write; the reason of the bond that it tied, if it tied one."""
    raw_id = transfer.record_here(intent)
    if raw_id is not None and raw_id not in transfer.brought:
        if intent.operation in ("archive", "delete"):
            raw.mark_deleted(transfer.copy, [raw_id], done_at)
            sources.set_deleted(transfer.copy, [raw_id], True)
        else:
            _rewrite(transfer.copy, raw_id, intent)
    transfer.intent(intent)
    number = intent.intent_id
    return made_by(number) if intent.operation == "create" else moved_by(number)


def _rewrite(copy: Transaction, raw_id: int, intent: IntentRow) -> None:
    """Shadow and marks as the receipt of the write left them, over what the backup knows."""
    parts = {row.part: row for row in sources.of_raw(copy, [raw_id])}
    for name, told in read_story(intent.fields).items():
        if name in parts:
            row = parts[name]
            shadow, marks = written(_decode(row.doc), read_marks(row.marks), row.since, told.to, {}, intent.intent_id)
            _store(copy, row, shadow, marks)


def _authors(transfer: Transfer, told: Mapping[int, Set[str]]) -> None:
    """Whoever typed what the hub has written since is known to have typed it: who empties it again while their system
    is not read would otherwise have said nothing at all.
    """
    for row, fields in transfer.authors(told):
        here = transfer.source_here(row)
        if here is None or here.raw_id in transfer.brought:
            continue
        there, said = _decode(row.doc), read_marks(row.marks)
        shadow, marks = _decode(here.doc), read_marks(here.marks)
        typed = [field for field in fields if field in there and field in said and said[field].edited]
        shadow.update({field: there[field] for field in typed})
        marks.update({field: said[field] for field in typed})
        if typed:
            _store(transfer.copy, here, shadow, marks)


def _last_words(transfer: Transfer) -> None:
    """What was deleted since the backup can be asked for nothing any more."""
    for row in transfer.buried():
        here = transfer.source_here(row)
        if here is None:
            transfer.record(row.raw_id)
        elif not here.deleted:
            transfer.bury(row, here)


def _decisions(transfer: Transfer, rules: Rules, tied: set[str]) -> None:
    """What holds a conflict, what an undo keeps, who was created for whom, and what takes a permission away; and of the
    undos and permissions that the backup knows, which were taken back since.
    """
    permissions = {field for entity in rules.values() for field in entity.permissions}
    newest = transfer.newest("decision")
    for number, kind, unit, value, reason in transfer.decisions():
        takes_away = unit in permissions and False in _decode(value or "{}").values()
        if number <= newest:
            if kind == "undone" or unit in permissions:
                transfer.follow(number)
        elif kind in ("undone", "hold") or takes_away or (kind == "same" and reason in tied):
            transfer.decision(number)


def _opt_outs(transfer: Transfer, rules: Rules) -> None:
    """An opt-out stands, also where its system has said something else since."""
    for row in transfer.saying_no():
        said = _taken_away(row, rules[row.entity])
        here = transfer.source_here(row) if said else None
        if said and here is None:
            transfer.record(row.raw_id)
        elif here is not None:
            known, marks, shadow = _taken_away(here, rules[here.entity]), read_marks(here.marks), _decode(here.doc)
            new = {field: at for field, at in said.items() if field not in known}
            marks.update({f: _opted_out(marks.get(f), shadow.get(f), here.since, at) for f, at in new.items()})
            if new:
                _store(transfer.copy, here, shadow, marks)


def _taken_away(row: SourceRow, rules: EntityRules) -> dict[str, str]:
    return taken_away(_decode(row.doc), read_marks(row.marks), row.since, rules.permissions)


def _opted_out(mark: Mark | None, held: Any, since: str, at: str) -> Mark:
    """The mark of a permission that was taken away, whatever the record says now."""
    if mark is None:
        return Mark(value=held, at=since, out=at)
    if mark.claimed:
        return msgspec.structs.replace(mark, out=at)
    return msgspec.structs.replace(mark, claimed=True, value=False, at=at)


def _store(copy: Transaction, row: SourceRow, shadow: dict[str, Any], marks: Marks) -> None:
    sources.update(copy, [(row.source_id, msgspec.json.encode(shadow).decode(), write_marks(marks))])
    raw.written(copy, [row.raw_id])
    resolve_queue.enqueue(copy, [(row.source_id, row.entity)])
