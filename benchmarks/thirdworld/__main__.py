"""`python -m benchmarks.thirdworld make --records 100000 --seed 7 --out FOLDER`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.thirdworld.world import write


def main() -> None:
    """Read the command line and make a world."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thirdworld")
    make = parser.add_subparsers(required=True).add_parser("make", help="write records.csv and truth.csv")
    make.add_argument("--records", type=int, default=100_000)
    make.add_argument("--seed", type=int, default=7)
    make.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    write(asked.out, asked.records, asked.seed)


if __name__ == "__main__":
    main()
