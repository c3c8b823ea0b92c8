"""One measurement in a fresh process: `python -m benchmarks.measure run CONFIG` prints one line of JSON.

run: the steps of a sync, each with its CPU. again: the same from a cursor that was forgotten, so all pages are read.
idle: runs that find nothing changed, in a warm process.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.usage import Meter, Used
from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.store import streams
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World

_IDLE_RUNS = 20
_QUIET = Surroundings(log=lambda event, **data: None)


def run(config: Path, steps: list[str]) -> dict[str, Any]:
    """The steps one after the other; opening the hub and its database is counted, importing Python modules is not."""
    meter = Meter()
    with _hub(config) as world:
        laps = {"open": meter.lap()}
        for step in steps:
            report = run_pipeline(world, steps=(step,))
            laps[step] = meter.lap()
            _prove(report)
    return {"steps": {name: used.as_document() for name, used in laps.items()}, **_sum(laps.values())}


def again(config: Path, steps: list[str]) -> dict[str, Any]:
    """All pages once more."""
    with _hub(config) as world, world.database.begin() as tx:
        for stream in world.streams():
            if stream.pulls:
                streams.advance(tx, stream.stream_id, None, world.now_text())
    return run(config, steps)


def sync(config: Path, _: list[str]) -> dict[str, Any]:
    """A whole sync in one go, as the hub does it."""
    meter = Meter()
    with _hub(config) as world:
        meter.lap()
        report = run_pipeline(world)
        used = meter.lap()
    _prove(report)
    return {**used.as_document(), "written": report.ledger.written, "report": report.as_document()}


def idle(config: Path, _: list[str]) -> dict[str, Any]:
    """The median of runs in which nothing had changed; the first ones warm the process up and are not counted."""
    with _hub(config) as world:
        for _warm_up in range(3):
            run_pipeline(world)
        meter = Meter()
        laps = []
        for _run in range(_IDLE_RUNS):
            report = run_pipeline(world)
            laps.append(meter.lap())
    assert report.ledger.written == 0
    median = sorted(laps, key=lambda used: used.cpu_s)[_IDLE_RUNS // 2]
    return {**median.as_document(), "runs": _IDLE_RUNS + 3}


@contextmanager
def _hub(config: Path) -> Iterator[World]:
    with opened(load_config(config), replace(_QUIET)) as world:
        yield world


def _sum(laps: Any) -> dict[str, float]:
    used: list[Used] = list(laps)
    return {
        "cpu_s": sum(one.cpu_s for one in used),
        "wall_s": sum(one.wall_s for one in used),
        "peak_mb": max(one.peak_mb for one in used),
    }


def _prove(report: Report) -> None:
    """A figure of a run that did not do its work is worth nothing."""
    if report.state != "ok" or any(pull.quarantined for pull in report.ledger.pulls.values()):
        raise SystemExit(f"the run did not succeed: {report.as_document()}")


_KINDS = {"run": run, "again": again, "sync": sync, "idle": idle}


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=_KINDS)
    parser.add_argument("config", type=Path)
    parser.add_argument("--steps", default="pull,resolve,plan")
    parser.add_argument("--profile", type=Path, help="also write a profile there, for pstats (the figures suffer)")
    asked = parser.parse_args()
    gc.collect()
    profiler = cProfile.Profile()
    if asked.profile:
        profiler.enable()
    found = _KINDS[asked.kind](asked.config, asked.steps.split(","))
    if asked.profile:
        profiler.disable()
        profiler.dump_stats(asked.profile)
    print(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    main()
