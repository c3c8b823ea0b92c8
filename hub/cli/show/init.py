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
        _sheet(screen, sheet)
    for reason in document["sheets_left_out"]:
        screen.told("init.left_out", "yellow", said=reason)
    _several(screen, document["sheets"])
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


def _sheet(screen: Screen, sheet: dict[str, Any]) -> None:
    source = sheet["source"] if sheet["sheet"] is None else f"{sheet['source']}:{sheet['sheet']}"
    screen.told("init.read", source=source, **{name: sheet[name] for name in ("headings", "used", "rows", "good")})
    if sheet["lists"] == "invoices":
        screen.told("init.bills", "yellow", source=source)
    if sheet["lists"] == "purchases":
        linked = "init.purchases.alone" if sheet["customers"] is None else "init.purchases"
        screen.told(linked, "yellow", source=source, customers=sheet["customers"])
    if sheet["below"]:
        screen.told("init.below", "yellow", headings=", ".join(sheet["below"]))
    for reason, count in sheet["unread"].items():
        screen.told("init.unread", "yellow", reason=screen.say.told(reason), count=count)


def _several(screen: Screen, sheets: list[dict[str, Any]]) -> None:
    """The workbooks of which several sheets are read: one of them may be an old list, or no list at all."""
    of_books: dict[str, list[str]] = {}
    for sheet in sheets:
        of_books.setdefault(sheet["source"], []).append(sheet["sheet"])
    for source, names in of_books.items():
        if len(names) > 1:
            listed = ("、" if screen.say.lang == "ja" else ", ").join(names)
            screen.told("init.several", source=source, count=len(names), sheets=listed)


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
