"""`hub join` and `hub part`: a person says who is the same, and who never is."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.session import Session
from hub.cli.show.decided import show_pair
from hub.steward import pairs
from hub.steward.naming import is_golden_name, living
from hub.steward.weigh import cluster_of
from hub.sync.world import World


def join(session: Session, one: str, other: str, reason: str) -> Answer:
    """Two records, or all those of two golden records, are the same."""
    with session.looking() as world:
        return _answer(pairs.join(world, _record(world, one), _record(world, other), author(), reason))


def part(session: Session, one: str, other: str, reason: str) -> Answer:
    """Two records are never the same."""
    with session.looking() as world:
        return _answer(pairs.part(world, one, other, author(), reason))


def _record(world: World, name: str) -> str:
    """Clusters are joined by any record of theirs, so the first stands for a golden record."""
    if not is_golden_name(world, name):
        return name
    with world.database.begin() as tx:
        return cluster_of(tx, world, living(tx, world, name)).sources[0].name


def _answer(done: pairs.PairDecided) -> Answer:
    document: dict[str, Any] = msgspec.to_builtins(done)
    document["decided_format"] = document.pop("format")
    return Answer(document, lambda screen: show_pair(screen, document))
