"""Creations: what a system gets of a golden record that it has none of, where each of its records is one part alone.

Invariant: the same wish as the comparison with an empty record would give. A first load into an empty system plans one
for every customer, so nothing is compared here, and the golden document goes into the story as it is stored.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import msgspec

from hub.mapping.cells import read_back
from hub.mapping.compile import CompiledMapping
from hub.mapping.path import parse_path, read
from hub.store.golden import GoldenRow
from hub.sync.reasons import counted
from hub.sync.story import encode_whole_story
from hub.sync.world import Document, StreamSetup

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


class Creations:
    """Creations in a stream of this mapping."""

    def __init__(self, mapping: CompiledMapping) -> None:
        self._mapping = mapping
        self._anchor = mapping.parts[mapping.anchor]
        self._writable: Set[str] = mapping.writable_fields(self._anchor.name).keys()
        self._whole = mapping.whole_back(self._anchor.name)
        self._has_cells = bool(self._anchor.cells)
        self._is_alone = len(mapping.parts) == 1 and not self._anchor.refs

    def fits(self, row: GoldenRow) -> bool:
        """Whether nothing but this golden record has a say in what is written."""
        return self._is_alone and row.held is None

    def said(self, row: GoldenRow) -> tuple[Document, bytes]:
        """The payload and the encoded story; raises `MappingProblem` where the system has no words for a value."""
        if (read := self._otherwise(row)) is not None:
            return self._say({**_decode(row.doc), **read}, row)
        if payload := self._whole(row.doc):
            encoded = row.doc if isinstance(row.doc, bytes) else row.doc.encode()
            return payload, encode_whole_story(self._anchor.name, row.golden_id, encoded)
        return self._say(_decode(row.doc), row)

    def _otherwise(self, row: GoldenRow) -> Document | None:
        """What is read from the new record's cells, where it is not as it stands in the golden document."""
        if not self._has_cells:
            return None
        doc = _decode(row.doc)
        try:
            read = read_back(self._anchor, doc.keys() & self._writable, doc, {})
        except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
            return None  # the way back tells of which field the system has no word for
        return read if any(value != doc.get(field) for field, value in read.items()) else None

    def _say(self, doc: Document, row: GoldenRow) -> tuple[Document, bytes]:
        wanted = {field: value for field, value in doc.items() if field in self._writable and value is not None}
        if not wanted:
            return {}, b"{}"
        payload = self._mapping.unmap(self._anchor.name, doc, wanted)
        return payload, encode_whole_story(self._anchor.name, row.golden_id, _encode(wanted))


def lacking(stream: StreamSetup, payload: Document) -> str | None:
    """Why the system would refuse a new record of this payload, where that is known; None if it is not."""
    missing = [path for path in stream.manifest.required if read(payload, parse_path(path)) in (None, "")]
    if missing:
        return counted("lacks", ", ".join(missing))
    return None if payload else counted("nothing_kept")
