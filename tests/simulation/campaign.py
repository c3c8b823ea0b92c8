"""Many seeds on several processes: their outcomes summed up, and a file that lets a campaign go on where it stopped."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

import msgspec

from tests.simulation.tier import Tier

CHUNK = 25
# So many seeds apart are two of which each is lived through twice.
TWICE = 20


@dataclass
class Tally:
    """What so many seeds did; `broken` tells (seed, law, what happened)."""

    seeds: int = 0
    runs: int = 0
    deaths: int = 0
    twice: int = 0
    cpu_s: float = 0.0
    did: dict[str, int] = field(default_factory=dict)
    residual: dict[str, int] = field(default_factory=dict)
    broken: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take the figures of more seeds in."""
        self.seeds += other.seeds
        self.runs += other.runs
        self.deaths += other.deaths
        self.twice += other.twice
        self.cpu_s += other.cpu_s
        self.did = dict(Counter(self.did) + Counter(other.did))
        self.residual = dict(Counter(self.residual) + Counter(other.residual))
        self.broken += other.broken

    def summary(self) -> str:
        """One line of figures."""
        rate = self.seeds / self.cpu_s if self.cpu_s else 0.0
        broken = len({seed for seed, _, _ in self.broken})
        return (
            f"{self.seeds} seeds: {broken} broke a law; {self.runs} runs, {self.deaths} deaths, "
            f"{self.did.get('edits', 0)} edits, {self.twice} lived twice alike; {rate:.1f} seeds per CPU second"
        )


def tally_of(tier: Tier, seeds: range) -> Tally:
    """Live through these seeds; every twentieth twice, which must leave the same trace."""
    began, tally = time.process_time(), Tally()
    did, residual = Counter[str](), Counter[str]()
    for seed in seeds:
        story = tier.story_of(seed)
        outcome = tier.live(story)
        tally.seeds += 1
        tally.runs += outcome.runs
        tally.deaths += outcome.deaths
        did.update(outcome.did)
        residual.update(outcome.residual)
        tally.broken += [(seed, law, text) for law, text in outcome.broken]
        if seed % TWICE == 0:
            tally.twice += 1
            if tier.live(story).digest != outcome.digest:
                tally.broken.append((seed, "one seed is one history", "the second life left another trace"))
    tally.did, tally.residual = dict(did), dict(residual)
    tally.cpu_s = time.process_time() - began
    return tally


def campaign(tier: Tier, start: int, count: int, jobs: int, state: Path | None = None) -> Iterator[Tally]:
    """Tallies that grow; with a state file the seeds that it counts already are not lived again."""
    whole = _resumed(state)
    first, end = start + whole.seeds, start + count
    chunks = [range(at, min(at + CHUNK, end)) for at in range(first, end, CHUNK)]
    if jobs == 1:
        parts: Iterator[Tally] = map(tally_of, repeat(tier), chunks)
        yield from _growing(whole, parts, state)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from _growing(whole, pool.map(tally_of, repeat(tier), chunks), state)


def _growing(whole: Tally, parts: Iterator[Tally], state: Path | None) -> Iterator[Tally]:
    yield whole
    for part in parts:
        whole.add(part)
        if state is not None:
            state.write_bytes(msgspec.json.encode(whole))
        yield whole


def _resumed(state: Path | None) -> Tally:
    if state is None or not state.exists():
        return Tally()
    return msgspec.json.decode(state.read_bytes(), type=Tally)
