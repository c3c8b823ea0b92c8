"""Draws what people say of a conflict: comments, whose it is, and what one of two proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.cli.show.screen import Screen


def show_waiting(screen: Screen, conflict: Mapping[str, Any], people: Mapping[str, Any]) -> None:
    """What waits for the second of two people."""
    if conflict["state"] == "decided" or not people["needs_two"]:
        return
    screen.heading("conflicts.two")
    waits = people["proposal"]
    if waits is not None:
        value, at = screen.values(conflict["entity"], waits["values"]), screen.moment(waits["at"])
        screen.told("conflicts.proposal", "yellow", author=waits["author"], at=at, value=value)
        if waits["reason"]:
            screen.told("conflicts.proposal.reason", reason=waits["reason"])
    screen.told("conflicts.two.how", "dim")


def show_said(screen: Screen, said: Sequence[Mapping[str, Any]]) -> None:
    """Everything that was said, the earliest first."""
    if said:
        screen.heading("conflicts.said")
    for note in said:
        screen.line(f"  {screen.moment(note['at'])} {note['author']}: {_words(screen, note)}")


def _words(screen: Screen, note: Mapping[str, Any]) -> str:
    if note["kind"] == "comment":
        return str(note["text"])
    if note["kind"] == "assign" and note["assignee"]:
        return screen.say("conflicts.note.given", name=note["assignee"])
    return screen.say(f"conflicts.note.{note['kind']}")
