"""`hub audit`: the systems against the hub's belief, and the log against its own chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from hub.cli.answer import Answer, CommandError
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.audit import show_audit, show_log, show_verified
from hub.steward.drift import audit
from hub.store import audit as audit_log

_ANCHOR = re.compile(r"(\d+):([0-9a-f]{64})")
_SHOWN, _EVERY = 20, 1_000_000


def compare(
    session: Session, only: Sequence[str] | None, sample: int | None, calls: int | None, *, every: bool
) -> Answer:
    """Exit 2 where something drifted, 4 where a system could not be read."""
    with session.working() as world:
        found = audit(world, only, sample=sample, calls=calls)
    document: dict[str, Any] = {**msgspec.to_builtins(found), "drifted": found.drifted}
    stopped = any(stream.stopped for stream in found.streams)
    exits = Exit.PARTIAL if stopped else Exit.CHANGES if found.drifted else Exit.OK
    return Answer(document, lambda screen: show_audit(screen, document, every=every), exits)


def log(session: Session, *, every: bool) -> Answer:
    """The newest entries first."""
    with session.looking() as world, world.database.begin() as tx:
        found = audit_log.newest(tx, _EVERY if every else _SHOWN)
    entries = [
        {
            "entry": entry.entry_id,
            "at": entry.at,
            "actor": entry.actor,
            "action": entry.action,
            "facts": msgspec.json.decode(entry.facts),
            "personal": None if personal is None else msgspec.json.decode(personal),
        }
        for entry, personal in found
    ]
    return Answer({"entries": entries}, lambda screen: show_log(screen, entries))


def verify(session: Session, anchor: str | None) -> Answer:
    """Exit 1 where the chain does not hold."""
    wanted = _ANCHOR.fullmatch(anchor) if anchor is not None else None
    if anchor is not None and wanted is None:
        raise CommandError(session.say("audit.no_anchor", text=anchor))
    with session.looking() as world, world.database.begin() as tx:
        found = audit_log.verify(tx)
        if wanted and not isinstance(found, audit_log.Break) and audit_log.hash_of(tx, int(wanted[1])) != wanted[2]:
            found = audit_log.Break(int(wanted[1]), "it is not the entry that the anchor names")
    if isinstance(found, audit_log.Break):
        broken = {"whole": False, "entry": found.entry_id, "why": found.why}
        return Answer(broken, lambda screen: show_verified(screen, broken), Exit.ERROR)
    whole = {"whole": True, "entries": found[0], "anchor": f"{found[0]}:{found[1]}"}
    return Answer(whole, lambda screen: show_verified(screen, whole))
