"""Draws an undo: what is put back, what stays because somebody has spoken since, and what a person has to do."""

from __future__ import annotations

from typing import Any

from hub.cli.show.plan import PartEntities, show_change
from hub.cli.show.screen import Screen

SHOWN = 50


def show_undo(screen: Screen, done: dict[str, Any], entities: PartEntities) -> None:
    """The whole undo; of long lists the first."""
    runs = _what(screen, done, entities)
    if done["run"] is None:
        screen.told("undo.would", "bold", runs=runs, count=len(done["writes"]))
    else:
        written = sum(write["state"] == "done" for write in done["writes"])
        screen.told("undo.done", "bold green", runs=runs, count=written, run=done["run"])
    place = ""
    for write in sorted(done["writes"], key=lambda write: write["change"]["stream"])[:SHOWN]:
        if write["change"]["stream"] != place:
            place = write["change"]["stream"]
            screen.line(place, "bold")
        show_change(screen, write["change"], entities)
        if write["state"] not in ("done", "planned"):
            state = screen.say.known(f"intent.{write['state']}", write["state"])
            screen.line(f"      {state} {screen.reason(write['why'])}".rstrip(), "yellow")
    screen.more(SHOWN, len(done["writes"]), hint=False)
    _lists(screen, done)
    screen.line()
    if done["run"] is None:
        screen.told("undo.how", "dim")
    elif done["decisions"]:
        screen.told("undo.back", "dim", run=done["run"])


def _what(screen: Screen, done: dict[str, Any], entities: PartEntities) -> str:
    """Run 7, or what of it is meant: run 7, phone of freee/partners/101."""
    runs = ", ".join(map(str, done["of"])) or "—"
    named = " ".join(name for name in (done["asked"]["record"], _field(screen, done, entities)) if name)
    return screen.say("undo.part", runs=runs, what=named) if named else runs


def _field(screen: Screen, done: dict[str, Any], entities: PartEntities) -> str:
    """The field that was asked for, as it is called where it is written; as it was typed where nothing is."""
    asked, changes = done["asked"]["field"], [write["change"] for write in done["writes"]]
    parts = [
        (change["stream"], told["part"]) for change in changes for told in change["fields"] if told["field"] == asked
    ]
    return screen.field(entities.get(parts[0], ""), asked) if parts else asked or ""


def _lists(screen: Screen, done: dict[str, Any]) -> None:
    if done["parted"]:
        screen.heading("undo.parted")
        screen.items(done["parted"])
    for pin in done["pinned"]:
        unit = screen.field(pin["entity"], pin["unit"])
        screen.told("decided.pin_goes", "yellow", unit=unit, record=pin["record"], number=pin["decision"])
    if done["together"]:
        screen.told("undo.together", "yellow", one=done["together"][0], other=done["together"][1])
    if done["kept"]:
        screen.heading("undo.kept", count=len(done["kept"]))
    for kept in done["kept"][:SHOWN]:
        what = screen.field(kept["entity"], kept["field"]) if kept["field"] else screen.entity(kept["entity"])
        why = screen.say(f"undo.why.{kept['why']}", by=kept["by"], at=screen.moment(kept["at"]) if kept["at"] else "")
        screen.line(f"  {kept['stream']}/{kept['external_id']} {what}: {why}", "yellow")
    screen.more(SHOWN, len(done["kept"]), hint=False)
    if done["by_hand"]:
        screen.heading("undo.by_hand", count=len(done["by_hand"]))
    for hand in done["by_hand"][:SHOWN]:
        what, fields = screen.say(f"undo.hand.{hand['what']}"), ", ".join(hand["fields"])
        screen.line(f"  {hand['stream']}/{hand['external_id']}: {what} {fields}".rstrip(), "red")
    screen.more(SHOWN, len(done["by_hand"]), hint=False)
    if done["stopped"]:
        screen.heading("report.stopped")
        screen.items((f"{place}: {screen.reason(reason)}" for place, reason in sorted(done["stopped"].items())), "red")
