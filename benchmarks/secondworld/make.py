"""Writes a world to disk: records.csv and truth.csv, shuffled through buckets so that memory stays flat."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TextIO

from benchmarks.identity.columns import COLUMNS, TRUTH_COLUMNS, values_of
from benchmarks.secondworld.story import Entry, entries

BUCKET = 20_000
MOST_BUCKETS = 200
_CELL, _ROW = "\x1f", "\x1e"


def make(records: int, seed: int, folder: Path) -> None:
    """Exactly so many records; the same seed and number give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    rnd = Random(f"shuffle {seed}")
    buckets = min(records // BUCKET + 1, MOST_BUCKETS)
    with TemporaryDirectory(dir=folder, prefix=".buckets-") as place:
        paths = [Path(place) / str(number) for number in range(buckets)]
        _spill(islice(entries(seed), records), paths, rnd)
        with _text(folder / "records.csv", "w") as said, _text(folder / "truth.csv", "w") as truth:
            _write(paths, said, truth, rnd)


def _text(path: Path, mode: str) -> TextIO:
    return path.open(mode, encoding="utf-8", newline="")  # type: ignore[return-value]


def _spill(found: Iterable[Entry], paths: list[Path], rnd: Random) -> None:
    """Each record goes to a bucket by chance."""
    with ExitStack() as stack:
        files = [stack.enter_context(_text(path, "w")) for path in paths]
        for entity_id, record in found:
            files[rnd.randrange(len(files))].write(_CELL.join((entity_id, *values_of(record))) + _ROW)


def _shuffled(path: Path, rnd: Random) -> Iterator[list[str]]:
    rows = path.read_bytes().decode().split(_ROW)[:-1]
    rnd.shuffle(rows)
    for row in rows:
        yield row.split(_CELL)


def _write(paths: list[Path], said: TextIO, truth: TextIO, rnd: Random) -> None:
    """Ids are given last, so that they tell nothing."""
    records, entities = csv.writer(said, lineterminator="\n"), csv.writer(truth, lineterminator="\n")
    records.writerow(COLUMNS)
    entities.writerow(TRUTH_COLUMNS)
    number = 0
    for path in paths:
        for entity_id, *values in _shuffled(path, rnd):
            number += 1
            records.writerow((f"w{number:08d}", *values))
            entities.writerow((f"w{number:08d}", entity_id))
