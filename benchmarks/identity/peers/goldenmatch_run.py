"""GoldenMatch 3: `python -m benchmarks.identity.peers.goldenmatch_run RECORDS.csv FOLDER`.

Companies and people apart, its probabilistic matching with EM training, term frequencies and several blocking passes.
Its own cut (0.5 on these records) joins a fifth of what is to be joined, so its scored pairs are cut lower as well.
"""

from __future__ import annotations

import csv
import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.identity.peers.meter import Meter, peak_mb
from benchmarks.identity.peers.tidy import TIDY_COLUMNS, tidy

THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
# Column, how it is compared, and whether rare values weigh more.
_FIELDS = {
    "company": (
        ("company", "jaro_winkler", True),
        ("company_kana", "jaro_winkler", False),
        ("phone", "exact", True),
        ("number", "levenshtein", False),
        ("address", "jaro_winkler", False),
        ("domain", "exact", True),
        ("postal_code", "exact", True),
    ),
    "person": (
        ("person", "jaro_winkler", True),
        ("person_kana", "jaro_winkler", False),
        ("email", "levenshtein", True),
        ("mobile", "levenshtein", False),
        ("phone", "exact", True),
        ("company", "jaro_winkler", True),
        ("address", "jaro_winkler", False),
        ("birthday", "date", False),
    ),
}
_PASSES = {
    "company": (("company",), ("phone",), ("number",), ("domain",), ("address",), ("company_kana",)),
    "person": (("person",), ("email",), ("mobile",), ("person_kana",), ("phone", "person")),
}


def _config(golden: Any, kind: str, filled: set[str]) -> Any:
    fields = [
        {"field": field, "scorer": scorer, "levels": 2 if scorer == "exact" else 3, "tf_adjustment": rare}
        for field, scorer, rare in _FIELDS[kind]
        if field in filled
    ]
    passes = [{"fields": list(columns), "additive": True} for columns in _PASSES[kind] if filled.issuperset(columns)]
    blocking = {
        "strategy": "multi_pass",
        "keys": passes,
        "passes": passes,
        "skip_oversized": True,
        "max_block_size": 1000,
    }
    matchkey = {"name": kind, "type": "probabilistic", "fields": fields, "link_threshold": min(THRESHOLDS)}
    return golden.GoldenMatchConfig(matchkeys=[matchkey], blocking=blocking)


def _cut(pairs: Iterable[tuple[int, int, float]], threshold: float, count: int) -> list[int]:
    """The cluster of each row, where all pairs of at least the threshold are joined."""
    above = list(range(count))

    def root(row: int) -> int:
        while above[row] != row:
            above[row] = above[above[row]]
            row = above[row]
        return row

    for left, right, score in pairs:
        if score >= threshold:
            above[root(left)] = root(right)
    return [root(row) for row in range(count)]


def _write(target: Path, kind: str, ids: Sequence[str], clusters: Sequence[int]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record_id", "cluster_id"))
        rows.writerows((one, f"{kind}-{cluster}") for one, cluster in zip(ids, clusters, strict=True))


def _link(golden: Any, kind: str, rows: list[dict[str, str]], meter: Meter, folder: Path) -> None:
    arrow = importlib.import_module("pyarrow")
    columns = {name: arrow.array([row[name] or None for row in rows], arrow.string()) for name in TIDY_COLUMNS}
    filled = {name for name in TIDY_COLUMNS if any(row[name] for row in rows)}
    result = golden.dedupe_df(arrow.table(columns), config=_config(golden, kind, filled))
    meter.lap(f"{kind} match")
    ids, pairs = [row["record_id"] for row in rows], result.scored_pairs
    for threshold in THRESHOLDS:
        _write(folder / f"{kind}.{threshold}.csv", kind, ids, _cut(pairs, threshold, len(rows)))
        meter.lap(f"{kind} cluster {threshold}")


def main() -> None:
    """Match the records."""
    records, folder = Path(sys.argv[1]), Path(sys.argv[2])
    golden = importlib.import_module("goldenmatch")
    meter = Meter()
    tidied = tidy(records, folder / "tidy.csv")
    meter.lap("tidy")
    with tidied.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    meter.lap("load")
    for kind in _FIELDS:
        chosen = [row for row in rows if row["entity_type"] == kind]
        if chosen:
            _link(golden, kind, chosen, meter, folder)
    used = {"laps": meter.laps, "peak_mb": peak_mb(), "versions": {"goldenmatch": golden.__version__}}
    (folder / "used.json").write_text(json.dumps(used))


if __name__ == "__main__":
    main()
