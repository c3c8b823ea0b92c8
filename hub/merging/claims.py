"""A claim is a value that somebody authored in a system, at a time; a shadow is what the system holds.

Invariant: `shadow + marks` tells the claims exactly. A field without a mark is a claim of the record, made at the
record's
own `since`. A mark says what differs: an edit made later, a value that the hub wrote (an echo, which never
competes), or
a claim that the system no longer shows because the hub wrote over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


class Mark(msgspec.Struct, omit_defaults=True):
    """What is special about one field of one source record.

    claimed: whether the system's own claim exists; its value is `value` (None: the field was emptied on purpose).
    at: when the claim was made. edited: it was made after the record was first seen. fresh: no resolve has weighed
    it yet.
    wrote: the intent by which the hub wrote the value that the shadow holds; 0 where the shadow is the system's own.
    sent, bounced: what the hub wrote before the system showed something else, and how often that happened running.
    """

    claimed: bool = True
    value: Any = None
    at: str = ""
    edited: bool = False
    fresh: bool = False
    wrote: int = 0
    sent: Any = None
    bounced: int = 0


Marks = dict[str, Mark]
_MARKS = msgspec.json.Decoder(dict[str, Mark])


class Source(msgspec.Struct):
    """A source record as survivorship sees it.

    `shadow` holds canonical fields with references already turned into golden ids. `name` is for people:
    `freee/partners/101`. `fresh` is true until the first resolve has weighed the record's first claims.
    """

    source_id: int
    connection: str
    name: str
    since: str
    shadow: Mapping[str, Any]
    marks: Marks
    fresh: bool = False
    deleted: bool = False


class Claim(msgspec.Struct, frozen=True):
    """One source's say about one unit: a field, or a group of fields that move together.

    `values` holds the unit's fields that are not blank; an empty one is the wish to clear.
    """

    source_id: int
    connection: str
    name: str
    values: dict[str, Any]
    at: str
    edited: bool
    fresh: bool

    @property
    def clears(self) -> bool:
        """Whether the author emptied the field on purpose."""
        return not self.values


def read_marks(text: str | None) -> Marks:
    """The marks of a stored record."""
    return _MARKS.decode(text) if text else {}


def write_marks(marks: Marks) -> str | None:
    """The text to store; None where nothing is special, which is most records."""
    return msgspec.json.encode(marks).decode() if marks else None


def claim_of(source: Source, fields: tuple[str, ...]) -> Claim | None:
    """What `source` claims of the unit, or None where it says nothing of its own."""
    values: dict[str, Any] = {}
    at, edited, fresh, said = "", False, False, False
    for field in fields:
        mark = source.marks.get(field)
        if mark is None:
            if field not in source.shadow:
                continue
            values[field] = source.shadow[field]
            at, fresh = max(at, source.since), fresh or source.fresh
        elif mark.claimed:
            if mark.value is not None:
                values[field] = mark.value
            at, edited, fresh = max(at, mark.at), edited or mark.edited, fresh or mark.fresh
        else:
            continue
        said = True
    if not said:
        return None
    return Claim(source.source_id, source.connection, source.name, values, at, edited, fresh)
