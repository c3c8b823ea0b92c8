"""The history of one seed under the schedule: what happens is that of the lab, over hours and days of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.simulation import story as lab
from tests.simulation.events import Event, Sync
from tests.simulation.nature import WorldNature
from tests.simulation.scheduled.rhythm import Rhythm, rhythms

MINUTE, HOUR = 60.0, 3600.0
WINDOWS_S = (MINUTE, 10 * MINUTE, 20 * MINUTE, HOUR, 4 * HOUR)
NIGHTLY_WINDOWS_S = (10 * MINUTE, HOUR, 5 * HOUR, 26 * HOUR)
# Every system is read and written at least twice in it.
REST_S, NIGHTLY_REST_S = 10 * HOUR, 60 * HOUR


@dataclass(frozen=True)
class Story:
    """One seed's world, its times and its history."""

    seed: int
    nature: WorldNature
    times: tuple[Rhythm, ...]
    events: tuple[Event, ...]
    rest_s: float = REST_S

    @property
    def about(self) -> Sequence[object]:
        return (*self.nature.systems, *self.times)


def story_of(seed: int) -> Story:
    """The history of a seed."""
    told, chance = lab.story_of(seed), random.Random(f"schedule {seed}")
    is_nightly = chance.randrange(4) == 0
    times = rhythms(chance, told.nature.systems, is_nightly=is_nightly)
    events = _over_hours(chance, told.events, NIGHTLY_WINDOWS_S if is_nightly else WINDOWS_S)
    return Story(seed, told.nature, times, tuple(events), NIGHTLY_REST_S if is_nightly else REST_S)


def _over_hours(chance: random.Random, events: Sequence[Event], windows_s: Sequence[float]) -> Iterator[Event]:
    """Runs become stretches of time, and what befalls them befalls any of the jobs in one."""
    for event in events:
        if isinstance(event, Sync):
            later = chance.choice((0, 0, 20, 100))
            yield replace(
                event,
                pause_s=chance.choice(windows_s),
                meanwhile={moment + later: deed for moment, deed in event.meanwhile.items()},
                dies_at=event.dies_at and event.dies_at + later,
                overtaken_at=event.overtaken_at and event.overtaken_at + later,
            )
        else:
            yield event
