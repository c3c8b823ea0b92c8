"""Plays scenes until there are records enough, shuffles them, and writes records.csv and truth.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.identity.columns import COLUMNS, TRUTH_COLUMNS, values_of
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.scenes import SCENES

Row = tuple[str, ...]


def told(records: int, seed: int) -> tuple[list[Row], list[Row]]:
    """The records and their truth, both in the order of the record ids."""
    chance = Chance(seed)
    rows = list(_played(chance, records))
    chance.shuffle(rows)
    ids = [f"W{place:08}" for place in range(1, len(rows) + 1)]
    values = [(record, *row[1]) for record, row in zip(ids, rows, strict=True)]
    return values, [(record, row[0]) for record, row in zip(ids, rows, strict=True)]


def _played(chance: Chance, records: int) -> Iterator[tuple[str, Row]]:
    played = entity = 0
    while played < records:
        for seen in chance.weigh(SCENES)(chance):
            entity += 1
            for record in seen[: records - played]:
                yield f"E{entity:08}", values_of(record)
            played += len(seen[: records - played])


def write(folder: Path, records: int, seed: int) -> None:
    """Write both files of a world."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, truth = told(records, seed)
    _save(folder / "records.csv", COLUMNS, rows)
    _save(folder / "truth.csv", TRUTH_COLUMNS, truth)


def _save(path: Path, header: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
