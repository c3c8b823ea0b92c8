"""`python -m benchmarks.evidence`: how fast a hub that weighs the evidence takes in records.

load: a world of `benchmarks.identity` into an empty store, CPU a record. more: records of the same world that the store
does not have yet, so many at a time, from the raw record to the stored decision: each time is a run that pulls and
resolves. A store that is kept (`--keep`) has them afterwards: measure on a copy of its folder.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from benchmarks.arrivals import Hub, records_of
from benchmarks.figures import circumstances
from benchmarks.usage import Meter, Used
from hub.sdk.records import RawRecord

_SPARE = 25_000
"""Records that a world has beyond those that are loaded, so that the same ones are loaded whatever is asked for."""
Records = Iterator[tuple[str, RawRecord]]
_STEPS = ("pull", "resolve")
_LOAD = 50_000
"""Records that are announced at a time: the system in memory is not what is measured."""


def load(hub: Hub, records: Records, count: int) -> None:
    """Take in so many, and print what it took."""
    spent = dict.fromkeys(_STEPS, 0.0)
    meter, wall_s = Meter(), 0.0
    for start in range(0, count, _LOAD):
        hub.announce(islice(records, min(_LOAD, count - start)))
        meter.lap()
        hub.take("pull")
        used = meter.lap()
        spent["pull"] += used.cpu_s
        wall_s += used.wall_s
    hub.take("resolve")
    used = meter.lap()
    spent["resolve"] += used.cpu_s
    told = ", ".join(f"{step} {cpu_s / count * 1e6:.0f}" for step, cpu_s in spent.items())
    print(
        f"{count} records loaded: {sum(spent.values()) / count * 1e3:.3f} ms CPU a record (µs: {told}), "
        f"{wall_s + used.wall_s:.1f} s, peak {used.peak_mb:.0f} MB",
        flush=True,
    )


def more(hub: Hub, records: Records, size: int, times: int) -> None:
    """Take in so many more at a time, and print how long it took."""
    laps = [_taken(hub, records, size) for _ in range(times)]
    walls = sorted(used.wall_s * 1e3 for used in laps)
    late = quantiles(walls, n=20, method="inclusive")[-1] if times > 1 else walls[0]
    cpu_ms = median(used.cpu_s * 1e3 for used in laps)
    print(
        f"{size} more, {times} times: p50 {median(walls):.2f} ms, p95 {late:.2f} ms, CPU {cpu_ms:.2f} ms, "
        f"peak {laps[-1].peak_mb:.0f} MB",
        flush=True,
    )


def _taken(hub: Hub, records: Records, size: int) -> Used:
    hub.announce(islice(records, size))
    meter = Meter()
    hub.take(*_STEPS)
    return meter.lap()


def _sizes(text: str) -> tuple[int, int]:
    size, _, times = text.partition("x")
    return int(size), int(times or 1)


def main() -> None:
    """Load, add, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="how many the store holds first")
    parser.add_argument("--more", type=_sizes, nargs="*", default=[(1, 200), (100, 10)], metavar="SIZExTIMES")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--kind", default="mixed")
    parser.add_argument("--url", help="the store; one of SQLite in a folder of its own by default")
    parser.add_argument(
        "--keep", type=Path, help="the folder of the store, which stays: what it holds is not loaded again"
    )
    parser.add_argument("--profile", type=Path, help="also write a profile there, for pstats (the figures suffer)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="customer-hub-evidence") as folder:
        _measure(asked, asked.keep or Path(folder), asked.more)


def _measure(asked: argparse.Namespace, folder: Path, sizes: Sequence[tuple[int, int]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    needed = asked.records + _SPARE
    world, store = folder / f"world-{asked.kind}-{asked.seed}-{needed}", folder / "hub.db"
    if not world.exists():
        # In another process, because a world needs memory.
        told = ("--records", str(needed), "--seed", str(asked.seed), "--kind", asked.kind, "--out", str(world))
        subprocess.run([sys.executable, "-m", "benchmarks.identity", "make", *told], check=True, capture_output=True)
    is_loaded = store.exists() and asked.url is None
    print(" · ".join(f"{key} {value}" for key, value in circumstances().items()), flush=True)
    hub, records = Hub(asked.url or f"sqlite:///{store}"), records_of(world / "records.csv")
    gc.collect()
    profiler = cProfile.Profile()
    if asked.profile:
        profiler.enable()
    if is_loaded:
        next(islice(records, asked.records - 1, None))
    else:
        load(hub, records, asked.records)
    for size, times in sizes:
        more(hub, records, size, times)
    hub.close()
    if asked.profile:
        profiler.disable()
        profiler.dump_stats(asked.profile)


if __name__ == "__main__":
    main()
