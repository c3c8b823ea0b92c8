"""At which times the systems of a world are read and written."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from hub.config.timing import parse_trigger
from hub.config.words import parse_quiet_hours
from hub.schedule.plans import CatchUp, JobPlan
from tests.simulation.nature import Nature

# Of worlds that are in step within hours, and of those where some systems have their turn once a night.
BY_DAY = (("every 15m", "every 20m", "every 45m", "every 2h"), ("", "", "", "every 1h"), ("", "", "12:00-13:30"))
BY_NIGHT = (
    ("every 45m", "every 2h", "0 20 * * *", "*/30 8-19 * * *"),
    ("", "", "every 1h", "30 3 * * *"),
    ("", "", "22:00-06:00"),
)


@dataclass(frozen=True)
class Rhythm:
    """The times of one system as a configuration names them; nothing named of its writes: whenever something waits."""

    system: str
    reads: str
    writes: str = ""
    quiet: str = ""
    jitter_s: float = 0.0
    catch_up: CatchUp = "once"

    def plans(self) -> list[JobPlan]:
        quiet = parse_quiet_hours(self.quiet) if self.quiet else None
        directions = (("pull", self.reads), ("push", self.writes))
        return [
            JobPlan(self.system, direction, parse_trigger(times), self.jitter_s, quiet, self.catch_up)  # type: ignore[arg-type]
            for direction, times in directions
            if times
        ]


def rhythms(chance: random.Random, systems: Sequence[Nature], *, is_nightly: bool) -> tuple[Rhythm, ...]:
    """Of each system."""
    return tuple(_rhythm(chance, system.name, *(BY_NIGHT if is_nightly else BY_DAY)) for system in systems)


def _rhythm(
    chance: random.Random, name: str, reads: Sequence[str], writes: Sequence[str], quiet: Sequence[str]
) -> Rhythm:
    return Rhythm(
        name,
        chance.choice(reads),
        chance.choice(writes),
        chance.choice(quiet),
        chance.choice((0.0, 0.0, 90.0)),
        chance.choice(("once", "once", "skip")),
    )
