"""`hub bundle`: one run as one pseudonymised file, and its replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from hub.bootstrap import streams_about
from hub.cli.answer import Answer
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.bundle import show_packed, show_replayed
from hub.steward.bundle import pack
from hub.steward.replay import replay


def make(session: Session, run: int, file: Path) -> Answer:
    """The bundle of a run."""
    config = session.config
    custom = {
        e: {n: f.model_dump(mode="json") for n, f in fields.items()} for e, fields in config.settings.custom.items()
    }
    with session.looking() as world:
        packed: dict[str, Any] = msgspec.to_builtins(pack(world, run, file, streams_about(config, world), custom))
    return Answer(packed, lambda screen: show_packed(screen, packed))


def replay_bundle(session: Session, file: Path) -> Answer:
    """Exit 2 where something comes out otherwise; needs no configuration."""
    found = replay(file)
    document: dict[str, Any] = {**msgspec.to_builtins(found), "is_same": found.is_same}
    return Answer(document, lambda screen: show_replayed(screen, document), Exit.OK if found.is_same else Exit.CHANGES)
