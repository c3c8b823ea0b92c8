"""Draws a plan: by system and record, each field with what is there, what would stand there, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from hub.cli.show.conflicts import show_short
from hub.cli.show.run_report import show_fields
from hub.cli.show.screen import Screen
from hub.model.shown import short

PartEntities = Mapping[tuple[str, str], str]
SHOWN = 20
_SIGNS = {"create": ("+", "green"), "update": ("~", "yellow"), "archive": ("-", "red"), "delete": ("-", "red")}


def show_plan(screen: Screen, plan: dict[str, Any], entities: PartEntities, *, every: bool) -> None:
    """The whole plan; of long lists the first records, unless `every` is asked for."""
    for stream in plan["streams"]:
        changes = [change for change in plan["changes"] if change["stream"] == stream["stream"]]
        told = ("not_planned", "stopped", "quarantined", "absent", "appeared")
        if changes or any(stream[name] for name in told):
            _stream(screen, stream, changes, entities, every=every)
    _conflicts(screen, plan)
    screen.line()
    _total(screen, plan)


def _stream(
    screen: Screen, stream: dict[str, Any], changes: list[dict[str, Any]], entities: PartEntities, *, every: bool
) -> None:
    screen.heading("plan.stream", **{name: stream[name] for name in ("stream", "creates", "updates", "archives")})
    if changes:
        screen.told("plan.cost", "dim", requests=stream["requests"], time=screen.duration(stream["seconds"]))
    if stream["budget_share"] is not None and changes:
        is_short = stream["requests"] > stream["budget_left"]
        style = "bold yellow" if is_short else "dim"
        screen.told("plan.budget", style, share=f"{stream['budget_share']:.1%}", left=stream["budget_left"])
        if is_short:
            screen.told("plan.budget_short", style)
    if stream["held"]:
        screen.told("plan.held", "bold yellow", count=stream["held"], why=screen.reason(stream["held_why"]))
    if stream["stopped"]:
        screen.told("plan.stopped", "bold red", why=screen.reason(stream["stopped"]))
    show_fields(screen, stream["stream"], stream["absent"], stream["appeared"])
    if stream["quarantined"]:
        screen.told("plan.quarantined", "yellow", count=stream["quarantined"])
    shown = changes if every else changes[:SHOWN]
    for change in shown:
        show_change(screen, change, entities)
    screen.more(len(shown), len(changes))
    for reason, count in stream["not_planned"].items():
        screen.told("plan.not_planned", "dim", count=count, reason=screen.counted(reason))


def show_change(screen: Screen, change: dict[str, Any], entities: PartEntities) -> None:
    """One write: the record, and each field with what is there, what would stand there, and why."""
    sign, style = _SIGNS[change["operation"]]
    where = f"{change['external_id']} " if change["external_id"] else ""
    screen.line(f"  {sign} {where}{screen.called(change['golden'], change['display'])} ({change['golden']})", style)
    for field in change["fields"]:
        if change["operation"] == "update" and field["from"] == field["to"]:
            # Half of a name goes along with the half that changes, and changes nothing.
            continue
        entity = entities.get((change["stream"], field["part"]), "")
        line = Text(f"      {screen.field(entity, field['field'])}: ")
        if change["operation"] != "create":
            line.append(short(screen.value(entity, field["field"], field["from"])), "red").append(" → ")
        line.append(short(screen.value(entity, field["field"], field["to"])), "green")
        screen.console.print(line, soft_wrap=not screen.console.is_terminal)
        if field["source"]:
            rule = screen.say.rule(field["rule"])
            screen.told("plan.why", "dim", source=field["source"], rule=rule)


def _conflicts(screen: Screen, plan: dict[str, Any]) -> None:
    found = [conflict for conflict in plan["conflicts"] if conflict["kind"] == "conflict"]
    if found:
        screen.heading("plan.conflicts", count=len(found))
    for conflict in found[:SHOWN]:
        show_short(screen, conflict)
    screen.more(SHOWN, len(found))
    if plan["differences"]:
        screen.line()
        screen.told("report.differences", count=plan["differences"])


def _total(screen: Screen, plan: dict[str, Any]) -> None:
    if not plan["changes"]:
        screen.told("plan.nothing", "bold green")
        return
    requests = sum(stream["requests"] for stream in plan["streams"])
    # Connections are written side by side, so the slowest one tells the time.
    slowest = max((stream["seconds"] for stream in plan["streams"]), default=0.0)
    held = len(plan["changes"]) - plan["writes"]
    screen.told("plan.total", "bold", writes=plan["writes"], requests=requests, time=screen.duration(slowest))
    if held:
        screen.told("plan.total_held", "bold yellow", count=held)
    if plan["file"]:
        screen.told("plan.kept", "cyan", file=plan["file"])
    else:
        screen.told("plan.how", "dim")
