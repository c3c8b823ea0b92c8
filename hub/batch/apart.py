"""Distinct values to features, in a process of its own: values come from a Parquet file, features go to a CSV file.

Invariant: a value's features do not depend on who computes them.
"""

from __future__ import annotations

import csv
import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import duckdb

from hub.matching.parts import DERIVED, PARTS

_BLOCK = 4096
Apart = Callable[..., tuple[str, ...]]
OF: Mapping[str, Apart] = MappingProxyType({part.name: part.of for part in (*PARTS, *DERIVED)})
"""What takes the values of a part apart."""


@dataclass(frozen=True)
class Share:
    """Some of the values of a part, by their codes, and the file that their features go to."""

    part: str
    values: Path
    target: Path


def get_ready() -> None:
    """What a process does once: features hold no cycles that a collector could find, and there are millions."""
    gc.disable()


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """An empty one of this process, which no fork may take over; making one takes longer than reading a small share."""
    return duckdb.connect(":memory:", config={"threads": 1})


def take_apart(share: Share) -> None:
    """Compute a share."""
    of = OF[share.part]
    with _database(os.getpid()).cursor() as cursor:
        rows = cursor.execute(
            "SELECT * FROM read_parquet($values, hive_partitioning = false)", {"values": str(share.values)}
        )
        with share.target.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file).writerows
            while block := rows.fetchmany(_BLOCK):
                write([(code, *of(*cells)) for code, *cells in block])
