"""From a history that broke a law to the shortest part of it that still breaks the same law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.simulation.tier import Story, Tier


def shortest(tier: Tier, story: Story, laws: set[str]) -> list[Any]:
    """Leave out events, and then what befalls the runs, as long as one of these laws is still broken."""
    events = list(story.events)
    size = max(1, len(events) // 2)
    while size:
        place = 0
        while place < len(events):
            fewer = events[:place] + events[place + size :]
            if _breaks(tier, story, fewer, laws):
                events = fewer
            else:
                place += size
        size //= 2
    for place, event in enumerate(events):
        for calmer in event.calmer() if hasattr(event, "calmer") else ():
            candidate = [*events[:place], calmer, *events[place + 1 :]]
            if _breaks(tier, story, candidate, laws):
                events = candidate
                break
    return events


def _breaks(tier: Tier, story: Story, events: Sequence[Any], laws: set[str]) -> bool:
    return any(law in laws for law, _ in tier.live(story, events).broken)
