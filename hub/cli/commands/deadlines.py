"""`hub deadlines`: what is due, by day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from hub.cli.answer import Answer, CommandError
from hub.cli.session import Session
from hub.cli.show.deadlines import SHOWN, show_deadlines
from hub.config.words import parse_duration
from hub.steward.deadlines import BEHIND, every_deadline, today_of
from hub.steward.due import Window

_MOST = 1_000_000
_LONGEST = timedelta(days=36_500)


def deadlines(session: Session, within: str, *, every: bool) -> Answer:
    """What is overdue, and what is due within so many days."""
    try:
        ahead = parse_duration(within)
    except ValueError:
        ahead = timedelta(-1)
    if not timedelta() <= ahead <= _LONGEST or ahead % timedelta(days=1):
        raise CommandError(session.say("deadlines.within", text=within))
    with session.looking() as world:
        today = today_of(world, session.zone)
        window = Window(today - BEHIND, today + ahead)
        document: dict[str, Any] = msgspec.to_builtins(every_deadline(world, session.zone, window, _MOST))
    document["deadlines_format"] = document.pop("format")
    del document["further"]
    shown = _MOST if every else SHOWN
    return Answer(document, lambda screen: show_deadlines(screen, document, shown))
