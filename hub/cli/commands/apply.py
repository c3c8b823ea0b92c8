"""`hub apply plan.json`: what the plan says is written, and what has moved since is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit, gravest
from hub.cli.run_story import conflicts_of
from hub.cli.session import Session
from hub.cli.show.applied import show_applied
from hub.steward.applying import Applied, apply
from hub.steward.plans import read_plan
from hub.store import conflicts


def apply_plan(session: Session, file: Path) -> Answer:
    """Apply a kept plan."""
    wanted = read_plan(file)
    with session.working() as world:
        done = apply(world, wanted, author())
        with world.database.begin() as tx:
            open_conflicts, found = conflicts.open_count(tx), conflicts_of(tx, done.run)
    document = {**msgspec.to_builtins(done), "is_complete": done.is_complete}
    document |= {"open_conflicts": open_conflicts, "conflicts": found}
    document["applied_format"] = document.pop("format")
    exits = gravest(_exits(done, open_conflicts))
    return Answer(document, lambda screen: show_applied(screen, document), exits)


def _exits(done: Applied, open_conflicts: int) -> Iterator[Exit]:
    states = {sent.state for sent in done.sent}
    if "rejected" in states:
        yield Exit.ERROR
    if done.state != "ok" or done.stopped or states & {"unknown", "pending", "sending", "lost"}:
        yield Exit.PARTIAL
    if open_conflicts:
        yield Exit.CONFLICTS
    if done.refused:
        yield Exit.CHANGES
