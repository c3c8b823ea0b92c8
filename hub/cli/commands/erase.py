"""`hub erase person/12`: what goes is shown first; with `--yes` it goes, and nobody brings it back."""

from __future__ import annotations

import glob
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.screen import Screen
from hub.steward import erase as work
from hub.steward.erase import Erasure
from hub.sync.world import World


def erase(session: Session, name: str, reason: str, *, carry_out: bool, take_back: bool) -> Answer:
    """Exit 2 where it was only looked at, and 4 where something is left to be done by hand."""
    if take_back:
        return _lift(session, name, reason)
    with session.working() as world:
        found = work.erase(world, name, author(), reason) if carry_out else work.look(world, name)
        copies = _copies(world, found)
    document = {**msgspec.to_builtins(found), "copies": copies}
    document["erase_format"] = document.pop("format")
    return Answer(document, lambda screen: _show(screen, document), _exit(found, copies))


def _lift(session: Session, name: str, reason: str) -> Answer:
    with session.working() as world:
        document = msgspec.to_builtins(work.lift(world, name, author(), reason))
    document["erase_format"] = document.pop("format")
    return Answer(document, lambda screen: screen.told("erase.lifted", "bold green", golden=document["golden"]))


def _copies(world: World, found: Erasure) -> list[str]:
    """The files beside the systems of the person's records in which these may stand as well."""
    places = {tuple(record.record.split("/", 2)[:2]) for record in found.records}
    streams = [s for c in world.connections.values() for s in c.streams.values() if (s.connection, s.name) in places]
    patterns = {pattern for stream in streams for pattern in stream.manifest.copies}
    return sorted({name for pattern in patterns for name in glob.glob(pattern)})  # noqa: PTH207


def _exit(found: Erasure, copies: list[str]) -> Exit:
    if found.hashes is None:
        return Exit.CHANGES
    by_hand = any(record.fate in ("by_hand", "rest_stays") for record in found.records)
    return Exit.PARTIAL if by_hand or copies else Exit.OK


def _show(screen: Screen, document: dict[str, Any]) -> None:
    is_done = document["hashes"] is not None
    screen.told("erase.done" if is_done else "erase.would", "bold", golden=document["golden"])
    screen.told("erase.records", count=len(document["records"]))
    for record in document["records"]:
        by_hand = record["fate"] in ("by_hand", "rest_stays")
        fate = screen.say(f"fate.{record['fate']}")
        screen.line(f"  - {record['record']}: {fate}", "yellow" if by_hand else "")
    if document["also"]:
        screen.told("erase.also", names=", ".join(document["also"]))
    screen.told("erase.past", **{key: document[key] for key in ("versions", "writes", "decisions")})
    if document["copies"]:
        screen.told("erase.copies", "yellow")
        screen.items(document["copies"], "yellow")
    screen.told("erase.backups", "dim")
    if not is_done:
        screen.told("erase.how", "bold", golden=document["golden"])
    elif any(record["fate"] in ("archive", "delete") for record in document["records"]):
        screen.told("erase.next", "bold")
