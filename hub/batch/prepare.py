"""Rows to features, in as many processes as there are cores: each reads the file and takes its share of the rows.

Invariant: a row's features do not depend on who computes them.
"""

from __future__ import annotations

import csv
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from hub.batch.source import Source, entity_of
from hub.matching.features import FEATURES, features

BLOCK = 2048
ALONE_BELOW = 20_000
COLUMNS = ("record_id", "entity_type", *FEATURES)


@dataclass(frozen=True)
class Share:
    """Every `of`-th block of rows, beginning with `number`, and the file that its features go to."""

    source: Source
    number: int
    of: int
    target: Path


def prepare(source: Source, folder: Path, processes: int | None = None) -> list[Path]:
    """Write the features of all rows into the folder."""
    workers = processes or min(_cores(), 1 if _is_small(source) else 8)
    shares = [Share(source, number, workers, folder / f"features{number}.csv") for number in range(workers)]
    if workers == 1:
        return [write_features(shares[0])]
    # A fork shares what is imported; where there is none, each process imports it anew.
    way = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(way)) as pool:
        return list(pool.map(write_features, shares))


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _is_small(source: Source) -> bool:
    return next(islice(source.lines(), ALONE_BELOW, None), None) is None


def write_features(share: Share) -> Path:
    """Compute a share."""
    source = share.source
    with share.target.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
        write(COLUMNS)
        for place, (line, cells) in enumerate(source.lines()):
            if place // BLOCK % share.of == share.number:
                row = source.row(line, cells)
                write((row.record_id, entity_of(source, row), *features(row.cells)))
    return share.target
