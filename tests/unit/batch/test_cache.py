"""What a run has computed the next one need not, and what it finds is the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from hub.batch import apart, cache, said
from hub.batch.match import match_file
from hub.batch.prepare import prepared
from hub.batch.source import open_source
from hub.located import LocatedError
from hub.matching.features import FEATURES
from tests.unit.batch.conftest import write

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("one world of the batch")]

Rows = list[tuple[object, ...]]


def clusters(path: Path, folder: Path | None) -> list[list[str]]:
    with open_source(path, {}, folder) as source:
        return match_file(source).clusters


def told(path: Path, folder: Path | None = None, processes: int = 1) -> Rows:
    with open_source(path, {}, folder) as source, prepared(source, FEATURES, FEATURES, processes) as engine:
        return sorted(engine.rows(said.records(FEATURES, FEATURES, "TRUE")))


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The parts of values that are taken apart meanwhile, one for each value."""
    seen: list[str] = []

    def watched(part: str, of: apart.Apart) -> apart.Apart:
        def counting(*cells: str) -> tuple[str, ...]:
            seen.append(part)
            return of(*cells)

        return counting

    with monkeypatch.context() as patched:
        patched.setattr(apart, "OF", {part: watched(part, of) for part, of in apart.OF.items()})
        yield seen


def codes_in(folder: Path) -> dict[str, Rows]:
    return {
        path.name: sorted(duckdb.execute("SELECT code FROM read_parquet(?)", [str(path)]).fetchall())
        for path in folder.iterdir()
    }


def lines(world: Path) -> list[dict[str, str]]:
    with world.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_with_a_cache_finds_what_one_without_finds(world: Path, tmp_path: Path) -> None:
    expected = clusters(world, None)
    assert clusters(world, tmp_path / "kept") == expected
    assert clusters(world, tmp_path / "kept") == expected


def test_the_second_run_takes_nothing_apart(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = told(world, tmp_path)
    with counted(monkeypatch) as seen:
        assert told(world, tmp_path) == first
    assert seen == []


def test_only_what_changed_is_taken_apart(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = lines(world)
    told(world, tmp_path / "kept")
    rows[0]["address"], rows[1]["phone"] = "東京都千代田区丸の内9-9-9", "03-9876-5432"
    changed = write(tmp_path / "changed.csv", rows)
    with counted(monkeypatch) as seen:
        found = told(changed, tmp_path / "kept")
    # The regions of an address and of a telephone are one value of each changed row.
    assert sorted(seen) == ["phone", "place", "regions", "regions"]
    assert found == told(changed)


def test_what_is_no_longer_in_the_file_leaves_the_cache(world: Path, tmp_path: Path) -> None:
    rows, kept = lines(world), tmp_path / "kept"
    told(world, kept)
    less = write(tmp_path / "less.csv", rows[:10])
    told(less, kept)
    told(less, tmp_path / "other")
    assert codes_in(kept) == codes_in(tmp_path / "other")


def test_what_other_code_has_made_is_not_taken(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = told(world, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(cache, "_made_by", lambda: "0" * 16)
        assert told(world, tmp_path) == expected
    assert all("0" * 16 in path.name for path in tmp_path.iterdir())


def test_a_damaged_cache_is_made_anew(world: Path, tmp_path: Path) -> None:
    expected = told(world, tmp_path)
    paths: Sequence[Path] = sorted(tmp_path.iterdir())
    paths[0].write_bytes(b"PAR1 no more")
    paths[1].write_bytes(b"")
    assert told(world, tmp_path) == expected
    assert told(world, tmp_path) == expected


def test_a_run_that_fails_leaves_the_cache_as_it_was(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(world, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr(said, "table", lambda *_: "SELECT nothing")
        with pytest.raises(Exception, match="nothing"):
            told(world, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert told(world, tmp_path) == expected


def test_a_folder_that_holds_other_files_keeps_them(world: Path, tmp_path: Path) -> None:
    (tmp_path / "report.parquet").write_text("mine")
    told(world, tmp_path)
    assert (tmp_path / "report.parquet").read_text() == "mine"


def test_a_folder_whose_name_is_a_pattern_is_told(world: Path, tmp_path: Path) -> None:
    with pytest.raises(LocatedError, match="no folder for a cache"):
        told(world, tmp_path / "kept[1]")
