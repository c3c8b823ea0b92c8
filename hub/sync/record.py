"""A source record in the hands of the resolve: decoded, named, and as survivorship sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from hub.merging.claims import Marks, Source, read_marks
from hub.store.sources import SourceRow
from hub.store.transaction import Encoded
from hub.sync.renamings import Mentions, date_back, former_name

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_decode_keys = msgspec.json.Decoder(list[int]).decode
_decode_newcomer = msgspec.json.Decoder(tuple[int, ...]).decode


class Record(msgspec.Struct):
    """A source record in the hands of the resolve; `doc` and `marks` hold golden references, `all_marks` is as
    stored.
    """

    row: SourceRow
    doc: dict[str, Any]
    marks: Marks
    all_marks: Marks
    keys: tuple[int, ...] = ()

    @classmethod
    def read(cls, row: SourceRow, decode: Callable[[Encoded], dict[str, Any]] = _decode) -> Record:
        """Decode a stored row; of its document, as much as `decode` reads."""
        marks = read_marks(row.marks)
        return cls(row, decode(row.doc), marks, marks)

    @property
    def source_id(self) -> int:
        """The number of the source record."""
        return self.row.source_id


class Newcomer(msgspec.Struct):
    """A record that no resolve has seen yet, by the match keys that the pull found; the rest of it is not read."""

    source_id: int
    keys: tuple[int, ...]
    text: str | None

    @classmethod
    def read(cls, source_id: int, text: str) -> Newcomer:
        """Decode what the queue tells."""
        keys = _decode_newcomer(text)
        return cls(source_id, keys, text if keys else None)


_NAMES = ("name", "family_name", "given_name")


def is_renamed(record: Record) -> bool:
    """Whether somebody typed another name into a person's record, or the hub carried such an edit over."""
    marks = [mark for field in _NAMES if (mark := record.all_marks.get(field)) is not None]
    return any(mark.edited or mark.wrote for mark in marks)


Names = Mapping[int, tuple[str, str]]
"""Connection and stream by the stream's number."""


def record_name(row: SourceRow, names: Names) -> str:
    """How people name a source record: `freee/partners/101#company`."""
    connection, stream = names[row.stream_id]
    return f"{connection}/{stream}/{row.external_id}#{row.part}"


def source_of(record: Record, names: Names, stood: Mapping[str, Any] | None = None) -> Source:
    """A record as survivorship sees it; `stood` is the golden record that it is part of until now."""
    row = record.row
    name, connection = record_name(row, names), names[row.stream_id][0]
    return Source(row.source_id, connection, name, row.since, record.doc, record.marks, row.golden_id is None, stood)


def sources_of(
    group: Sequence[Record],
    names: Names,
    mentions: Mentions,
    stood: Mapping[int | None, Mapping[str, Any]] = MappingProxyType({}),
) -> list[Source]:
    """A cluster as survivorship sees it; `stood` are the golden records that its members are part of until now.

    What the hub wrote never competes. But where it made all of them, because those that the first one was made for
    were parted from it, what that one holds is what is known of its customer.
    """
    members = [source_of(record, names, stood.get(record.row.golden_id)) for record in group]
    date_back(members, [member for record, member in zip(group, members, strict=True) if _renamed(record, mentions)])
    if all(is_made_by_hub(record) for record in group):
        first = min(members, key=lambda member: (member.since, member.name))
        first.marks = {field: mark for field, mark in first.marks.items() if mark.claimed}
    return members


def _renamed(record: Record, mentions: Mentions) -> bool:
    """Whether it tells a renaming of the company that it is about."""
    row = record.row
    is_about = row.entity == "company" and (row.stream_id, row.part) not in mentions
    return is_about and former_name(record.marks) != ""


def is_made_by_hub(record: Record) -> bool:
    """Whether a record began with nothing of its own: all else that it says was typed or filled in later."""
    if not record.marks:
        return False
    own = (mark.claimed and not mark.edited and mark.at == record.row.since for mark in record.marks.values())
    return record.doc.keys() <= record.marks.keys() and not any(own)


def old_keys(row: SourceRow) -> list[int]:
    """The match keys that are stored for a record."""
    return _decode_keys(row.keys) if row.keys else []
