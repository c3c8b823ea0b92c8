"""Draws a simulation: which golden records and fields would differ, who would move, and what would be written."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from hub.cli.show.plan import SHOWN, PartEntities, show_change
from hub.cli.show.screen import Screen
from hub.model.shown import short


def show_simulation(screen: Screen, found: dict[str, Any], entities: PartEntities, *, every: bool) -> None:
    """The whole effect; of long lists the first lines, unless `every` is asked for."""
    _entities(screen, found)
    _fields(screen, found, every=every)
    _moves(screen, found, every=every)
    _refusals(screen, found, every=every)
    _writes(screen, found, entities, every=every)
    screen.line()
    if any(found[key] for key in ("entities", "moves", "writes", "withdrawn", "refused")):
        screen.told("simulation.how", "dim", config=found["config"])
    else:
        screen.told("simulation.nothing", "bold green")


def _entities(screen: Screen, found: dict[str, Any]) -> None:
    if found["entities"]:
        screen.heading("simulation.records")
    for entity, counts in found["entities"].items():
        numbers = {name: counts[name] for name in ("created", "changed", "merged")}
        screen.told("simulation.entity", entity=screen.entity(entity), **numbers)
        for field, count in sorted(counts["fields"].items(), key=lambda item: -item[1]):
            screen.told("simulation.field", "dim", field=screen.field(entity, field), count=count)


def _fields(screen: Screen, found: dict[str, Any], *, every: bool) -> None:
    shown = found["fields"] if every else found["fields"][:SHOWN]
    for effect in shown:
        entity, field = effect["golden"].partition("/")[0], effect["field"]
        display, label = screen.called(effect["golden"], effect["display"]), screen.field(entity, field)
        line = Text(f"  {effect['golden']} {display} {label}: ")
        line.append(short(screen.value(entity, field, effect["from"])), "red").append(" → ")
        line.append(short(screen.value(entity, field, effect["to"])), "green")
        screen.console.print(line, soft_wrap=not screen.console.is_terminal)
    screen.more(len(shown), len(found["fields"]))


def _moves(screen: Screen, found: dict[str, Any], *, every: bool) -> None:
    shown = found["moves"] if every else found["moves"][:SHOWN]
    if shown:
        screen.heading("simulation.moves")
    for move in shown:
        key = "simulation.merges" if move["merges"] else "simulation.leaves"
        screen.told(key, before=move["from"], after=move["to"], count=move["records"])
    screen.more(len(shown), len(found["moves"]))


def _refusals(screen: Screen, found: dict[str, Any], *, every: bool) -> None:
    for place, count in found["refused"].items():
        screen.heading("simulation.refused", stream=place, count=count)
    shown = found["refusals"] if every else found["refusals"][:SHOWN]
    screen.items((f"{refusal['record']}: {screen.say.told(refusal['reason'])}" for refusal in shown), "yellow")
    screen.more(len(shown), len(found["refusals"]))


def _writes(screen: Screen, found: dict[str, Any], entities: PartEntities, *, every: bool) -> None:
    for place, counts in found["writes"].items():
        archives = counts.get("archive", 0) + counts.get("delete", 0)
        numbers = {"creates": counts.get("create", 0), "updates": counts.get("update", 0), "archives": archives}
        screen.heading("plan.stream", stream=place, **numbers)
        here = [change for change in found["changes"] if change["stream"] == place]
        shown = here if every else here[:SHOWN]
        for change in shown:
            show_change(screen, change, entities)
        screen.more(len(shown), sum(counts.values()))
    for place, count in found["withdrawn"].items():
        screen.told("simulation.withdrawn", "yellow", stream=place, count=count)
