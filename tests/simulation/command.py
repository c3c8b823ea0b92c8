"""The command of a tier: many of its histories, or one, cut to what breaks a law."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.simulation.campaign import campaign
from tests.simulation.shrink import shortest
from tests.simulation.tier import Outcome, Tier


def command(tier: Tier, about: str | None) -> int:
    """0 where no law was broken."""
    parser = argparse.ArgumentParser(prog=f"python -m {tier.module}", description=about)
    parser.add_argument("--seed", type=int, help="one seed alone")
    parser.add_argument("--trace", action="store_true", help="with --seed: every request, answer, commit and event")
    parser.add_argument("--whole", action="store_true", help="with --seed: don't look for the shortest broken part")
    parser.add_argument("--seeds", type=int, default=100, help="how many")
    parser.add_argument("--start", type=int, default=0, help="the first of them")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--state", type=Path, help="a file by which a long campaign goes on where it stopped")
    wished = parser.parse_args()
    if wished.seed is not None:
        return _one(tier, wished.seed, with_trace=wished.trace, whole=wished.whole)
    return _many(tier, wished.start, wished.seeds, wished.jobs, wished.state)


def _many(tier: Tier, start: int, count: int, jobs: int, state: Path | None) -> int:
    told = 0
    for tally in campaign(tier, start, count, jobs, state):
        for seed, law, text in tally.broken[told:]:
            _say(f"seed {seed} broke '{law}': {text}")
        told = len(tally.broken)
        whole = tally
    _say(f"what happened: {dict(whole.did)}")
    _say(f"residual: {dict(whole.residual)}")
    _say(whole.summary())
    return 1 if whole.broken else 0


def _one(tier: Tier, seed: int, *, with_trace: bool, whole: bool) -> int:
    story = tier.story_of(seed)
    outcome = tier.live(story, keeps_trace=with_trace)
    events = story.events
    if outcome.broken and not whole:
        events = tuple(shortest(tier, story, {law for law, _ in outcome.broken}))
        outcome = tier.live(story, events, keeps_trace=with_trace)
    _say("\n".join(str(nature) for nature in story.about))
    _say("\n".join(f"  {event}" for event in events))
    _tell(outcome)
    return 1 if outcome.broken else 0


def _tell(outcome: Outcome) -> None:
    for line in outcome.trace:
        _say(line)
    for law, text in outcome.broken:
        _say(f"seed {outcome.seed} broke '{law}': {text}")
    if not outcome.broken:
        _say(f"seed {outcome.seed} broke no law in {outcome.runs} runs; trace {outcome.digest}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
