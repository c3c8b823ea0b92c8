"""A file of records as its rows: CSV in UTF-8 or CP932, or Parquet, with the columns that the matcher knows.

Invariant: what can't be read is told once, with file, line and column, before anything is computed.
"""

from __future__ import annotations

import codecs
import csv
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.batch.engine import open_engine
from hub.located import LocatedError, did_you_mean
from hub.matching.features import COLUMNS, COMPANY, PERSON

_PARQUET = b"PAR1"
_CHUNK = 1 << 20
_LONGEST_CELL = 1 << 24


@dataclass(frozen=True)
class Row:
    """A record as it stands in the file; `line` is its first one."""

    line: int
    cells: Mapping[str, str]

    @property
    def record_id(self) -> str:
        return self.cells["record_id"].strip()


@dataclass(frozen=True)
class Source:
    """A CSV file that can be read; `columns` tells at which place of a row each known column stands.

    `cache` is the folder that keeps what its values were taken apart into, from one run to the next.
    """

    path: Path
    encoding: str
    columns: Mapping[str, int]
    width: int
    cache: Path | None = None

    @classmethod
    def of(cls, path: Path, renamed: Mapping[str, str], cache: Path | None = None) -> Source:
        """Look at the whole file's bytes and at its header; `renamed` gives our column for theirs."""
        encoding = encoding_of(path)
        with path.open(encoding=encoding, newline="") as file:
            header = [name.strip() for name in next(csv.reader(file), [])]
        return cls(path, encoding, _columns(path, header, renamed), len(header), cache)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank."""
        return (self.row(line, cells) for line, cells in self.lines())

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """The cells of every row that is not blank, with the line on which it begins."""
        csv.field_size_limit(_LONGEST_CELL)
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file)
            next(reader)
            line = reader.line_num + 1
            try:
                for cells in reader:
                    if cells:
                        yield line, cells
                    line = reader.line_num + 1
            except csv.Error as error:
                raise LocatedError(str(self.path), line, 1, f"this row can't be read: {error}") from error

    def row(self, line: int, cells: list[str]) -> Row:
        """The record that these cells are."""
        if len(cells) > self.width:
            what = f"this row has {len(cells)} fields, the header {self.width}"
            raise LocatedError(str(self.path), line, 1, what, "put a text with commas into quotes")
        cells += [""] * (self.width - len(cells))
        row = Row(line, {name: cells[place] for name, place in self.columns.items()})
        if not row.record_id:
            raise self.error(line, "record_id", "a record without record_id", "give each record its own")
        return row

    def error(self, line: int, column: str, what: str, hint: str = "") -> LocatedError:
        """A problem of one cell; the column is counted in fields."""
        return LocatedError(str(self.path), line, self.columns[column] + 1, what, hint)

    def duplicate(self, record_id: str) -> LocatedError:
        """The second row with this id."""
        lines = [row.line for row in self.rows() if row.record_id == record_id]
        what = f"record_id '{record_id}' stands in line {lines[0]} already"
        return self.error(lines[1], "record_id", what, "each record needs its own")


@contextmanager
def open_source(path: Path, renamed: Mapping[str, str], cache: Path | None = None) -> Iterator[Source]:
    """A CSV file as it is; a Parquet file as CSV beside it, for as long as it is read."""
    with path.open("rb") as file:
        is_parquet = file.read(4) == _PARQUET
    if not is_parquet:
        yield Source.of(path, renamed, cache)
        return
    with tempfile.TemporaryDirectory(prefix="hub-parquet-") as folder, open_engine(Path(folder)) as engine:
        copy = Path(folder) / f"{path.stem}.csv"
        engine.copy_parquet(path, copy)
        yield Source.of(copy, renamed, cache)


def entity_of(source: Source, row: Row) -> str:
    """Company or person; where the file does not say, a record with a person's name is a person."""
    said = row.cells.get("entity_type", "").strip().lower()
    if said in {COMPANY, PERSON}:
        return said
    if said:
        what = f"entity_type '{said[:40]}' is not known"
        raise source.error(row.line, "entity_type", what, did_you_mean(said[:40], (COMPANY, PERSON)))
    return PERSON if row.cells.get("person_name", "").strip() else COMPANY


def encoding_of(path: Path) -> str:
    """How the text of a file is written; raises where it is neither."""
    for encoding in ("utf-8-sig", "cp932"):
        if _first_bad_byte(path, encoding) is None:
            return encoding
    place = _first_bad_byte(path, "utf-8-sig") or 0
    with path.open("rb") as file:
        before = file.read(place)
    line = before.count(b"\n") + 1
    column = place - before.rfind(b"\n")
    raise LocatedError(
        str(path), line, column, "neither UTF-8 nor CP932 (Shift_JIS) text from this byte on", "save the file as UTF-8"
    )


def _first_bad_byte(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return done - waiting + error.start
            if not chunk:
                return None
            done += len(chunk)


def _columns(path: Path, header: list[str], renamed: Mapping[str, str]) -> dict[str, int]:
    for theirs, ours in renamed.items():
        if ours not in COLUMNS:
            raise LocatedError(
                str(path), 1, 1, f"--map {theirs}={ours}: no column '{ours}'", did_you_mean(ours, COLUMNS)
            )
        if theirs not in header:
            hint = did_you_mean(theirs, header)
            raise LocatedError(str(path), 1, 1, f"--map {theirs}={ours}: the file has no column '{theirs}'", hint)
    found: dict[str, int] = {}
    for place, theirs in enumerate(header):
        ours = renamed.get(theirs, theirs if theirs not in renamed.values() else "")
        if ours in found:
            raise LocatedError(str(path), 1, place + 1, f"column '{ours}' stands twice", "rename one of them")
        if ours in COLUMNS:
            found[ours] = place
    if "record_id" not in found:
        hint = "name it with --map THEIRS=record_id; " + did_you_mean("record_id", header)
        raise LocatedError(str(path), 1, 1, "no column record_id", hint)
    return found
