"""`hub db restore FILE`: a backup takes the place of the store; its plan waits for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from hub.bootstrap import to_replace
from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.commands.db import show_faults
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.screen import Screen
from hub.steward.restore import FaultyBackupError
from hub.steward.restore import restore as work

SHOWN = 20


def restore(session: Session, file: Path) -> Answer:
    """Exit 1 where the file is no whole backup, with everything that does not hold; the store is then as it was."""
    try:
        done = work(to_replace(session.config), file, author())
    except FaultyBackupError as error:
        faults: dict[str, Any] = {"file": str(file), "whole": False, "faults": [f._asdict() for f in error.faults]}
        return Answer(faults, lambda screen: _refuse(screen, faults), Exit.ERROR)
    document = msgspec.to_builtins(done)
    document["restore_format"] = document.pop("format")
    return Answer(document, lambda screen: _show(screen, document))


def named(numbers: list[int]) -> str:
    """The first numbers of a list."""
    return ", ".join(map(str, numbers[:SHOWN])) + (" …" if len(numbers) > SHOWN else "")


def _refuse(screen: Screen, document: dict[str, Any]) -> None:
    show_faults(screen, document)
    screen.told("restore.refused", "bold")


def _show(screen: Screen, document: dict[str, Any]) -> None:
    told = {**document, "made_at": screen.moment(document["made_at"])}
    screen.told("restore.done", "bold green", **told)
    if document["aside"]:
        screen.told("restore.aside", aside=document["aside"])
    if document["carried"]:
        screen.told("restore.carried")
        for turned in ("gone", "back"):
            if document[turned]:
                screen.told(f"restore.{turned}", "yellow", count=len(document[turned]), numbers=named(document[turned]))
    elif document["aside"]:
        screen.told("restore.not_carried", "yellow")
    screen.told("restore.next", "bold")
