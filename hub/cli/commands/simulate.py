"""`hub simulate`: the effect of a configuration on everything that is stored, tried on a scratch copy."""

from __future__ import annotations

import msgspec

from hub.cli.answer import Answer
from hub.cli.commands.plan import part_entities
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.simulation import show_simulation
from hub.steward.simulation import simulate as try_out


def simulate(session: Session, *, every: bool) -> Answer:
    """What would differ, from golden records to writes; the store and the systems stay as they are."""
    with session.trying() as world:
        found = try_out(world)
    document = {**msgspec.to_builtins(found), "config": str(session.options.config)}
    entities = part_entities(session.config)
    exits = Exit.OK if found.is_empty else Exit.CHANGES
    return Answer(document, lambda screen: show_simulation(screen, document, entities, every=every), exits)
