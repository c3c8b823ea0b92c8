"""`python -m benchmarks.identity`: makes worlds, and scores clusters."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.identity.corpus import SOURCES
from benchmarks.identity.make import Order, as_parquet, make
from benchmarks.identity.score import Judged, asked_pairs
from benchmarks.identity.world.world import KINDS


def _make(asked: argparse.Namespace) -> None:
    records, truth = make(Order(asked.records, asked.seed, asked.kind, asked.sources), asked.out)
    if asked.parquet:
        records = as_parquet(records)
    print(f"{records}\n{truth}")


def _score(asked: argparse.Namespace) -> None:
    judged = Judged.read(asked.truth, asked.clusters, asked.records)
    print("| records | precision | recall | F1 | B³ precision | B³ recall | largest wrong cluster |")
    print("|---|---|---|---|---|---|---|")
    for kind, one in judged.scores().items():
        print(
            f"| {one.records} ({kind}) | {one.precision:.4f} | {one.recall:.4f} | {one.f1:.4f} "
            f"| {one.bcubed_precision:.4f} | {one.bcubed_recall:.4f} | {one.largest_wrong_cluster} |"
        )
    if asked.review:
        review = judged.review(asked_pairs(asked.review))
        share = review.asked_records / review.after.records
        print(
            f"\nAsked about: {review.asked_records} records ({share:.1%}) in {review.asked_pairs} pairs, "
            f"of which {review.true_pairs} are true; recall with them {review.after.recall:.4f}"
        )


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity", description=__doc__)
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make", help="a world of records with its truth")
    making.add_argument("--records", type=int, default=10_000)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--kind", choices=KINDS, default="mixed")
    making.add_argument("--sources", type=int, choices=range(1, len(SOURCES) + 1), default=len(SOURCES))
    making.add_argument("--parquet", action="store_true")
    making.add_argument("--out", type=Path, required=True)
    making.set_defaults(do=_make)
    scoring = commands.add_parser("score", help="how well clusters agree with the truth")
    scoring.add_argument("clusters", type=Path)
    scoring.add_argument("truth", type=Path)
    scoring.add_argument("--records", type=Path, help="the records, for a score by company and person")
    scoring.add_argument("--review", type=Path, help="pairs to be asked about: left,right,score")
    scoring.set_defaults(do=_score)
    asked = parser.parse_args()
    asked.do(asked)


if __name__ == "__main__":
    main()
