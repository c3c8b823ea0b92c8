"""`hub explain`: why a record, or one of its values, is what it is."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.session import Session
from hub.cli.show.story import show_story
from hub.steward.explain import explain as ask


def explain(session: Session, target: str, field: str | None) -> Answer:
    """The story of a golden record or of a system's record."""
    with session.looking() as world:
        story: dict[str, Any] = msgspec.to_builtins(ask(world, target, field))
    story["story_format"] = story.pop("format")
    return Answer(story, lambda screen: show_story(screen, story, whole=field is None))
