"""The suites of the proof as data: what each is called, how it is started, and how much of it CI and a release live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.planted.gallery import BUGS


@dataclass(frozen=True)
class Suite:
    """`command(start, count, jobs)` are the words behind `python`; `lines` of its output are its figures."""

    name: str
    title: str
    command: Callable[[int, int, int], list[str]]
    ci: int
    release: int
    chunk: int
    lines: int = 1


def _numbered(module: str, many: str = "--cases") -> Callable[[int, int, int], list[str]]:
    """Cases that are told by their number alone."""
    return lambda start, count, jobs: ["-m", module, many, str(count), "--start", str(start + 1), "--jobs", str(jobs)]


def _seeded(module: str, many: str, *more: str) -> Callable[[int, int, int], list[str]]:
    """Cases that are told by a seed and their number: each chunk has a seed of its own."""
    return lambda start, count, jobs: ["-m", module, many, str(count), "--seed", str(start + 1), *more]


def _lives(module: str) -> Callable[[int, int, int], list[str]]:
    """Histories of a tier of the simulation, by their seeds."""
    return lambda start, count, jobs: [
        *("-m", module, "--seeds", str(count), "--start", str(start), "--jobs", str(jobs))
    ]


def _acts(start: int, count: int, _: int) -> list[str]:
    return ["-m", "tests.crash.acts", "--worlds", str(count), "--start", str(start)]


def _laws(start: int, times: int, jobs: int) -> list[str]:
    return ["-m", "tests.proof.laws", "--times", str(times), "--seed", str(start + 1), "--jobs", str(jobs)]


def _described(start: int, examples: int, _: int) -> list[str]:
    return ["-m", "tests.console.described", "--examples", str(examples), "--seed", str(start + 1)]


def _planted(_: int, __: int, jobs: int) -> list[str]:
    return ["-m", "tests.planted", "--jobs", str(jobs)]


SUITES: tuple[Suite, ...] = (
    Suite(
        "merging",
        "survivorship and clusters against an oracle",
        _numbered("tests.proof.merging"),
        20_000,
        1_000_000,
        100_000,
    ),
    Suite(
        "planned", "worlds where apply is held against its plan", _numbered("tests.proof.planned"), 1_000, 50_000, 2_000
    ),
    Suite(
        "explained", "worlds of which every value is explained", _numbered("tests.proof.explained"), 500, 20_000, 2_000
    ),
    Suite(
        "webhooks", "events of webhooks, true and forged", _numbered("tests.proof.webhooks"), 10_000, 1_000_000, 20_000
    ),
    Suite("bundled", "worlds whose runs are replayed elsewhere", _numbered("tests.proof.bundled"), 150, 5_000, 500),
    Suite("undone", "sequences of undos", _numbered("tests.proof.undone"), 2_000, 50_000, 5_000),
    Suite("simulation", "simulated lives", _lives("tests.simulation"), 10_000, 100_000, 10_000, lines=3),
    Suite("scheduled", "lives under the schedule", _lives("tests.simulation.scheduled"), 500, 20_000, 1_000, lines=3),
    Suite("wire", "lives of the real connectors", _lives("tests.simulation.wire"), 300, 20_000, 1_000, lines=3),
    Suite("kills", "hubs that were killed", _seeded("tests.crash", "--kills"), 10_000, 100_000, 10_000, lines=4),
    Suite("acts", "worlds of which every apply and undo is killed", _acts, 1, 20, 5, lines=3),
    Suite(
        "server",
        "failures of a PostgreSQL server under the hub",
        _seeded("tests.crash.postgresql", "--kills"),
        30,
        500,
        100,
        lines=2,
    ),
    Suite("laws", "times the share of random inputs of every law of the tests", _laws, 3, 100, 5),
    Suite("described", "examples of every operation of the HTTP API", _described, 50, 1_000, 100),
    Suite("planted", "planted bugs", _planted, len(BUGS), len(BUGS), len(BUGS)),
    Suite("hostile", "malformed inputs", _seeded("tests.hostile", "--cases"), 60_000, 1_000_000, 60_000, lines=10),
)
