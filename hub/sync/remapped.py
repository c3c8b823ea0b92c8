"""Remapped: a mapping that has changed reads some fields from elsewhere, or not at all; what it said of them is over.

Invariant: what is remembered of a stream tells where the mapping that all stored records agree with reads each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.mapping.compile import CompiledMapping
from hub.mapping.elements import family
from hub.merging.claims import Marks
from hub.merging.rules import EntityRules
from hub.store import setting
from hub.store.transaction import Transaction

Places = Mapping[str, Mapping[str, list[str]]]
"""Where the fields stand in a payload: part -> field -> paths."""

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(dict[str, dict[str, list[str]]]).decode


def remembered_places(tx: Transaction, stream_id: int) -> Places | None:
    """Where the stream's fields were read until now; None where nobody has noted it."""
    text = setting.remembered(tx, _name(stream_id))
    return None if text is None else _decode(text)


def remember_places(tx: Transaction, stream_id: int, mapping: CompiledMapping) -> None:
    """Note where they are read from now on."""
    setting.remember(tx, _name(stream_id), _encode(mapping.places).decode())


def _name(stream_id: int) -> str:
    return f"fields_{stream_id}"


class Remapped:
    """What another mapping of a stream means for what its records have said."""

    def __init__(self, mapping: CompiledMapping, before: Places | None) -> None:
        self._now, self._before = mapping.places, before or {}

    def forget(self, part: str, shadow: dict[str, Any], marks: Marks, rules: EntityRules) -> bool:
        """Take out what the mapping reads no more where it was read, whoever wrote it; whether there was any. An
        opt-out stays: it needs a proof to the contrary.
        """
        now, before = self._now.get(family(part)), self._before.get(family(part), {})
        if now is None:
            return False
        known = [*shadow, *(field for field in marks if field not in shadow)]
        moved = [
            field
            for field in known
            if (field not in now or _is_elsewhere(now[field], before.get(field)))
            and not _is_opt_out(field, shadow, marks, rules)
        ]
        for field in moved:
            shadow.pop(field, None)
            marks.pop(field, None)
        return bool(moved)


def _is_elsewhere(now: list[str], before: list[str] | None) -> bool:
    return before is not None and now != before and set(now).isdisjoint(before)


def _is_opt_out(field: str, shadow: Mapping[str, Any], marks: Marks, rules: EntityRules) -> bool:
    if not rules.knows(field) or rules.unit_of(field).rule.strategy != "opt_out":
        return False
    mark = marks.get(field)
    return shadow.get(field) is False if mark is None else bool(mark.out) or (mark.claimed and mark.value is False)
