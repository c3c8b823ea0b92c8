"""`hub plan`: everything that the next sync would write, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from hub.cli.answer import Answer
from hub.cli.exits import Exit, gravest
from hub.cli.session import Session
from hub.cli.show.plan import PartEntities, show_plan
from hub.config import Config
from hub.steward.planning import preview
from hub.steward.plans import Plan, write_plan
from hub.store import conflicts
from hub.sync.world import World


def plan(session: Session, out: Path | None, *, pull: bool, every: bool) -> Answer:
    """The plan; kept in `out` where asked for, so that `hub apply` can do exactly this."""
    with session.working() as world:
        found = preview(world, pull=pull)
        open_conflicts = _open(world)
    if out is not None:
        write_plan(out, found)
    document = {**msgspec.to_builtins(found), "writes": found.writes, "open_conflicts": open_conflicts}
    document["file"] = None if out is None else str(out)
    document["plan_format"] = document.pop("format")
    entities = part_entities(session.config)
    exits = gravest(_exits(found, open_conflicts))
    return Answer(document, lambda screen: show_plan(screen, document, entities, every=every), exits)


def part_entities(config: Config) -> PartEntities:
    """What each part of each stream is, by `connection/stream` and the part's name."""
    return {
        (f"{connection}/{stream}", name): part.entity
        for (connection, stream), mapping in config.compiled.items()
        for name, part in mapping.parts.items()
    }


def _open(world: World) -> int:
    with world.database.begin() as tx:
        return conflicts.open_count(tx)


def _exits(found: Plan, open_conflicts: int) -> Iterator[Exit]:
    if found.stopped:
        yield Exit.PARTIAL
    if open_conflicts or any(conflict.state == "open" for conflict in found.conflicts):
        yield Exit.CONFLICTS
    if found.changes:
        yield Exit.CHANGES
