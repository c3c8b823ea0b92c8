"""`hub status`: how things stand, for a person and for a monitor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.exits import Exit, gravest
from hub.cli.session import Session
from hub.cli.show.status import show_status
from hub.steward.status import status as ask
from hub.steward.statuses import Status


def status(session: Session) -> Answer:
    """The present state; the exit code tells a monitor what waits."""
    with session.looking() as world:
        found = ask(world, session.config.settings.alarm.silence_after)
    document: dict[str, Any] = msgspec.to_builtins(found)
    document["status_format"] = document.pop("format")
    return Answer(document, lambda screen: show_status(screen, document), gravest(_exits(found)))


def _exits(found: Status) -> Iterator[Exit]:
    if found.alarms:
        yield Exit.PARTIAL
    if found.open_conflicts:
        yield Exit.CONFLICTS
    if found.restored or any(state in ("held", "lost") for stream in found.streams for state in stream.intents):
        yield Exit.CHANGES
