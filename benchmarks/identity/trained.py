"""`python -m benchmarks.identity.trained FOLDER...`: what training on a world's own records makes of its clusters.

Nobody's decisions enter, and the truth is looked at only to judge. With `--worsen` the world gets other mistakes first.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.identity.score import ALL, Judged
from benchmarks.identity.worsen import KINDS, worsen
from hub.batch.match import match_file
from hub.batch.source import open_source
from hub.batch.train import STRENGTH, train
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.weights import reweighed

HEAD = "| records | weights | all: precision / recall / F1 | companies | people | largest wrong | asked, recall then |"


def judge(folder: Path, clusters: Path, definitions: Mapping[str, Definition]) -> str:
    """The cells of a line for one set of definitions."""
    with open_source(folder / "records.csv", {}) as source:
        found = match_file(source, definitions)
    clusters.write_text("\n".join(("record_id,cluster_id", *map(",".join, found.placed()))), encoding="utf-8")
    judged = Judged.read(folder / "truth.csv", clusters, folder / "records.csv")
    scores = judged.scores()
    cells = [
        f"{s.precision:.4f} / {s.recall:.4f} / {s.f1:.4f}" for s in map(scores.get, (ALL, "company", "person")) if s
    ]
    review = judged.review((one.left, one.right) for one in found.doubts if not one.walled)
    share = review.asked_records / found.records
    return " | ".join((*cells, str(scores[ALL].largest_wrong_cluster), f"{share:.1%}, {review.after.recall:.4f}"))


def learned(folder: Path, strength: float) -> dict[str, Definition]:
    """The definitions as the world's records teach them."""
    with open_source(folder / "records.csv", {}) as source:
        found = train(source, DEFINITIONS.values(), {}, strength)
    return {one.definition.entity: reweighed(one.definition, one.bits) for one in found}


def main() -> None:
    """Two lines a world."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity.trained", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--worsen", nargs="+", default=[], choices=KINDS, help="also with these mistakes")
    parser.add_argument("--strength", type=float, default=STRENGTH)
    asked = parser.parse_args()
    print(f"{HEAD}\n|{'---|' * 7}", flush=True)
    with TemporaryDirectory() as scratch:
        for world in asked.folders:
            for kind in ("", *asked.worsen):
                folder = worsen(world, kind, Path(scratch) / kind) if kind else world
                name = f"{world.name} {kind}".strip()
                clusters = Path(scratch) / "clusters.csv"
                print(f"| {name} | shipped | {judge(folder, clusters, DEFINITIONS)} |", flush=True)
                print(f"| {name} | trained | {judge(folder, clusters, learned(folder, asked.strength))} |", flush=True)


if __name__ == "__main__":
    main()
