"""The suites that have to catch a planted bug, each as numbered cases that name the laws that were broken."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.crash.story import lived
from tests.planted.planting import SIMULATION, Bug
from tests.proof.bundled import bundled_world
from tests.proof.cases import Case
from tests.proof.explained import explained_world
from tests.proof.merging import merging_case
from tests.proof.planned import planned_world
from tests.proof.undone import undone_world
from tests.simulation.life import live
from tests.simulation.story import story_of

Suite = Callable[[int], Sequence[str]]
"""The laws that the case of this number breaks."""

# Words by which the proofs tell that a law was broken, and its name where they are not the name.
_LAWS = {
    "a plan left something behind": "",
    "apply differs from its plan": "",
    "apply sent what no plan showed": "",
    "apply says nothing of": "apply tells of every planned change",
    "the order of the sources decided": "",
    "the engine remembers": "",
    "a cluster grew over a wall": "",
    "one golden id was given to two clusters": "",
    "is not explained": "every value is explained",
    "no run stored": "every value has its run",
    "no write is told": "every write is told",
    "comes out otherwise": "a run that is replayed comes out the same",
    "and not": "what is undone is as before",
    "a sync after the undo wrote something": "",
}


def _simulation(number: int) -> list[str]:
    return [law for law, _ in live(story_of(number)).broken]


def _crash(number: int) -> list[str]:
    return sorted({breach.split(":")[0] for breach in lived(f"1/{number}", "sqlite").breaches})


def _proof(case: Case) -> Suite:
    def broken(number: int) -> list[str]:
        violations = case(number + 1).violations
        return [next((name or words for words, name in _LAWS.items() if words in text), text) for text in violations]

    return broken


# Its hubs live in processes of their own, where nobody counts.
FORKS = "crash"
SUITES: dict[str, Suite] = {
    SIMULATION: _simulation,
    FORKS: _crash,
    "merging": _proof(merging_case),
    "planned": _proof(planned_world),
    "explained": _proof(explained_world),
    "bundled": _proof(bundled_world),
    "undone": _proof(undone_world),
}


# No case of a healthy engine takes a tenth of this.
_ENDLESS_CPU_S = 10.0


class EndlessError(BaseException):
    """A case that does not come to its end."""


class NotReachedError(AssertionError):
    """A check broke under a bug that it never met, or is broken without it: it says nothing of the bug."""


@dataclass(frozen=True)
class Sign:
    """The check by which a bug was caught: a suite, and the number of its case."""

    suite: str
    number: int = 0


@dataclass(frozen=True)
class Caught:
    """By which law a bug was caught, after how many cases and how much work; `sign` None: by none, and `reached` tells
    whether any case came by the place of the bug at all.
    """

    bug: str
    sign: Sign | None
    law: str
    cases: int
    cpu_s: float
    reached: bool

    @property
    def suite(self) -> str:
        """The suite, or of tests their file."""
        return self.sign.suite.split("::")[0] if self.sign is not None else ""


def catch(bug: Bug, cases: int, last: Sign | None = None) -> Caught:
    """Try the check that caught the bug last, then its suites one after the other, so many cases each."""
    began, tried, reached = _cpu_s(), 0, False
    for tried, sign in enumerate(_signs(bug, cases, last), 1):
        laws, calls = _broken(bug, sign)
        reached = reached or calls > 0
        if laws:
            return Caught(bug.name, sign, laws[0], tried, _cpu_s() - began, reached)
    return Caught(bug.name, None, "", tried, _cpu_s() - began, reached)


def _signs(bug: Bug, cases: int, last: Sign | None) -> Iterator[Sign]:
    if last is not None and last.suite in bug.suites:
        yield last
    for suite in bug.suites:
        for number in range(cases if suite in SUITES else 1):
            if (sign := Sign(suite, number)) != last:
                yield sign


def _broken(bug: Bug, sign: Sign) -> tuple[list[str], int]:
    """The laws that the bug breaks in one case, and how often its variants were called.

    What the healthy engine breaks too was not the bug's doing.
    """
    if sign.suite not in SUITES:
        # First, so that the tests are imported with the healthy engine.
        if failed := _failed(sign.suite):
            raise NotReachedError(f"{failed[0]} fails without any bug")
        with bug.planted() as calls:
            found = _failed(sign.suite)
    else:
        with bug.planted() as calls:
            found = _lived(SUITES[sign.suite], sign.number)
        if found:
            healthy = SUITES[sign.suite](sign.number)
            found = [law for law in found if law not in healthy]
    if found and not calls.total() and sign.suite != FORKS:
        raise NotReachedError(f"{sign} broke '{found[0]}', and never called what {bug.name} breaks")
    return found, calls.total()


def _lived(suite: Suite, number: int) -> list[str]:
    signal.signal(signal.SIGVTALRM, _endless)
    signal.setitimer(signal.ITIMER_VIRTUAL, _ENDLESS_CPU_S)
    try:
        return list(suite(number))
    except EndlessError:
        return ["a case comes to its end"]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _endless(*_: object) -> None:
    raise EndlessError


def _failed(nodes: str) -> list[str]:
    """The names of the tests that fail, if any."""
    told = io.StringIO()
    watcher = _Watcher()
    plain = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", "-o", "addopts="]
    # A folder of its own: in the usual one, others that run at the same time are tidied away with their files.
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(told):
        code = pytest.main([*plain, f"--basetemp={folder}/planted", nodes], [watcher])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise ValueError(f"{nodes} can't be run: {told.getvalue()}")
    return watcher.failed


class _Watcher:
    """Notes the tests that fail, as a plug-in of pytest."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid.split("::")[1].split("[")[0])


def _cpu_s() -> float:
    return sum(os.times()[:4])
