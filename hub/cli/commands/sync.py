"""`hub sync`: settle, pull, resolve, plan and push once, and tell what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.cli.answer import Answer
from hub.cli.exits import Exit, gravest
from hub.cli.run_story import run_story
from hub.cli.session import Session
from hub.cli.show.run_report import show_run
from hub.steward.planning import check_connections
from hub.store import outbox
from hub.sync.run import run_pipeline


def sync(session: Session, only: Sequence[str] | None, *, release: bool) -> Answer:
    """Run once over all connections, or those in `only`; `release` first lets the writes go that the brake holds."""
    with session.working() as world:
        check_connections(world, only)
        if release:
            with world.database.begin() as tx:
                outbox.release(tx)
        story = run_story(world, run_pipeline(world, only=only))
    return Answer(story, lambda screen: show_run(screen, story), gravest(run_exits(story)))


def run_exits(story: Mapping[str, Any]) -> Iterator[Exit]:
    """Everything that a run's end says."""
    if story["state"] == "failed":
        yield Exit.ERROR
    if story["state"] == "partial" or story["stopped"]:
        yield Exit.PARTIAL
    if story["open_conflicts"]:
        yield Exit.CONFLICTS
    if any("held" in states for states in story["waiting"].values()):
        yield Exit.CHANGES
