"""`hub quarantine`: records that could not be taken in, and another try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.quarantine import show_quarantine, show_retried
from hub.steward.quarantine import quarantined, retry


def list_quarantine(session: Session, *, every: bool) -> Answer:
    """All of them, with their reasons."""
    with session.looking() as world:
        found: list[dict[str, Any]] = msgspec.to_builtins(quarantined(world).records)
    return Answer({"records": found}, lambda screen: show_quarantine(screen, found, every=every))


def retry_quarantine(session: Session, numbers: Sequence[int] | None) -> Answer:
    """Try these, or all, with the present mapping."""
    with session.working() as world:
        done = retry(world, numbers)
    document: dict[str, Any] = {**msgspec.to_builtins(done), "passed": done.passed}
    document["retried_format"] = document.pop("format")
    exits = Exit.OK if done.passed == len(done.records) else Exit.PARTIAL
    return Answer(document, lambda screen: show_retried(screen, document), exits)
