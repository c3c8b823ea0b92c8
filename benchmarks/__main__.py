"""`python -m benchmarks`: measures the hub, and dlt beside it in turn, and prints the figures with their targets."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.figures import Figure, circumstances, table
from benchmarks.scenarios import PEER_PYTHON, Bench, per_record
from benchmarks.serve import far_away

PUBLISHED, QUICK, MILLION = 100_000, 10_000, 1_000_000


def first_loads(bench: Bench, records: int, pairs: int, *, with_peer: bool) -> list[Figure]:
    """The hub and the peer in turn, so that whatever else the machine does befalls both; ratios are of pairs."""
    plain: list[dict[str, Any]] = []
    outbox: list[dict[str, Any]] = []
    peers: dict[str, list[dict[str, Any]]] = {"sqlite": [], "duckdb": []}
    for pair in range(pairs):
        _say(f"first loads of {records}, {pair + 1} of {pairs}")
        used, where = bench.first_load(records)
        shutil.rmtree(where.folder)
        plain.append(used)
        outbox.append(bench.first_load_with_outbox(records))
        if with_peer:
            for target, found in peers.items():
                found.append(bench.peer(target))
    figures = [
        per_record("first load: shadow, golden", plain, records, 80),
        per_record("first load: shadow, golden, outbox", outbox, records, 80),
        Figure("peak memory, first load with outbox", "MB", tuple(one["peak_mb"] for one in outbox), 150),
    ]
    for target, found in peers.items():
        if found:
            figures += _beside(target, found, plain, outbox, records)
    return figures


def _beside(
    target: str, peer: list[dict[str, Any]], plain: list[dict[str, Any]], outbox: list[dict[str, Any]], records: int
) -> list[Figure]:
    aim = 0.20 if target == "sqlite" else None
    return [
        per_record(f"dlt → {target}", peer, records),
        Figure(f"dlt → {target}, peak memory", "MB", tuple(one["peak_mb"] for one in peer)),
        Figure(f"first load / dlt → {target}", "", _ratios(plain, peer), aim),
        Figure(f"first load with outbox / dlt → {target}", "", _ratios(outbox, peer), aim),
    ]


def _ratios(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> tuple[float, ...]:
    return tuple(mine["cpu_s"] / other["cpu_s"] for mine, other in zip(ours, theirs, strict=True))


def steady_state(bench: Bench, records: int, repeats: int) -> tuple[list[Figure], float]:
    """A hub that holds everything already; also the peak memory of its first load."""
    _say(f"nothing changed, {records} stored")
    first, where = bench.first_load(records)
    full = [bench.everything_again(where, records) for _ in range(repeats)]
    idle = [bench.nothing_changed(where) for _ in range(repeats)]
    cold = [bench.cold(where) for _ in range(repeats)]
    shutil.rmtree(where.folder)
    peaks = (first["peak_mb"], *(one["peak_mb"] for one in full))
    stored = f"{records} stored"
    figures = [
        per_record(f"full re-pull, nothing changed, {stored}", full, records, 15),
        Figure(f"nothing changed, warm, {stored}", "ms", tuple(one["cpu_s"] * 1e3 for one in idle), 5, "CPU"),
        Figure(f"nothing changed, cold, {stored}", "s", tuple(one["wall_s"] for one in cold), 1, "wall"),
        Figure(f"nothing changed, cold, {stored}", "s", tuple(one["cpu_s"] for one in cold), None, "CPU"),
        Figure(f"peak memory, {stored}", "MB", (max(peaks),), 150),
    ]
    return figures, max(peaks)


def changes(bench: Bench, records: int, repeats: int) -> list[Figure]:
    """Edits that travel from one system to the other."""
    changed = records // 10
    _say(f"{changed} of {records} changed")
    where = bench.two_systems(records)
    found = [bench.changed(where, changed) for _ in range(repeats)]
    shutil.rmtree(where.folder)
    figure = per_record("", found, changed)
    name = f"{changed} of {records} changed, pulled to pushed"
    return [Figure(name, "ms a record", tuple(value / 1e3 for value in figure.found), 0.15, f"µs: {figure.note}")]


def measure(bench: Bench, asked: argparse.Namespace) -> list[Figure]:
    """Everything that was asked for."""
    with_peer = PEER_PYTHON.exists() and not asked.no_peer
    figures = first_loads(bench, asked.records, asked.repeats, with_peer=with_peer)
    steady, small = steady_state(bench, asked.records, asked.repeats)
    figures += steady + changes(bench, asked.records, asked.repeats)
    if asked.million:
        steady, large = steady_state(bench, MILLION, 1)
        growth = f"{asked.records} to {MILLION}"
        figures += [*steady, Figure("growth of peak memory", "×", (large / small,), 1.10, growth)]
    return figures


def _say(what: str) -> None:
    print(f"… {what}", flush=True)


def main() -> None:
    """Measure, print the table, and write the document where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} records, once")
    parser.add_argument("--records", type=int, default=PUBLISHED)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--million", action="store_true", help=f"also with {MILLION} records (minutes)")
    parser.add_argument("--no-peer", action="store_true", help="leave dlt out")
    parser.add_argument("--json", type=Path, help="write the figures there")
    asked = parser.parse_args()
    if asked.quick:
        asked.records, asked.repeats = QUICK, 1
    if not PEER_PYTHON.exists():
        print("dlt is left out: docs/reference/benchmarks.md tells how to install it")
    with far_away() as far, tempfile.TemporaryDirectory(prefix="customer-hub-bench") as folder:
        figures = measure(Bench(far, Path(folder)), asked)
    around = circumstances()
    print(f"\n{' · '.join(f'{key} {value}' for key, value in around.items())}\n\n{table(figures)}")
    if asked.json:
        document = {"format": 1, **around, "records": asked.records, "figures": [one.as_document() for one in figures]}
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(document)) + b"\n")


if __name__ == "__main__":
    main()
