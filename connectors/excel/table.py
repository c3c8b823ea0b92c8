"""A table is a grid whose header and key are known: its rows become records with an id, a version and a payload.

Invariant: the version is a digest of the payload, so equal versions mean equal rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import xxhash

from connectors.excel.asides import Asides, Kind
from connectors.excel.grid import NO_TROUBLES, WHOLE_ROW, Grid, Row, unfold_down
from connectors.excel.header import Header, find_header
from connectors.excel.keys import Key, choose_key
from connectors.excel.settings import ExcelSettings
from hub.sdk.records import BadRecord, RawRecord

MOST_TOLD = 100
_encode = msgspec.json.Encoder().encode


class Entry(NamedTuple):
    """A row that is not blank: its id (None where it has none) and why it can't be used (or empty).

    `is_taken` where an earlier row has the id: then this row is not that record.
    """

    row: Row
    external_id: str | None
    reason: str
    is_taken: bool = False


class Table:
    """The rows below a header."""

    def __init__(self, grid: Grid, settings: ExcelSettings, sheet: str | int | None) -> None:
        self.grid = grid
        self.header: Header = find_header(grid, settings.header_row_of(sheet))
        self.headings: Mapping[int, str] = {
            column: heading for column, heading in self.header.headings.items() if heading not in settings.ignore
        }
        self.key: Key = choose_key(self.headings, settings.key_of(sheet), grid.where)
        self.left_out: list[int] = []
        """The rows that `entries` found to be no records."""
        asides = Asides(grid, self.header, self.key)
        self.kind = asides.kind
        self.columns = {heading: column for column, heading in self.headings.items()}

    def rows(self) -> Iterator[Row]:
        """All rows below the header, blank ones too."""
        for row in unfold_down(self.grid.rows(), self.grid.merges):
            if row.number > self.header.last:
                yield self._measured(row) if self.grid.has_fixed_width else self._within(row)

    def entries(self) -> Iterator[Entry]:
        """All rows that are records; of rows with the same id only the first is good."""
        seen: dict[int, int] = {}
        for row in self.rows():
            kind = self.kind(row)
            if kind is not Kind.RECORD:
                self.left_out += [row.number] if kind is not Kind.BLANK and len(self.left_out) < MOST_TOLD else []
                continue
            entry = self.entry(row)
            if entry.external_id is not None:
                first = seen.setdefault(xxhash.xxh3_64_intdigest(entry.external_id.encode()), row.number)
                if first != row.number:
                    entry = entry._replace(reason=self._twice(row, first), is_taken=True)
            yield entry

    def entry(self, row: Row) -> Entry:
        """One row, without regard to the others."""
        reason = self._trouble(row)
        if WHOLE_ROW in row.troubles or any(column in row.troubles for column in self.key.columns):
            return Entry(row, None, reason)
        external_id = self.key.identify([row.text(column) for column in self.key.columns])
        if external_id is None:
            reason = reason or (
                f"{self._place(row, self.key.columns[0])}: the row has no {' / '.join(self.key.headings)}, "
                "which identifies it; fill it in"
            )
        return Entry(row, external_id, reason)

    def payload(self, texts: Sequence[str]) -> bytes:
        """The record of a row as one JSON object: heading to text."""
        width = len(texts)
        return _encode({h: texts[column] if column < width else "" for column, h in self.headings.items()})

    def record(self, entry: Entry) -> RawRecord | BadRecord:
        """What the engine gets for a row."""
        payload = self.payload(entry.row.texts)
        if entry.reason or entry.external_id is None:
            # Under the headings a row with too many fields would lose some of them.
            whole = entry.row.raw if WHOLE_ROW in entry.row.troubles else b""
            return BadRecord(None if entry.is_taken else entry.external_id, whole or payload, entry.reason)
        return RawRecord(entry.external_id, payload, version=version_of(payload))

    def _within(self, row: Row) -> Row:
        """A row without what stands right of the headings: a legend there is no part of the list."""
        width = max(self.header.headings) + 1
        if len(row.texts) <= width:
            return row
        troubles = {column: trouble for column, trouble in row.troubles.items() if column < width}
        return row._replace(texts=row.texts[:width], troubles=troubles or NO_TROUBLES)

    def _measured(self, row: Row) -> Row:
        """A CSV row with more or fewer fields than headings has lost or gained a delimiter: no cell of it is sure."""
        found, width = len(row.texts), self.header.width
        if row.troubles or row.is_blank or (found > max(self.headings) and not any(row.texts[width:])):
            return row
        return row._replace(troubles={WHOLE_ROW: f"has {found} fields where the header has {width}"})

    def _trouble(self, row: Row) -> str:
        if not row.troubles:
            return ""
        if WHOLE_ROW in row.troubles:
            return f"{self.grid.where}: line {row.number}: {row.troubles[WHOLE_ROW]}; correct the line"
        told = [
            f"{self._place(row, column)}: the cell {trouble}"
            for column, trouble in row.troubles.items()
            if column in self.headings
        ]
        return " · ".join(told)

    def _twice(self, row: Row, first: int) -> str:
        return (
            f"{self._place(row, self.key.columns[0])}: the same {' / '.join(self.key.headings)} as row {first}; "
            "correct one of them, or name more headings with `key`"
        )

    def _place(self, row: Row, column: int) -> str:
        return f"{self.grid.where}: {self.grid.place(row.number, column)}"


def version_of(payload: bytes) -> str:
    """The version of a row with this payload."""
    return xxhash.xxh3_64_hexdigest(payload)
