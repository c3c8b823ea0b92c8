"""One history under the schedule from its first event to its rest, and what the laws say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.simulation.laws import LAWS
from tests.simulation.life import AT_REST, AT_WORK, at_rest
from tests.simulation.scheduled.office import ScheduledOffice
from tests.simulation.scheduled.story import Story, story_of
from tests.simulation.tier import Outcome, Tier, lived
from tests.simulation.trace import Trace


def live(story: Story, events: Sequence[Any] | None = None, *, keeps_trace: bool = False) -> Outcome:
    """Live through a history, or through those of its events that are given."""
    trace = Trace(keeps=keeps_trace)
    office = ScheduledOffice(story, trace)
    return lived(story, office, trace, events, lambda: at_rest(office))


SCHEDULED = Tier("tests.simulation.scheduled", story_of, live, (*AT_WORK, *AT_REST, *LAWS))
