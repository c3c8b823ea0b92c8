"""A claim is a value that somebody authored in a system, at a time; a shadow is what the system holds.

Invariant: `shadow + marks` tells the claims exactly. A field without a mark is a claim of the record, made at the
record's own `since`. A mark says what differs: an edit made later, a value that the hub wrote (an echo, which never
competes), or a claim that the system no longer shows because the hub wrote over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


class Mark(msgspec.Struct, omit_defaults=True):
    """What is special about one field of one source record.

    claimed: whether the system's own claim exists; its value is `value` (None: the field was emptied on purpose).
    at: when the claim was made. edited: it was made after the record was first seen. fresh: no resolve has weighed
    it yet. saw: what an edit replaced, so what its author had before his eyes (None: nothing stood there).
    weighed: of a claim that empties the field, the last intent before a resolve weighed it; the later ones know of it.
    showed: the intent that had emptied the field which an edit filled; 0 where no write told its author of it.
    wrote: the intent by which the hub wrote the value that the shadow holds; 0 where the shadow is the system's own.
    out: when somebody opted out here, where the same system has said something else since: it stands until a proof.
    sent, bounced: what the hub wrote before the system showed something else, and how often that happened running;
    `BOUNCES` at once where it was the system that made something else of it.
    late: what stood there until the hub wrote over it, and until when: an index that lags may show it once more.
    doubt: until when it stood there, where it was shown once more: that may be old, or somebody may have put it back.
    mended: of an edit of a company's name, that what it replaced was none which the company had: it puts back what an
    edit had replaced, or what the hub had written over.
    dated: of that write, when it changed the record by the system's own clock, where its answer told: what is shown
    with a later date is newer.
    dropped: what people took out of a list here, each item with when; an item that they put in again is none.
    under: an intent, and until when a state may be dated in which its write stands here, and is nobody's edit: where no
    answer came, or where an index has shown since an edit that may be older than the write.
    older: the same of writes before that one, which may stand there too, each with what it sent.
    asks: of an edit, that it may be what the system has left of the hub's write: it goes over nobody's word unasked.
    """

    claimed: bool = True
    value: Any = None
    at: str = ""
    edited: bool = False
    fresh: bool = False
    saw: Any = None
    weighed: int = 0
    showed: int = 0
    wrote: int = 0
    out: str = ""
    sent: Any = None
    bounced: int = 0
    late: tuple[tuple[str, Any], ...] = ()
    doubt: str = ""
    dated: str = ""
    under: tuple[int, str] | None = None
    older: tuple[tuple[int, str, Any], ...] = ()
    mended: bool = False
    dropped: tuple[tuple[str, Any], ...] = ()
    asks: bool = False

    @property
    def unsure(self) -> tuple[tuple[int, str, Any], ...]:
        """The writes that may stand there: the intent, until when such a state may be dated, and what was sent."""
        return self.older if self.under is None else (*self.older, (*self.under, self.sent))


BOUNCES = 2
"""Written twice and changed twice: from then on it is a quarrel with the system, and a person should look."""
Marks = dict[str, Mark]
ANY_TIME = "9999"
"""Later than any time as text."""
_MARKS = msgspec.json.Decoder(dict[str, Mark])


class Source(msgspec.Struct):
    """A source record as survivorship sees it.

    `shadow` holds canonical fields with references already turned into golden ids. `name` is for people:
    `freee/partners/101`. `fresh` is true until the first resolve has weighed the record's first claims. `stood` is the
    golden record that it was part of until now.
    """

    source_id: int
    connection: str
    name: str
    since: str
    shadow: Mapping[str, Any]
    marks: Marks
    fresh: bool = False
    stood: Mapping[str, Any] | None = None


class Claim(msgspec.Struct, frozen=True):
    """One source's say about one unit: a field, or a group of fields that move together.

    `values` holds the unit's fields that are not blank; an empty one is the wish to clear. `saw` is what its author saw
    there before; None where nobody edited it. `stood` is the golden record that the source was part of until now.
    `out` is when the same source opted out before it said this; empty where it never did. `weighed`, `showed`,
    `dropped` and `asks` are those of its marks. `emptied` are the fields of a group that its author took out of what he
    says.
    """

    source_id: int
    connection: str
    name: str
    values: dict[str, Any]
    at: str
    edited: bool
    fresh: bool
    saw: dict[str, Any] | None = None
    stood: Mapping[str, Any] | None = None
    out: str = ""
    weighed: int = 0
    showed: int = 0
    dropped: tuple[tuple[str, Any], ...] = ()
    asks: bool = False
    emptied: tuple[str, ...] = ()

    @property
    def opts_out(self) -> bool:
        """Whether it takes a permission away."""
        return False in self.values.values()

    @property
    def clears(self) -> bool:
        """Whether the author emptied the field on purpose."""
        return not self.values


def read_marks(text: str | bytes | None) -> Marks:
    """The marks of a stored record."""
    return _MARKS.decode(text) if text else {}


def write_marks(marks: Marks) -> str | None:
    """The text to store; None where nothing is special, which is most records."""
    return None if (encoded := encode_marks(marks)) is None else encoded.decode()


def encode_marks(marks: Marks) -> bytes | None:
    """The same in UTF-8."""
    return msgspec.json.encode(marks) if marks else None


def emptied_by(value: Any, mark: Mark | None) -> int:
    """The intent that emptied a field which holds `value`, where it was the hub; else 0."""
    return mark.wrote if mark is not None and value is None else 0


def claim_of(source: Source, fields: tuple[str, ...]) -> Claim | None:
    """What `source` claims of the unit, or None where it says nothing of its own."""
    values: dict[str, Any] = {}
    at, out, edited, fresh, said = "", "", False, False, False
    weighed, showed, asks = 0, 0, False
    dropped: tuple[tuple[str, Any], ...] = ()
    emptied: tuple[str, ...] = ()
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
            elif mark.edited:
                emptied += (field,)
            at, edited, fresh = max(at, mark.at), edited or mark.edited, fresh or mark.fresh
            out, weighed, showed = max(out, mark.out), max(weighed, mark.weighed), max(showed, mark.showed)
            dropped = dropped or mark.dropped
            asks = asks or mark.asks
        else:
            continue
        said = True
    if not said:
        return None
    author = (source.source_id, source.connection, source.name)
    saw = _seen(source, fields) if edited else None
    return Claim(*author, values, at, edited, fresh, saw, source.stood, out, weighed, showed, dropped, asks, emptied)


def _seen(source: Source, fields: tuple[str, ...]) -> dict[str, Any]:
    """What stood there when the unit was edited: before each edit, and in the fields that were left alone."""
    seen: dict[str, Any] = {}
    for field in fields:
        mark = source.marks.get(field)
        value = source.shadow.get(field) if mark is None else mark.saw if mark.edited else mark.value
        if value is not None:
            seen[field] = value
    return seen
