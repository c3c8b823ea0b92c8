"""Writes a world: records in shuffled order, and the truth beside them."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.identity.chance import Chance
from benchmarks.identity.columns import COLUMNS, TRUTH_COLUMNS, values_of
from benchmarks.identity.corpus import SOURCES, tell
from benchmarks.identity.world.world import World


@dataclass(frozen=True)
class Order:
    """What is to be made."""

    records: int
    seed: int
    kind: str = "mixed"
    sources: int = len(SOURCES)


class _Lines:
    """What a CSV writer writes to: each line is kept, encoded, which takes a third of the memory of its fields."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def write(self, line: str) -> None:
        self.lines.append(line.encode())


def make(order: Order, folder: Path) -> tuple[Path, Path]:
    """`records.csv` and `truth.csv` in the folder; the same order gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    lines, entities = _Lines(), []
    row = csv.writer(lines)
    for record, entity_id in islice(tell(World(order.seed, order.kind), SOURCES[: order.sources]), order.records):
        row.writerow(values_of(record))
        entities.append(entity_id)
    shuffled = list(range(order.records))
    Chance(f"shuffle {order.seed}").shuffle(shuffled)
    return _write_records(folder, lines.lines, shuffled), _write_truth(folder, entities, shuffled)


def _write_records(folder: Path, lines: Sequence[bytes], shuffled: Sequence[int]) -> Path:
    path = folder / "records.csv"
    with path.open("wb") as file:
        file.write(",".join(COLUMNS).encode() + b"\r\n")
        file.writelines(b"r%07d,%b" % (number, lines[place]) for number, place in enumerate(shuffled, 1))
    return path


def _write_truth(folder: Path, entities: Sequence[str], shuffled: Sequence[int]) -> Path:
    path = folder / "truth.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(TRUTH_COLUMNS) + "\r\n")
        file.writelines(f"r{number:07d},{entities[place]}\r\n" for number, place in enumerate(shuffled, 1))
    return path


def as_parquet(path: Path) -> Path:
    """The same records as Parquet, all columns text; needs pyarrow, which the peers' environment has."""
    try:
        reader, parquet = importlib.import_module("pyarrow.csv"), importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as missing:
        raise SystemExit(
            "--parquet needs pyarrow: run it with .identity-venv/bin/python (make .identity-venv/.peers)"
        ) from missing
    text = importlib.import_module("pyarrow").string()
    options = reader.ConvertOptions(column_types=dict.fromkeys(COLUMNS, text), strings_can_be_null=False)
    parsing = reader.ParseOptions(newlines_in_values=True)
    target = path.with_suffix(".parquet")
    parquet.write_table(reader.read_csv(path, parse_options=parsing, convert_options=options), target)
    path.unlink()
    return target
