"""The cells of a file as a table of DuckDB, read by DuckDB itself where it can't but read them as Python would.

Invariant: the table is the same whichever of the two reads the file; what is wrong in it is told by Python's reader,
which knows the line.
"""

from __future__ import annotations

import csv
import mmap
from collections.abc import Mapping
from pathlib import Path

import duckdb

from hub.batch.engine import Engine, quoted
from hub.batch.source import Source, entity_of
from hub.matching.features import COMPANY, PERSON
from hub.matching.parts import PARTS

READ = ("record_id", "entity_type", *dict.fromkeys(column for part in PARTS for column in part.columns))
# What Python's `str.strip` takes away.
BLANKS = "".join(
    map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)))
) + "\u2028\u2029\u202f\u205f\u3000"  # fmt: skip
_PATTERN = frozenset("*?[{")
_LONGEST_ROW = 4_000_000
# Nothing reads as much of a field, and ten of them are a row that DuckDB reads.
_MOST_OF_A_CELL = 20_000


def read(engine: Engine, source: Source, folder: Path) -> None:
    """Fill the tables `raw`, of cells, and `number`, of record ids in their order."""
    if not (_is_plain(source) and _try(engine, source)):
        careful = folder / "records.csv"
        _copy(source, careful)
        _fill(engine, careful, {name: place for place, name in enumerate(READ)}, len(READ))
    bad = engine.rows("SELECT 1 FROM raw WHERE record_id = '' OR entity_type IS NULL LIMIT 1")
    if bad:
        for row in source.rows():
            entity_of(source, row)
    twice = engine.rows("SELECT record_id FROM raw GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1")
    if twice:
        raise source.duplicate(twice[0][0])
    engine.run("CREATE TABLE number AS SELECT record_id, row_number() OVER (ORDER BY record_id) - 1 AS id FROM raw")


def _is_plain(source: Source) -> bool:
    """Whether nothing is in the file that the two would read in two ways: quotes with blanks around them.

    Nor must its name be what DuckDB takes for a pattern of many names.
    """
    if source.encoding != "utf-8-sig" or not _PATTERN.isdisjoint(str(source.path)):
        return False
    with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as cells:
        return cells.find(b' "') < 0 and cells.find(b'" ') < 0


def _try(engine: Engine, source: Source) -> bool:
    """Whether DuckDB reads the file, and every line end in it is that of a row or in a cell."""
    try:
        _fill(engine, source.path, source.columns, source.width)
    except duckdb.Error:
        return False
    lines = _lines(source.path) - 1
    ((rows,),) = engine.rows("SELECT count(*) FROM raw")
    if rows == lines:
        return True
    within = (f"sum(length({name}) - length(replace({name}, chr(10), '')))" for name in READ)
    ((ends,),) = engine.rows(f"SELECT {' + '.join(within)} FROM raw")
    return bool(rows + (ends or 0) == lines)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        ends = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
        file.seek(-1, 2)
        return ends + (file.read(1) != b"\n")


def _copy(source: Source, target: Path) -> None:
    """Write the cells that are read, as DuckDB reads them, and tell what is wrong with them."""
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(READ)
        for row in source.rows():
            entity_of(source, row)
            if len(row.record_id) > _MOST_OF_A_CELL:
                raise source.error(row.line, "record_id", f"a record_id of {len(row.record_id)} characters")
            rows.writerow([row.cells.get(name, "")[:_MOST_OF_A_CELL] for name in READ])


def _fill(engine: Engine, path: Path, columns: Mapping[str, int], width: int) -> None:
    """The table `raw` of what stands in a CSV file at these places of its rows."""
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    cells = {name: f"coalesce(c{columns[name]}, '')" if name in columns else "''" for name in READ}
    said = f"lower({_trimmed(cells['entity_type'])})"
    is_person = f"{_trimmed(cells['person_name'])} <> ''"
    entity = (
        f"CASE WHEN {said} IN ('{COMPANY}', '{PERSON}') THEN {said} WHEN {said} <> '' THEN NULL"
        f" WHEN {is_person} THEN '{PERSON}' ELSE '{COMPANY}' END"
    )
    rest = ", ".join(f"{cells[name]} AS {name}" for name in READ[2:])
    engine.run(
        f"CREATE OR REPLACE TABLE raw AS SELECT {_trimmed(cells['record_id'])} AS record_id,"
        f" {entity} AS entity_type, {rest} FROM read_csv({quoted(str(path))}, header = true, delim = ',', quote = '\"',"
        f" escape = '\"', auto_detect = false, strict_mode = true, compression = 'none',"
        f" max_line_size = {_LONGEST_ROW}, columns = {{{types}}})"
    )


def _trimmed(cell: str) -> str:
    """A cell without the blanks around it; most begin and end with a sign for which there is nothing to look up."""
    plain = f"left({cell}, 1) BETWEEN '!' AND '~' AND right({cell}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {plain} THEN {cell} ELSE trim({cell}, {quoted(BLANKS)}) END"
