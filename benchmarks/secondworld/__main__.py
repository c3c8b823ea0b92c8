"""python -m benchmarks.secondworld make --records 100000 --seed 7 --out FOLDER."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.secondworld.make import make


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the command line and writes the world."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.secondworld")
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make", help="write records.csv and truth.csv")
    making.add_argument("--records", type=int, default=100_000)
    making.add_argument("--seed", type=int, default=7)
    making.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    make(chosen.records, chosen.seed, chosen.out)


if __name__ == "__main__":
    main()
