"""`hub db`: a backup of the store while it works, and the proof that a backup or the store is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.screen import Screen
from hub.store import audit
from hub.store.backup import faults_of, faults_of_copy, write_backup
from hub.store.scratch import scratch_copy


def backup(session: Session, file: Path) -> Answer:
    """Write a backup, and tell of it in the audit log."""
    with session.looking() as world:
        made = write_backup(world.database, world.schema, file, world.now_text())
        rows = sum(content.rows for content in made.tables.values())
        with world.database.begin() as tx:
            audit.append(tx, world.now_text(), author(), "store_backed_up", {"made_at": made.made_at, "rows": rows})
    document = {"file": str(file), "rows": rows, **msgspec.to_builtins(made)}
    return Answer(document, lambda screen: screen.told("db.made", "bold green", file=str(file), rows=rows))


def verify(session: Session, file: Path | None) -> Answer:
    """Exit 1 where anything does not hold; the store itself is proved on a scratch copy, so the hub goes on."""
    if file is not None:
        name, faults = str(file), faults_of(file)[1]
    else:
        with session.looking() as world, scratch_copy(world.database, world.schema) as url:
            name, faults = world.database.url.render_as_string(), faults_of_copy(Path(url.removeprefix("sqlite:///")))
    document: dict[str, Any] = {"file": name, "whole": not faults, "faults": [fault._asdict() for fault in faults]}
    return Answer(document, lambda screen: show_faults(screen, document), Exit.ERROR if faults else Exit.OK)


def show_faults(screen: Screen, document: dict[str, Any]) -> None:
    """What does not hold, or that all does."""
    for fault in document["faults"]:
        screen.told(f"db.fault.{fault['kind']}", "bold red", where=screen.say.told(fault["where"]))
    if document["whole"]:
        screen.told("db.whole", "bold green", file=document["file"])
