"""Webhooks by number: each case is one event of a world of a hundred, and what became of it.

An event may come on time, twice, out of order, three days late, with others, never, or forged; the hub may die while it
takes it in. Run: python -m tests.proof.webhooks --cases 10000
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from hub.store import notices
from tests.pipeline.hooked import HookedLab
from tests.pipeline.systems import System
from tests.proof.cases import Outcome, main
from tests.proof.stores import store_folder
from tests.proof.webhook_story import EVENTS, NAMES, Edit, story
from tests.proof.webhook_worlds import HookedWorld, Place


def _live_without(world: HookedWorld, plain: Place) -> None:
    """The same people without webhooks: read at the same times, or once at the end where nobody edits after another."""
    for at, what in world.trace:
        plain.lab.clock.moment = max(plain.lab.clock.moment, at)
        if isinstance(what, Edit):
            plain.does(what)
        elif not world.story.apart:
            plain.works(what)
    plain.lab.clock.moment = max(plain.lab.clock.moment, world.lab.clock.moment)


def _compare(world: HookedWorld, plain: Place) -> Iterator[str]:
    for place in (world.place, plain):
        place.lab.sync()
    if world.place.contents() != plain.contents():
        yield "with webhooks the world ends otherwise than without"
    if not world.story.apart:
        if world.place.held() != plain.held():
            yield "with webhooks the systems hold other records than without"
        wrote = [[_writes(system) for system in place.lab.systems.values()] for place in (world.place, plain)]
        if wrote[0] != wrote[1]:
            yield "with webhooks other writes were made than without"
    with world.lab.database.begin() as tx:
        left = notices.waiting(tx)
    if left:
        yield f"after a sync notices still wait: {left}"
    before = world.lab.written()
    world.lab.sync()
    if world.lab.written() != before:
        yield "a sync with nothing new wrote"


def _writes(system: System) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [(change.operation, change.external_id, change.payload) for change in system.writes]


@lru_cache(maxsize=1)
def hooked_world(number: int) -> dict[int, Outcome]:
    """What became of each event of the world of this number."""
    chance = random.Random(f"webhooks {number}")
    script = story(chance)
    with store_folder() as folder, store_folder() as other:
        labs = [HookedLab(f"sqlite:///{one / 'hub.db'}", NAMES, index_lag_s=script.lag_s) for one in (folder, other)]
        try:
            world = HookedWorld(Place(labs[0]), script, chance)
            world.live()
            plain = Place(labs[1])
            _live_without(world, plain)
            for violation in _compare(world, plain):
                world.book.broke(EVENTS - 1, violation)
        finally:
            for lab in labs:
                lab.close()
    empty: Counter[str] = Counter()
    return {
        at: Outcome(Counter([fate]) + world.book.met.get(at, empty), world.book.violations.get(at, []))
        for at, fate in script.fates.items()
    }


def webhook_event(number: int) -> Outcome:
    """The event of this number; a world's own laws are told at its last event."""
    world, event = divmod(number - 1, EVENTS)
    return hooked_world(world)[event]


if __name__ == "__main__":
    sys.exit(main("webhooks", webhook_event, chunk=EVENTS))
