"""Draws a golden record as it was: each value with who had said it, and what each system held."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen
from hub.cli.show.story import said_by


def show_then(screen: Screen, story: dict[str, Any]) -> None:
    """Every golden record that there was."""
    for record in story["records"]:
        names = {name: record[name] for name in ("golden", "display", "version")}
        kind, at = screen.entity(record["entity"]), screen.moment(record["at"])
        screen.told("then.title", "bold", kind=kind, at=at, **names)
        if record["merged_into"]:
            screen.told("then.merged", golden=record["merged_into"])
        for field in record["fields"]:
            _value(screen, record["entity"], field)
    if not story["records"]:
        screen.told("then.none", "yellow")


def _value(screen: Screen, entity: str, field: dict[str, Any]) -> None:
    screen.line(
        f"  {screen.field(entity, field['field'])} = {screen.value(entity, field['field'], field['value'])}", "bold"
    )
    rule = screen.say.rule(field["rule"])
    about = {"since": screen.moment(field["since"]), "source": said_by(screen, field["source"]), "rule": rule}
    screen.told("then.value", "green", **about, run=field["run"], config=field["config"][:12])
    for held in field["held"]:
        said = {"source": held["source"], "value": screen.value(entity, field["field"], held["value"])}
        if held["intent"] is None:
            screen.told("then.held", "dim", **said, run=held["run"])
        else:
            screen.told("then.wrote", "dim", **said, intent=held["intent"])
