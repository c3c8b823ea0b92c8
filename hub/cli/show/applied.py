"""Draws what became of an applied plan."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hub.cli.show.run_report import show_conflicts
from hub.cli.show.screen import Screen

SHOWN = 50


def show_applied(screen: Screen, done: dict[str, Any]) -> None:
    """How many were written, one line for each that was not, and the conflicts of the run."""
    counts = Counter(sent["state"] for sent in done["sent"])
    screen.told("applied.written", "bold green", count=counts["done"], run=done["run"])
    for sent in [sent for sent in done["sent"] if sent["state"] != "done"][:SHOWN]:
        state = screen.say.known(f"intent.{sent['state']}", sent["state"])
        screen.line(f"  {_where(screen, sent)}: {state} {screen.reason(sent['why'])}".rstrip(), "yellow")
    if done["refused"]:
        screen.heading("applied.refused", count=len(done["refused"]))
    for refused in done["refused"][:SHOWN]:
        reason = screen.say.known(f"refused.{refused['reason']}", refused["reason"])
        details = screen.of_parts(refused["differing"]) or screen.reason(refused["detail"])
        screen.line(f"  {_where(screen, refused)}: {reason} {details}".rstrip(), "yellow")
    screen.more(SHOWN, len(done["refused"]), hint=False)
    show_conflicts(screen, done)
    if done["stopped"]:
        screen.heading("report.stopped")
        screen.items((f"{place}: {screen.reason(reason)}" for place, reason in sorted(done["stopped"].items())), "red")
    if not done["is_complete"]:
        screen.line()
        screen.told("applied.again", "dim")


def _where(screen: Screen, change: dict[str, Any]) -> str:
    place = f"{change['stream']}/{change['external_id']}" if change["external_id"] else change["stream"]
    return f"{place} {screen.called(change['golden'], change['display'])} ({change['golden']})"
