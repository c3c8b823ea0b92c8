"""`python -m benchmarks.billing`: how precisely bills are linked without a person, on seeds that nobody tuned to."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.billing.bills import office
from benchmarks.billing.score import Score, mistakes, scores


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each seed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.billing", description=__doc__)
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--bills", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203, 204, 205])
    parser.add_argument("--mistakes", action="store_true", help="show what was linked to somebody else")
    asked = parser.parse_args(arguments)
    print("| seed | bills | how many | linked without a person | precision | recall |\n|---|---|---|---|---|---|")
    together = Score()
    for seed in asked.seeds:
        made = office(asked.customers, asked.bills, seed)
        found = scores(made)
        together += found["all"]
        for kind, one in found.items():
            print(_row(seed, kind, one))
        for bill, linking, linked in mistakes(made) if asked.mistakes else ():
            print(
                f"{bill.kind}: {linked} instead of {bill.truth or 'nobody'}: {bill.party}\n  {linking.candidates[:3]}"
            )
    print(_row("all", "all", together))


def _row(seed: object, kind: str, one: Score) -> str:
    return f"| {seed} | {kind} | {one.bills} | {one.linked} | {one.precision:.3%} | {one.recall:.2%} |"


if __name__ == "__main__":
    main()
