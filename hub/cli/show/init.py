"""Draws what `hub init` wrote, and what to do next."""

from __future__ import annotations

import shlex
from typing import Any

from hub.cli.show.screen import Screen

MOST_NAMED = 5
USUAL = "config.yaml"


def show_init(screen: Screen, document: dict[str, Any]) -> None:
    """The files, how well each sheet was understood, and the next steps."""
    for file in document["files"]:
        screen.told("init.wrote", "green", file=file)
    for sheet in document["sheets"]:
        names = ("source", "headings", "used", "rows", "good")
        screen.told("init.read", **{name: sheet[name] for name in names})
        if sheet["lists_bills"]:
            screen.told("init.bills", "yellow", source=sheet["source"])
        if sheet["below"]:
            screen.told("init.below", "yellow", headings=", ".join(sheet["below"]))
        for reason, count in sheet["unread"].items():
            screen.told("init.unread", "yellow", reason=screen.say.told(reason), count=count)
    for left in document["left_out"][:MOST_NAMED]:
        screen.told(
            "init.left_out" if left["reason"] else "init.beside", "yellow", file=left["source"], said=left["reason"]
        )
    if (more := len(document["left_out"]) - MOST_NAMED) > 0:
        screen.told("init.left_more", "yellow", count=more)
    if document["left_out"]:
        screen.told("init.add", command=document["add"])
    screen.heading("init.next")
    for number, step in enumerate(_steps(screen, document), start=1):
        screen.line(f"  {number}. {step}")


def _steps(screen: Screen, document: dict[str, Any]) -> list[str]:
    say = screen.say
    read = [say("init.next.read", file=sheet["mapping"]) for sheet in document["sheets"]]
    if not read:
        read = [say("init.next.read", file=document["config"])]
    secrets = document["secrets"]
    named = [say("init.next.secrets", names=", ".join(secrets))] if secrets else []
    options = _options(document["config"])
    steps = ("init.next.check", "init.next.plan", "init.next.sync")
    return [*read, *named, *(say(step, options=options) for step in steps)]


def _options(config: str) -> str:
    """What the next commands need so that they can be copied: the configuration, where it is not the usual one."""
    return "" if config == USUAL else f" -c {shlex.quote(config)}"
