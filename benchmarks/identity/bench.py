"""`make bench-match`: all matchers that are there on the same records, one table.

A peer's thresholds are the best that the truth can choose, and are told as such: it does not get so much in a company.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.figures import circumstances
from benchmarks.identity.make import Order, make
from benchmarks.identity.peers.process import ROOT, Used, run
from benchmarks.identity.score import ALL, Judged, Review, Score, asked_pairs
from benchmarks.secondworld.make import make as make_second
from benchmarks.thirdworld.world import write as write_third

PEERS = {"splink": ".identity-venv", "goldenmatch": ".goldenmatch-venv"}
SMALL, MILLION = 100_000, 1_000_000


@dataclass(frozen=True)
class Data:
    """A file of records with its truth."""

    name: str
    folder: Path

    @property
    def records(self) -> Path:
        return self.folder / "records.csv"

    @property
    def truth(self) -> Path:
        return self.folder / "truth.csv"


@dataclass(frozen=True)
class Line:
    """A line of the table."""

    data: str
    matcher: str
    scores: Mapping[str, Score]
    used: Used
    note: str
    review: Review | None = None

    def __str__(self) -> str:
        cells = [self.data, self.matcher]
        for kind in (ALL, "company", "person"):
            one = self.scores.get(kind)
            cells.append(f"{one.precision:.4f} / {one.recall:.4f} / {one.f1:.4f}" if one and one.true_pairs else "")
        cells.append(str(self.scores[ALL].largest_wrong_cluster))
        cells.append(f"{self.used.cpu_s:.0f} · {self.used.wall_s:.0f}")
        cells.append(f"{self.used.peak_mb:.0f}")
        if self.review:
            share = self.review.asked_records / self.review.after.records
            cells.append(f"{self.note}; asked {share:.1%}, recall then {self.review.after.recall:.4f}")
        else:
            cells.append(self.note)
        return f"| {' | '.join(cells)} |"


HEAD = (
    "| records | matcher | all: precision / recall / F1 | companies | people | largest wrong cluster "
    "| s CPU · wall | MB | |\n|---|---|---|---|---|---|---|---|---|"
)


def ours(hub: Sequence[str], data: Data, folder: Path) -> Line | str:
    """`hub match file`, where the hub has it."""
    log = folder / "log.txt"
    if run([*hub, "--help"], log) is None:
        return "hub: left out, there is no `hub match file` yet"
    clusters = folder / "clusters.csv"
    used = run([*hub, data.records, "--out", clusters, "--review", folder / "review.csv"], log)
    if used is None:
        return f"hub: failed, see {log}"
    judged = Judged.read(data.truth, clusters, data.records)
    reviews = sorted(folder.glob("*review*.csv"))
    review = judged.review(asked_pairs(reviews[0])) if reviews else None
    return Line(data.name, "hub", judged.scores(), used, "its own thresholds", review)


def peer(name: str, python: Path, data: Data, folder: Path) -> Line | str:
    """A peer by the interpreter of its environment, at its best thresholds."""
    if not python.exists():
        return f"{name}: left out, `make bench-match` makes its environment"
    log = folder / "log.txt"
    used = run([python, "-m", f"benchmarks.identity.peers.{name}_run", data.records, folder], log)
    if used is None:
        return f"{name}: failed, see {log}"
    best = {kind: _best(kind, data, folder) for kind in _kinds(folder)}
    clusters = folder / "clusters.csv"
    _join([folder / f"{kind}.{threshold}.csv" for kind, threshold in best.items()], clusters)
    about = json.loads((folder / "used.json").read_text())
    spared = [lap for step, lap in about["laps"].items() if _is_another(step, best)]
    used = replace(
        used,
        cpu_s=used.cpu_s - sum(lap["cpu_s"] for lap in spared),
        wall_s=used.wall_s - sum(lap["wall_s"] for lap in spared),
    )
    versions = ", ".join(f"{package} {version}" for package, version in about["versions"].items())
    chosen = ", ".join(f"{kind} {threshold}" for kind, threshold in best.items())
    scores = Judged.read(data.truth, clusters, data.records).scores()
    return Line(data.name, versions, scores, used, f"its best threshold by the truth: {chosen}")


def _is_another(step: str, best: Mapping[str, str]) -> bool:
    """Whether the step clustered at a threshold that was not chosen."""
    kind, _, rest = step.partition(" cluster ")
    return bool(rest) and rest != best[kind]


def _kinds(folder: Path) -> list[str]:
    return sorted({path.name.split(".")[0] for path in folder.glob("*.*.csv")})


def _best(kind: str, data: Data, folder: Path) -> str:
    """The threshold with the best F1 over the records of this kind."""
    truth = dict(_rows(data.truth))
    found = {}
    for path in folder.glob(f"{kind}.*.csv"):
        clusters = dict(_rows(path))
        own = {record: truth[record] for record in clusters}
        found[path.name.removeprefix(f"{kind}.").removesuffix(".csv")] = Judged(own, clusters, {}).scores()[ALL].f1
    return max(found, key=lambda threshold: (found[threshold], threshold))


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["record_id"], row.get("cluster_id") or row["entity_id"]


def _join(parts: list[Path], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record_id", "cluster_id"))
        for part in parts:
            rows.writerows(_rows(part))


def _python(matcher: str) -> Path:
    return ROOT / PEERS[matcher] / "bin" / "python"


def _make(kind: str, records: int, seed: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    match kind:
        case "second":
            make_second(records, seed, folder)
        case "third":
            write_third(folder, records, seed)
        case _:
            make(Order(records, seed, kind), folder)


def data_sets(asked: argparse.Namespace) -> Iterator[Data]:
    """The worlds that were asked for, and FEBRL where its environment is there."""
    for seed in asked.seeds:
        folder = asked.out / f"{asked.kind}-{asked.records}-{seed}"
        _make(asked.kind, asked.records, seed, folder)
        yield Data(f"{asked.kind} {asked.records:,}, seed {seed}", folder)
    python = _python("splink")
    if python.exists() and not asked.no_febrl:
        folder = asked.out / "febrl"
        folder.mkdir(parents=True, exist_ok=True)
        if run([python, "-m", "benchmarks.identity.febrl", folder], folder / "log.txt") is None:
            raise SystemExit(f"FEBRL could not be read, see {folder / 'log.txt'}")
        yield from (Data(f"FEBRL {number}", folder / f"febrl{number}") for number in (3, 4))


def main() -> None:
    """Run all on all, line by line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity.bench", description=__doc__)
    parser.add_argument("--records", type=int, default=SMALL)
    parser.add_argument("--million", action="store_true", help=f"with {MILLION:,} records")
    parser.add_argument("--seeds", type=int, nargs="+", default=[101], help="worlds on which nothing was tuned")
    parser.add_argument("--kind", default="mixed", choices=("mixed", "b2b", "b2c", "second", "third"))
    parser.add_argument("--only", nargs="+", choices=("hub", *PEERS), default=["hub", *PEERS])
    parser.add_argument("--no-febrl", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / ".bench-match")
    asked = parser.parse_args()
    if asked.million:
        asked.records = MILLION
    asked.out = asked.out.resolve()
    print(f"`python -m benchmarks.identity.bench {' '.join(sys.argv[1:])}`")
    print(" · ".join(f"{key} {value}" for key, value in circumstances().items()))
    print(f"\n{HEAD}", flush=True)
    left_out = []
    for data in data_sets(asked):
        for matcher in asked.only:
            folder = data.folder / matcher
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.iterdir():
                old.unlink()
            if matcher == "hub":
                line = ours([sys.executable, "-m", "hub", "match", "file"], data, folder)
            else:
                line = peer(matcher, _python(matcher), data, folder)
            if isinstance(line, Line):
                print(line, flush=True)
            else:
                left_out.append(f"{data.name}: {line}")
    print("", *left_out, sep="\n")


if __name__ == "__main__":
    main()
