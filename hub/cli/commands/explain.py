"""`hub explain`: why a record, or one of its values, is what it is."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hub.cli.answer import Answer, CommandError
from hub.cli.session import Session
from hub.cli.show.story import show_story
from hub.cli.show.then import show_then
from hub.steward.explain import explain as ask
from hub.steward.naming import field_named
from hub.steward.then import explain_then
from hub.store.times import utc_text


def explain(session: Session, target: str, field: str | None, at: str | None) -> Answer:
    """The story of a golden record or of a system's record, now or as it was."""
    if at is not None:
        return _then(session, target, field, at)
    with session.looking() as world:
        named = field and field_named(world, target, field)
        story: dict[str, Any] = msgspec.to_builtins(ask(world, target, named, session.zone))
    story["story_format"] = story.pop("format")
    return Answer(story, lambda screen: show_story(screen, story, whole=field is None))


def _then(session: Session, target: str, field: str | None, at: str) -> Answer:
    zone = ZoneInfo(session.config.settings.time_zone)
    try:
        day_only = len(at) == len("2026-11-01")
        moment = datetime.combine(date.fromisoformat(at), time.max) if day_only else datetime.fromisoformat(at)
    except ValueError:
        raise CommandError(session.say("then.unreadable", text=at)) from None
    told_at = utc_text(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    with session.looking() as world:
        named = field and field_named(world, target, field)
        story: dict[str, Any] = msgspec.to_builtins(explain_then(world, target, told_at, named))
    story["story_format"] = story.pop("format")
    return Answer(story, lambda screen: show_then(screen, story))
