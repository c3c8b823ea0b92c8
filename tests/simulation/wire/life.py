"""One history of the wire tier from its first event to its rest, and what the laws say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.simulation.tier import CRASHED, Outcome, Tier, lived
from tests.simulation.trace import Trace
from tests.simulation.wire.laws import LAWS, SHARED, broken_laws
from tests.simulation.wire.office import Office
from tests.simulation.wire.story import Story, story_of


def live(story: Story, events: Sequence[Any] | None = None, *, keeps_trace: bool = False) -> Outcome:
    """Live through a history, or through those of its events that are given."""
    trace = Trace(keeps=keeps_trace)
    office = Office(story.nature, story.seed, trace)
    return lived(story, office, trace, events, lambda: _at_rest(office))


def _at_rest(office: Office) -> Sequence[tuple[str, str]]:
    broken = []
    for way in office.ways.values():
        way.writes = 0
    sheet = office.sheet.content()
    report = office.syncs()
    if report is None or report.ledger.written or report.ledger.stopped or report.state != "ok":
        broken.append(("a run at rest writes nothing", str(report and report.ledger)))
    written = {way.connection: way.writes for way in office.ways.values() if way.writes}
    if written or office.sheet.content() != sheet:
        broken.append(("a run at rest writes nothing", f"requests that write: {written}, or the sheet changed"))
    return broken + list(broken_laws(office))


WIRE = Tier(
    "tests.simulation.wire",
    story_of,
    live,
    (CRASHED, "at work", "one hub at a time", "a run at rest writes nothing", *LAWS, *SHARED),
)
