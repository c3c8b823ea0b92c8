"""One history from its first event to its rest, and what the laws say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.store import resolve_queue
from hub.sync.ledger import Ledger
from hub.sync.resolve import resolve
from hub.sync.world import World
from tests.simulation.events import Event
from tests.simulation.laws import LAWS, broken_laws, who_wait_for_a_word
from tests.simulation.office import Office
from tests.simulation.story import Story, story_of
from tests.simulation.tier import CRASHED, Outcome, Tier, lived
from tests.simulation.trace import Trace


def live(story: Story, events: Sequence[Event] | None = None, *, keeps_trace: bool = False) -> Outcome:
    """Live through a history, or through those of its events that are given."""
    trace = Trace(keeps=keeps_trace)
    office = Office(story.nature, story.seed, trace)
    return lived(story, office, trace, events, lambda: at_rest(office))


def at_rest(office: Office) -> Sequence[tuple[str, str]]:
    """What one more run by hand shows, and which laws were broken."""
    broken = []
    report = office.syncs()
    if report is None or report.ledger.written or report.ledger.stopped or report.state != "ok":
        broken.append(("a run at rest writes nothing", str(report and report.ledger)))
    for system in office.systems.values():
        # The newest moment is read again each time, because another change may share it; no more than that.
        again = len(system.vendor.records) if system.nature.lag_s or system.nature.cut != "exact" else 1
        if system.nature.deletes != "listing" and system.vendor.served > again:
            broken.append(("what was read is not read again", f"{system.vendor.served} records of {system.name}"))
    broken += broken_laws(office)
    broken += _weighed_again(office)
    if waiting := who_wait_for_a_word(office):
        office.book.doubles["not made beside a namesake, of whom a person was told"] += waiting
    return broken


def _weighed_again(office: Office) -> Sequence[tuple[str, str]]:
    """Golden records are a cache: wiped and made anew from the claims they are the same. In a field under review stands
    what nobody says, because a blank is what who empties it says.
    """
    world = office.hub.world
    wiped = msgspec.json.encode(dict.fromkeys(office.nature.reviewed, "0")).decode()
    with world.database.dry_run():
        before = _golden(world)
        with world.database.begin() as tx:
            tx.run("UPDATE golden SET doc = ?d, lineage = NULL, held = NULL WHERE redirect_to IS NULL", wiped)
            resolve_queue.enqueue_all(tx)
        resolve(world, 0, Ledger())
        after = _golden(world)
    if office.book.tangled:
        return []  # what stewards joined against its own words is grouped anew once the hub has written over these
    numbers = sorted({*before, *after})
    found = [(number, before.get(number), after.get(number)) for number in numbers]
    return [("golden records are a cache", f"person/{n}: {b} became {a}") for n, b, a in found if b != a]


def _golden(world: World) -> dict[int, tuple[Any, str | None]]:
    with world.database.begin() as tx:
        rows = tx.rows("SELECT id, doc, held FROM golden WHERE redirect_to IS NULL")
    return {row[0]: (msgspec.json.decode(row[1]), row[2]) for row in rows}


AT_WORK = (CRASHED, "at work", "one hub at a time")
AT_REST = ("a run at rest writes nothing", "what was read is not read again", "golden records are a cache")
LAB = Tier("tests.simulation", story_of, live, (*AT_WORK, *AT_REST, *LAWS))
