"""Hostile input by the ten thousand: `python -m tests.hostile --cases 60000 --seed 1 --only http,json`.

One case again, with all that it raises: `python -m tests.hostile --only json --seed 1 --case 4711`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from math import ceil

from tests.hostile.cards import Cards
from tests.hostile.cells import Cells
from tests.hostile.http_answers import HttpAnswers
from tests.hostile.json_pages import JsonPages
from tests.hostile.kinds import Case, Kind
from tests.hostile.mails import Mails
from tests.hostile.runner import MEMORY_MB, Tally, run_cases
from tests.hostile.sheets import CsvLists, OldWorkbooks, Workbooks
from tests.hostile.yaml_files import YamlFiles

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        HttpAnswers(),
        JsonPages(),
        YamlFiles(),
        Workbooks(),
        OldWorkbooks(),
        CsvLists(),
        Mails(),
        Cards(),
        Cells(),
    )
}
CHUNK = 250


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 0 where nothing failed."""
    wished = _wished(arguments)
    kinds = [KINDS[name] for name in wished.only]
    if wished.case is not None:
        return _one(Case.of(kinds[0], wished.seed, wished.case))
    tallies = _run(kinds, wished.cases, wished.seed, wished.jobs)
    _show(tallies)
    return 1 if any(tally.failures for tally in tallies.values()) else 0


def _wished(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--cases", type=int, default=60_000, help="how many in all kinds together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="only this one of the first kind, with its trace")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--only", default=",".join(KINDS), help=f"kinds, of {', '.join(KINDS)}")
    wished = parser.parse_args(arguments)
    wished.only = wished.only.split(",")
    if unknown := [name for name in wished.only if name not in KINDS]:
        parser.error(f"nothing reads {', '.join(unknown)}; known: {', '.join(KINDS)}")
    return wished


def _one(case: Case) -> int:
    data = case.data()
    sys.stdout.write(f"{case}\n{data[:2000]!r}\n")
    sys.stdout.write(f"{case.read(data)}\n")
    return 0


def _run(kinds: Sequence[Kind], cases: int, seed: int, jobs: int) -> dict[str, Tally]:
    shares = sum(kind.share for kind in kinds)
    orders = [
        (kind.name, seed, start, min(start + CHUNK, count))
        for kind in kinds
        for count in [max(1, ceil(cases * kind.share / shares))]
        for start in range(0, count, CHUNK)
    ]
    tallies = {kind.name: Tally() for kind in kinds}
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        for name, tally in pool.map(_chunk, orders):
            tallies[name].add(tally)
    return tallies


def _chunk(order: tuple[str, int, int, int]) -> tuple[str, Tally]:
    name, seed, start, end = order
    return name, run_cases(KINDS[name], seed, range(start, end))


def _show(tallies: dict[str, Tally]) -> None:
    write = sys.stdout.write
    write(f"{'kind':6}{'cases':>8}{'read':>8}{'quar.':>8}{'refused':>9}{'failed':>8}{'per s':>8}{'slowest':>10}")
    write(f"{'peak':>9}\n")
    for name, tally in tallies.items():
        counts = [tally.outcomes[key] for key in ("read", "quarantined", "refused", "failed")]
        write(f"{name:6}{tally.cases:8}{counts[0]:8}{counts[1]:8}{counts[2]:9}{counts[3]:8}")
        write(f"{tally.cases / max(tally.cpu_s, 0.001):8.0f}{tally.slowest_s * 1000:8.0f}ms{tally.peak_mb:7.0f}MB\n")
    failures = [failure for tally in tallies.values() for failure in tally.failures]
    alike = Counter(failure.place for failure in failures)
    for failure in {failure.place: failure for failure in failures}.values():
        write(f"\n{alike[failure.place]} times: {failure}\n")
    write(f"{sum(tally.cases for tally in tallies.values())} cases, {len(failures)} failed; ")
    write(f"at most {MEMORY_MB} MB allowed\n")


if __name__ == "__main__":
    sys.exit(main())
