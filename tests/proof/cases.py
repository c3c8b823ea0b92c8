"""Cases by number on several processes; what has been done is kept in a file, so that a long proof can go on later.

Invariant: a case depends on its number alone, so a violation is repeated by it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a case met (counted, for a law that is never put to the test proves nothing), and what it broke."""

    met: Counter[str]
    violations: list[str]


Case = Callable[[int], Outcome]


@dataclass
class Tally:
    """All cases so far."""

    cases: int = 0
    met: Counter[str] = field(default_factory=Counter)
    violations: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.cases += other.cases
        self.met += other.met
        self.violations += other.violations

    def figures(self, name: str) -> str:
        met = ", ".join(f"{count:,} {what}" for what, count in sorted(self.met.items()))
        return f"{name}: {self.cases:,} cases ({met}): {len(self.violations)} violations"


def lived(case: Case, numbers: range) -> Tally:
    """These cases, one after the other."""
    tally = Tally()
    for number in numbers:
        outcome = case(number)
        tally.cases += 1
        tally.met += outcome.met
        tally.violations += [(number, violation) for violation in outcome.violations]
    return tally


def proved(case: Case, numbers: range, jobs: int, chunk: int, kept: Path | None = None) -> Tally:
    """These cases over `jobs` processes; the chunks named in `kept` are not repeated."""
    done = _Kept(kept)
    tally = done.tally
    chunks = [range(at, min(at + chunk, numbers.stop)) for at in range(numbers.start, numbers.stop, chunk)]
    for part, found in _each(case, [part for part in chunks if part.start not in done.starts], jobs):
        tally.add(found)
        done.add(part.start)
    return tally


def _each(case: Case, parts: Sequence[range], jobs: int) -> Iterator[tuple[range, Tally]]:
    if jobs <= 1:
        yield from ((part, lived(case, part)) for part in parts)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        yield from zip(parts, pool.map(lived, [case] * len(parts), parts), strict=True)


class _Kept:
    """The progress of a proof in a file, replaced as a whole after each chunk."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.starts: set[int] = set()
        self.tally = Tally()
        if path is not None and path.exists():
            document = json.loads(path.read_text(encoding="utf-8"))
            self.starts = set(document["starts"])
            self.tally = Tally(
                document["cases"], Counter(document["met"]), [(n, why) for n, why in document["violations"]]
            )

    def add(self, start: int) -> None:
        self.starts.add(start)
        if self._path is None:
            return
        tally = self.tally
        document = {"cases": tally.cases, "met": tally.met, "violations": tally.violations}
        beside = self._path.with_name(self._path.name + ".part")
        beside.write_text(json.dumps({**document, "starts": sorted(self.starts)}), encoding="utf-8")
        beside.replace(self._path)


def main(name: str, case: Case, *, chunk: int = 25, argv: Sequence[str] | None = None) -> int:
    """`--cases N --start S --jobs J --keep FILE`, or `--case N` for one of them; exit 1 where a law was broken."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.proof.{name}")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--start", type=int, default=1)
    parser.add_argument("--case", type=int, help="this one only")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="go on from here, and keep the progress here")
    wanted = parser.parse_args(argv)
    numbers = range(wanted.start, wanted.start + wanted.cases)
    if wanted.case is not None:
        numbers = range(wanted.case, wanted.case + 1)
    tally = proved(case, numbers, wanted.jobs if len(numbers) > 1 else 1, chunk, wanted.keep)
    for number, violation in tally.violations[:20]:
        sys.stdout.write(f"case {number}: {violation}\n  again: python -m tests.proof.{name} --case {number}\n")
    sys.stdout.write(tally.figures(name) + "\n")
    return 1 if tally.violations else 0
