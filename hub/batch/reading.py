"""The cells of a file as a table of DuckDB, read by DuckDB itself where it can't but read them as Python would.

Invariant: the table is the same whichever of the two reads the file; what is wrong in it is told by Python's reader,
which knows the line.
"""

from __future__ import annotations

import csv
import mmap
from pathlib import Path

import duckdb

from hub.batch import said
from hub.batch.engine import PATTERN, Engine
from hub.batch.source import Source, entity_of

# Nothing reads as much of a field, and all cells of a row together are what DuckDB reads.
_MOST_OF_A_CELL = 20_000


def read(engine: Engine, source: Source, folder: Path) -> None:
    """Fill the tables `raw`, of cells, and `number`, of record ids in their order."""
    if not (_is_plain(source) and _try(engine, source)):
        careful = folder / "records.csv"
        _copy(source, careful)
        places = {name: place for place, name in enumerate(said.READ)}
        engine.run(f"CREATE OR REPLACE TABLE raw AS {said.raw(careful, places, len(places))}")
    bad = engine.rows("SELECT 1 FROM raw WHERE record_id = '' OR entity_type IS NULL LIMIT 1")
    if bad:
        for row in source.rows():
            entity_of(source, row)
    twice = engine.rows("SELECT record_id FROM raw GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1")
    if twice:
        raise source.duplicate(twice[0][0])
    engine.run(
        "CREATE TABLE number AS"
        " SELECT record_id, CAST(row_number() OVER (ORDER BY record_id) - 1 AS INTEGER) AS id FROM raw"
    )


def _is_plain(source: Source) -> bool:
    """Whether nothing is in the file that the two would read in two ways: quotes with blanks around them.

    Nor must its name be what DuckDB takes for a pattern of many names.
    """
    if source.encoding != "utf-8-sig" or not PATTERN.isdisjoint(str(source.path)):
        return False
    with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as cells:
        return cells.find(b' "') < 0 and cells.find(b'" ') < 0


def _try(engine: Engine, source: Source) -> bool:
    """Whether DuckDB reads the file, with each line end and each comma where Python reads it: between cells or in one.

    DuckDB forgives a comma too many at the end of a row.
    """
    try:
        engine.run(f"CREATE OR REPLACE TABLE raw AS {said.raw(source.path, source.columns, source.width)}")
        ((rows,),) = engine.rows("SELECT count(*) FROM raw")
        between = (rows, rows * (source.width - 1))
        written = _line_ends_and_commas(source.path)
        if written == between:
            return True
        ((ends, commas),) = engine.rows(said.line_ends_and_commas(source.path, source.width))
    except duckdb.Error:
        return False
    return bool(written == (between[0] + ends, between[1] + commas))


def _line_ends_and_commas(path: Path) -> tuple[int, int]:
    """How many of them follow the first line; the last line may lack its end."""
    ends = commas = 0
    last = b"\n"
    with path.open("rb") as file:
        file.readline()
        for chunk in iter(lambda: file.read(1 << 20), b""):
            ends, commas, last = ends + chunk.count(b"\n"), commas + chunk.count(b","), chunk[-1:]
    return ends + (last != b"\n"), commas


def _copy(source: Source, target: Path) -> None:
    """Write the cells that are read, as DuckDB reads them, and tell what is wrong with them."""
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(said.READ)
        for row in source.rows():
            entity_of(source, row)
            if len(row.record_id) > _MOST_OF_A_CELL:
                raise source.error(row.line, "record_id", f"a record_id of {len(row.record_id)} characters")
            rows.writerow([row.cells.get(name, "")[:_MOST_OF_A_CELL] for name in said.READ])
