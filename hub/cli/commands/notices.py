"""`hub notices`: what people are told by mail, Slack and Teams, and whether it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.alerts import Desk
from hub.alerts.channels import Channel
from hub.alerts.desk import delivered, name_of
from hub.cli.answer import Answer, CommandError
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.notices import show_notices, show_tests
from hub.store import alerts
from hub.store.alerts import AlertRow
from hub.sync.reasons import read_reason


def list_notices(session: Session) -> Answer:
    """Everything that the store remembers of them."""
    with session.looking() as world, world.database.look() as tx:
        document = [_told(row) for row in alerts.listing(tx)]
    return Answer({"notices": document}, lambda screen: show_notices(screen, document))


def _told(row: AlertRow) -> dict[str, Any]:
    told = row._asdict()
    told["facts"] = msgspec.json.decode(told["facts"])
    told["failure"] = msgspec.to_builtins(read_reason(told["failure"]))
    return told


def send_tests(session: Session, names: Sequence[str]) -> Answer:
    """A message by each channel, or by those that are named."""
    desk = Desk.of(session.config)
    chosen = _chosen(session, desk.channels, names)
    results = []
    with session.looking() as world:
        for channel in chosen:
            message = desk.writer.test(channel.name, name_of((channel.name, world.now_text())))
            failure = delivered(world, channel, message)
            results.append({"channel": channel.name, "ok": failure is None, "reason": msgspec.to_builtins(failure)})
    ok = all(result["ok"] for result in results)
    return Answer(
        {"ok": ok, "channels": results}, lambda screen: show_tests(screen, results), Exit.OK if ok else Exit.PARTIAL
    )


def _chosen(session: Session, channels: Sequence[Channel], names: Sequence[str]) -> list[Channel]:
    if not channels:
        raise CommandError(session.say("notices.no_channel"))
    known = {channel.name: channel for channel in channels}
    for name in names:
        if name not in known:
            raise CommandError(session.say("notices.unknown", name=name, known=", ".join(known)))
    return [channel for name, channel in known.items() if not names or name in names]
