"""`hub undo`: shows what would be put back, and with `--yes` puts it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.commands.plan import part_entities
from hub.cli.exits import Exit, gravest
from hub.cli.session import Session
from hub.cli.show.undo import show_undo
from hub.steward.naming import field_named
from hub.steward.undo import preview_undo
from hub.steward.undo import undo as put_back
from hub.steward.undoing import Undo, Undoable
from hub.sync.world import World


def undo(session: Session, named: Mapping[str, Any], *, carry_out: bool) -> Answer:
    """The plan first, always: what can't be undone as it was named is told before a run begins."""
    with session.working() as world:
        wanted = Undoable(**{**named, "field": _field(world, named)})
        done = preview_undo(world, wanted, author())
        if carry_out:
            done = put_back(world, wanted, author())
    document: dict[str, Any] = {**msgspec.to_builtins(done), "is_complete": done.is_complete}
    document["asked"] = {name: named[name] for name in ("record", "field")}
    document["undo_format"] = document.pop("format")
    entities = part_entities(session.config)
    return Answer(document, lambda screen: show_undo(screen, document, entities), gravest(_exits(done)))


def _field(world: World, named: Mapping[str, Any]) -> str | None:
    typed: str | None = named["field"]
    return typed and field_named(world, named["record"] or "", typed)


def _exits(done: Undo) -> Iterator[Exit]:
    states = {write.state for write in done.writes}
    if "rejected" in states:
        yield Exit.ERROR
    if done.by_hand or done.stopped or states - {"done", "planned", "rejected"}:
        yield Exit.PARTIAL
    if done.run is None and (done.writes or done.decisions):
        yield Exit.CHANGES
