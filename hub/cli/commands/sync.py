"""`hub sync`: settle, pull, resolve, plan and push once, and tell what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit, gravest
from hub.cli.held import Held
from hub.cli.run_story import run_story
from hub.cli.session import Session
from hub.cli.show.run_report import show_run
from hub.steward.errors import StewardError
from hub.steward.planning import check_connections
from hub.steward.release import end_restore, let_go
from hub.steward.retrying import try_all_again
from hub.store import audit, streams
from hub.sync.run import run_pipeline
from hub.sync.world import World


def sync(
    session: Session, only: Sequence[str] | None, *, release: bool, resend: bool, reread: Sequence[str] = ()
) -> Answer:
    """Run once over all connections, or those in `only`.

    `release` lets go what the brake holds and tries again what was refused, `resend` the creations whose answers were
    lost; `reread` names streams (`freee/partners`) that are read from their beginning.
    """
    with session.working() as alone:
        world = replace(alone, releases=release)
        check_connections(world, only)
        numbers = [_stream_number(world, place) for place in reread]
        with world.database.begin() as tx:
            for number in numbers:
                streams.forget_cursor(tx, number)
            held = Held.of(tx, world)
            freed = [*(held.braked if release else []), *(held.lost if resend else [])]
            let_go(tx, freed)
            if release:
                try_all_again(tx, world, author())
            if freed:
                facts = {"intents": [intent.intent_id for intent in freed], "release": release, "resend": resend}
                audit.append(tx, world.now_text(), author(), "writes_released", facts)
        report = run_pipeline(world, only=only)
        if release:
            end_restore(world, report, only, author())
        story = run_story(world, report)
    return Answer(story, lambda screen: show_run(screen, story), gravest(run_exits(story)))


def _stream_number(world: World, place: str) -> int:
    known = {stream.place: stream.stream_id for stream in world.streams()}
    if place not in known:
        raise StewardError("no_stream", name=place, known=", ".join(sorted(known)))
    return known[place]


def run_exits(story: Mapping[str, Any]) -> Iterator[Exit]:
    """Everything that a run's end says."""
    if story["state"] == "failed":
        yield Exit.ERROR
    if story["state"] == "partial" or story["stopped"] or story["quarantine"]:
        yield Exit.PARTIAL
    if story["open_conflicts"]:
        yield Exit.CONFLICTS
    if story["refused"] or any(state in ("held", "lost") for states in story["waiting"].values() for state in states):
        yield Exit.CHANGES
