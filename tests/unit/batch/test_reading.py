"""Whichever of two readers reads a file, the same records are in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.batch.engine import open_engine
from hub.batch.reading import read
from hub.batch.said import BLANKS, READ
from hub.batch.source import Source, entity_of
from hub.located import LocatedError

CELLS = st.lists(st.text('ab "\n\r,　', max_size=4), min_size=1, max_size=4)
FILES = st.one_of(st.text('x," \n\ry', max_size=30), st.lists(CELLS).map(lambda rows: "\n".join(map(",".join, rows))))


Rows = list[tuple[str, ...]]


def by_python(source: Source) -> Rows:
    """The cells that are read, in the order of record ids."""
    rows = []
    for row in source.rows():
        cells = {name: row.cells.get(name, "") for name in READ}
        rows.append(tuple({**cells, "record_id": row.record_id, "entity_type": entity_of(source, row)}.values()))
    return sorted(rows)


def as_read(source: Source, folder: Path) -> Rows:
    with open_engine(folder) as engine:
        read(engine, source, folder)
        return sorted(engine.rows(f"SELECT {', '.join(READ)} FROM raw"))


def outcome(reading: Callable[[], Rows]) -> Rows | str:
    """The rows, or what is told of them."""
    try:
        return reading()
    except LocatedError as error:
        return str(error)


@given(FILES)
@example('1," x"\n2, "y"\n3,"z" \n')
@example('1,x\r\n2,"a\r\nb"\r\n')
@example("1,x\n\n2,y\n")
@example("1,x\r2,y\r")
@example("1,x\n2\n")
@example("1,,\n")
@example('1,"x,y"\n2,\n')
def test_a_file_is_read_as_python_reads_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("read")
    path = folder / "x.csv"
    path.write_bytes(("record_id,company_name\n" + text).encode())
    source = Source.of(path, {})
    expected = outcome(lambda: by_python(source))
    ids = [] if isinstance(expected, str) else [row[0] for row in expected]
    if len(set(ids)) < len(ids):
        assert "stands in line" in str(outcome(lambda: as_read(source, folder)))
    else:
        assert outcome(lambda: as_read(source, folder)) == expected


def test_blanks_are_what_python_takes_for_them() -> None:
    assert sorted(BLANKS) == [sign for sign in map(chr, range(0x110000)) if sign.isspace()]


@pytest.mark.parametrize("name", ["x[1].csv", "x*.csv", "x's.csv", "{x}.csv"])
def test_a_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "x1.csv").write_text("record_id,phone\nother,1\n")
    path = tmp_path / name
    path.write_text("record_id,phone\na,1\n")
    assert [row[0] for row in as_read(Source.of(path, {}), tmp_path)] == ["a"]


def test_a_cell_of_a_million_characters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("record_id,address\na," + "東京" * 500_000 + "\nb,東京\n", encoding="utf-8")
    assert [row[0] for row in as_read(Source.of(path, {}), tmp_path)] == ["a", "b"]


def test_a_record_id_without_end_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("record_id,phone\nb,1\n" + "a" * 5_000_000 + ",1\n")
    with pytest.raises(LocatedError, match=r"x\.csv:3:1: a record_id of 5000000 characters"):
        as_read(Source.of(path, {}), tmp_path)
