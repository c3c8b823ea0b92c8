"""Draws the quarantine: each record with its reason, and what became of a retry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.screen import Screen
from hub.model.shown import short

SHOWN = 50
# So much of a record is enough to find it in its system; --json gives all of it.
PAYLOAD = 160
VALUE = 60


def show_quarantine(screen: Screen, records: Sequence[dict[str, Any]], *, every: bool) -> None:
    """One record in two lines."""
    if not records:
        screen.told("quarantine.none", "green")
        return
    shown = records if every else records[:SHOWN]
    for record in shown:
        place = f"{record['stream']}/{record['external_id']}"
        told = {"number": record["number"], "record": place, "at": screen.moment(record["at"])}
        screen.told("quarantine.record", **told)
        screen.line(f"      {screen.say.told(record['reason'])}", "yellow")
        if record["heading"]:
            screen.line(f"      {record['heading']}: {short(record['value'], VALUE)}", "yellow")
        screen.line(f"      {short(' '.join(record['payload'].split()), PAYLOAD)}", "dim")
    screen.more(len(shown), len(records))
    screen.line()
    screen.told("quarantine.how", "dim")


def show_retried(screen: Screen, done: dict[str, Any]) -> None:
    """How many passed, and why others stay."""
    screen.told("quarantine.retried", "bold", passed=done["passed"], count=len(done["records"]))
    staying = [record for record in done["records"] if record["outcome"] == "stays"]
    for record in staying[:SHOWN]:
        place, reason = f"{record['stream']}/{record['external_id']}", screen.say.told(record["reason"])
        screen.line(f"  {record['number']}: {place}: {reason}", "yellow")
    screen.more(SHOWN, len(staying), hint=False)
    if done["passed"]:
        screen.told("decided.next", "dim")
