"""A file is read whatever its encoding, and what can't be read is told once with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from hub.batch.match import match_file
from hub.batch.source import entity_of, open_source
from hub.located import LocatedError

HEADER = "record_id,company_name,phone\n"
TWO = HEADER + "a,㈱高橋商店,03-1234-5678\nb,株式会社髙橋商店,0312345678\n"


def told(path: Path, renamed: Mapping[str, str] | None = None) -> str:
    with pytest.raises(LocatedError) as caught, open_source(path, renamed or {}) as source:
        match_file(source)
    return str(caught.value).replace(str(path), "x.csv")


def file(tmp_path: Path, content: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "x.csv"
    path.write_bytes(content.encode(encoding))
    return path


def joined(path: Path, renamed: Mapping[str, str] | None = None) -> list[list[str]]:
    with open_source(path, renamed or {}) as source:
        return match_file(source).clusters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    assert joined(file(tmp_path, TWO, encoding)) == [["a", "b"]]


def test_a_file_of_old_windows_is_read(tmp_path: Path) -> None:
    assert joined(file(tmp_path, TWO, "cp932")) == [["a", "b"]]


def test_a_parquet_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{file(tmp_path, TWO)}', all_varchar = true)) TO '{path}'")
    assert joined(path) == [["a", "b"]]


def test_other_names_of_columns_are_mapped(tmp_path: Path) -> None:
    text = TWO.replace("company_name", "会社名").replace("record_id", "番号")
    renamed = {"会社名": "company_name", "番号": "record_id"}
    assert joined(file(tmp_path, text), renamed) == [["a", "b"]]


def test_a_cell_may_hold_line_ends_and_a_row_may_be_short(tmp_path: Path) -> None:
    assert joined(file(tmp_path, TWO + '"c","山田\n商店"\n')) == [["a", "b"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,company_name\na,x\n", "x.csv:1:1: no column record_id; name it with --map THEIRS=record_id"),
        ("", "x.csv:1:1: no column record_id"),
        (HEADER + "a,x,1\nb,y,2\na,z,3\n", "x.csv:4:1: record_id 'a' stands in line 2 already"),
        (HEADER + "a,x,1\n ,y,2\n", "x.csv:3:1: a record without record_id"),
        (HEADER + 'a,"x\ny",1\nb,y,2,3\n', "x.csv:4:1: this row has 4 fields, the header 3"),
        ("record_id,phone,phone\na,1,2\n", "x.csv:1:3: column 'phone' stands twice"),
        ("record_id,entity_type\na,persn\n", "x.csv:2:2: entity_type 'persn' is not known; did you mean 'person'?"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    assert told(file(tmp_path, text)).startswith(expected)


def test_bytes_that_are_no_text_are_told_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(HEADER.encode() + "a,高".encode() + b"\xff\xfe\x80,1\n")
    assert told(path).startswith("x.csv:2:6: neither UTF-8 nor CP932")


@pytest.mark.parametrize(
    ("renamed", "expected"),
    [
        ({"phone": "phon"}, "no column 'phon'; did you mean 'phone'?"),
        ({"fone": "phone"}, "the file has no column 'fone'; did you mean 'phone'?"),
    ],
)
def test_a_misspelt_mapping_is_told_with_what_may_be_meant(
    tmp_path: Path, renamed: Mapping[str, str], expected: str
) -> None:
    assert expected in told(file(tmp_path, TWO), renamed)


@pytest.mark.parametrize(("name", "expected"), [("山田太", "person"), ("", "company")])
def test_a_record_with_a_persons_name_is_a_person(tmp_path: Path, name: str, expected: str) -> None:
    with open_source(file(tmp_path, f"record_id,person_name\na,{name}\n"), {}) as source:
        assert [entity_of(source, row) for row in source.rows()] == [expected]
