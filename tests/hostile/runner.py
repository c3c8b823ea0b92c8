"""Runs cases, watches time and memory, and tells each failure with its seed and the smallest input that shows it."""

from __future__ import annotations

import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from tests.hostile.kinds import BrokenRuleError, Case, Kind

MEMORY_MB = 200
# A case that hangs is ended after so much CPU time; its budget is far below.
HANG_S = 30.0
# How many readings the search for a smaller input may take.
SEARCHES = 300


@dataclass(frozen=True)
class Failure:
    """A case that ended otherwise than it may."""

    case: str
    reason: str
    place: str
    trace: str
    repro: bytes

    def __str__(self) -> str:
        shown = repr(self.repro) if len(self.repro) <= 600 else f"{self.repro[:300]!r} … {len(self.repro)} bytes"
        return f"{self.case}\n  {self.reason}\n  smallest input: {shown}\n{self.trace}"


@dataclass
class Tally:
    """What became of the cases of one kind."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    cpu_s: float = 0.0
    slowest_s: float = 0.0
    slowest: str = ""
    peak_mb: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.cases += other.cases
        self.outcomes += other.outcomes
        self.cpu_s += other.cpu_s
        if other.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest = other.slowest_s, other.slowest
        self.peak_mb = max(self.peak_mb, other.peak_mb)
        self.failures += other.failures


def run_cases(kind: Kind, seed: int, numbers: Sequence[int]) -> Tally:
    """Run these cases in this process."""
    tally = Tally()
    for number in numbers:
        case = Case.of(kind, seed, number)
        before_mb, begun_s = peak_mb(), time.process_time()
        data = case.data()
        reading_s = time.process_time()
        outcome = _ended(case, data)
        took_s = time.process_time() - reading_s
        tally.cases += 1
        tally.cpu_s += time.process_time() - begun_s
        if took_s > tally.slowest_s:
            tally.slowest_s, tally.slowest = took_s, str(case)
        failure = outcome if isinstance(outcome, BaseException) else _over_budget(kind, took_s, before_mb)
        if isinstance(outcome, str):
            tally.outcomes[outcome] += 1
        if failure is not None:
            tally.outcomes["failed"] += 1
            tally.failures.append(_told(case, failure, data))
    tally.peak_mb = peak_mb()
    return tally


def peak_mb() -> float:
    """The most memory that this process ever held."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _over_budget(kind: Kind, took_s: float, before_mb: float) -> BaseException | None:
    if took_s > kind.budget_s:
        return BrokenRuleError(f"took {took_s:.2f} s of CPU time; its budget is {kind.budget_s} s")
    if before_mb < MEMORY_MB < peak_mb():
        return BrokenRuleError(f"memory rose from {before_mb:.0f} to {peak_mb():.0f} MB; the most is {MEMORY_MB}")
    return None


def _ended(case: Case, data: bytes) -> BaseException | str:
    """The outcome, or what was raised."""
    try:
        with _no_longer_than(HANG_S):
            return case.read(data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of foreign code is no Exception
        return error


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise BrokenRuleError(f"still at work after {seconds} s of CPU time")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _told(case: Case, error: BaseException, data: bytes) -> Failure:
    trace = "".join(traceback.format_exception(error)[-12:])
    reason = f"{type(error).__name__}: {str(error)[:500]}"
    is_costly = isinstance(error, BrokenRuleError) and ("CPU" in reason or "memory" in reason)
    repro = data if is_costly else _smallest(case, data, error)
    place = str(traceback.extract_tb(error.__traceback__)[-1:])
    return Failure(str(case), reason, f"{type(error).__name__} {place}", trace, repro)


def _smallest(case: Case, data: bytes, error: BaseException) -> bytes:
    """The shortest input found that raises the same: with fewer steps, and then with fewer bytes."""
    left = [SEARCHES]

    def fails(candidate: bytes) -> bool:
        left[0] -= 1
        found = _ended(case, candidate)
        return type(found) is type(error)

    steps = list(case.steps)
    for step in case.steps:
        fewer = [other for other in steps if other is not step]
        if fails(smaller := case.data(fewer)):
            steps, data = fewer, smaller
    return _shortened(data, fails, left)


def _shortened(data: bytes, fails: Callable[[bytes], bool], left: list[int]) -> bytes:
    size = len(data) // 2
    while size and left[0] > 0:
        at = 0
        while at < len(data) and left[0] > 0:
            candidate = data[:at] + data[at + size :]
            if fails(candidate):
                data = candidate
            else:
                at += size
        size //= 2
    return data
