"""Draws a run: the ledger, what was merged, the conflicts, what was written, and what to try next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.show.conflicts import show_short
from hub.cli.show.screen import Screen

SHOWN = 10
_STYLES = {"ok": "bold green", "partial": "bold yellow", "failed": "bold red"}
# Of the evidence for a merge so much is told; `hub match why` tells all.
_MOST_WORDS = 4


def show_run(screen: Screen, story: dict[str, Any]) -> None:
    """The whole report of a run."""
    _title(screen, story)
    if story["pulls"]:
        _pulls(screen, story)
    _golden(screen, story)
    _merges(screen, story["merges"], story["resolve"]["merged"])
    show_conflicts(screen, story)
    _differences(screen, story)
    _pushes(screen, story)
    _obstacles(screen, story)
    show_next(screen, story["next"])


def show_next(screen: Screen, commands: list[str]) -> None:
    """What to type now."""
    screen.heading("report.next")
    for command in commands:
        screen.line(f"  {command}", "cyan")


def _title(screen: Screen, story: dict[str, Any]) -> None:
    state = story["state"]
    words = screen.say.known(f"state.{state}", state)
    screen.told("report.title", _STYLES.get(state, "bold"), run=story["run_id"], state=words)
    if not story["adds_up"]:
        screen.told("report.does_not_add_up", "bold red")


def _pulls(screen: Screen, story: dict[str, Any]) -> None:
    screen.heading("report.pulls")
    columns = ["stream", "read", "new", "changed", "unchanged", "quarantined", "skipped", "deleted"]
    rows = []
    for place, pull in sorted(story["pulls"].items()):
        numbers = [sum(pull["skipped"].values()) if name == "skipped" else pull[name] for name in columns[1:]]
        rows.append([place, *numbers])
    screen.table([f"column.{name}" for name in columns], rows, range(1, len(columns)))
    for place, pull in sorted(story["pulls"].items()):
        screen.items(f"{place}: {count} × {screen.counted(reason)}" for reason, count in pull["skipped"].items())
        show_fields(screen, place, pull["absent"], pull["appeared"])


def show_fields(screen: Screen, place: str, absent: dict[str, str], appeared: Sequence[str]) -> None:
    """Fields that the mapping names and the system has no more, and fields that it has only now."""
    for name, near in absent.items():
        hint = screen.say("report.near", name=near) if near else ""
        screen.told("report.absent", "bold yellow", stream=place, name=name, near=hint)
    if appeared:
        screen.told("report.appeared", "yellow", stream=place, names=", ".join(appeared))


def _golden(screen: Screen, story: dict[str, Any]) -> None:
    screen.heading("report.golden")
    counts = [f"{screen.entity(entity)} {count}" for entity, count in story["golden"].items()]
    screen.line("  " + (" · ".join(counts) or screen.say("report.none")))
    book = story["resolve"]
    if book["resolved"]:
        screen.told("report.resolved", **{name: book[name] for name in ("created", "changed", "merged", "split")})


def _merges(screen: Screen, merges: list[dict[str, Any]], count: int) -> None:
    """Of very many, the ledger tells some one by one."""
    if not merges:
        return
    screen.heading("report.merges", count=count)
    for merge in merges[:SHOWN]:
        screen.line(f"  {merge['golden']} {screen.called(merge['golden'], merge['display'])}")
        screen.line("    = " + " + ".join(merge["records"]), "dim")
        facts = [screen.say.known(f"evidence.{words}", words) for words in merge.get("evidence", ())[:_MOST_WORDS]]
        facts = facts or [screen.say.known(f"why.{fact}", fact) for fact in merge.get("why", ())]
        if facts:
            screen.told("report.why", "dim", facts=" · ".join(facts))
    screen.more(SHOWN, count, hint=False)


def show_conflicts(screen: Screen, story: dict[str, Any]) -> None:
    """The conflicts that a run opened or decided, and how many wait."""
    found = story["conflicts"]
    if found or story["open_conflicts"]:
        screen.heading("report.conflicts", count=len(found), open=story["open_conflicts"])
    for conflict in found[:SHOWN]:
        show_short(screen, conflict)
    screen.more(SHOWN, len(found), hint=False)


def _differences(screen: Screen, story: dict[str, Any]) -> None:
    if story["resolve"]["differences"]:
        screen.line()
        screen.told("report.differences", count=story["resolve"]["differences"])


def _pushes(screen: Screen, story: dict[str, Any]) -> None:
    screen.heading("report.pushes")
    names = ["created", "updated", "archived", "rejected", "unknown", "requests"]
    rows = [
        [place, story["planned"].get(place, 0), *(push[name] for name in names)]
        for place, push in sorted(story["pushes"].items())
        if story["planned"].get(place) or any(push[name] for name in names)
    ]
    if rows:
        columns = [f"column.{name}" for name in ("stream", "planned", *names)]
        screen.table(columns, rows, range(1, len(columns)))
    _unwritten(screen, story)
    if not story["written"]:
        screen.told("report.nothing_written", "bold")
        troubles = ("waiting", "refused", "not_planned", "stopped", "open_conflicts", "quarantine")
        if not any(story[trouble] for trouble in troubles):
            screen.told("report.in_step", "green")


def _unwritten(screen: Screen, story: dict[str, Any]) -> None:
    """What was sent and went over nothing, because the record was another one by then."""
    reasons = {"moved": "changed_there", "gone": "gone_there"}
    told = [(place, push.get(name), why) for place, push in story["pushes"].items() for name, why in reasons.items()]
    screen.items(f"{place}: {count} × {screen.counted(why)}" for place, count, why in sorted(told) if count)


def _obstacles(screen: Screen, story: dict[str, Any]) -> None:
    for place, states in sorted(story["waiting"].items()):
        for state, count in sorted(states.items()):
            screen.told(f"waiting.{state}", "yellow", stream=place, count=count)
    for place, count in sorted(story["quarantine"].items()):
        screen.told("waiting.quarantine", "yellow", stream=place, count=count)
    if story["refused"]:
        screen.heading("report.refused", count=len(story["refused"]))
    for refused in story["refused"][:SHOWN]:
        place = f"{refused['stream']}/{refused['external_id'] or ''}".rstrip("/")
        name = f"{place} {screen.called(refused['golden'], refused['display'])} ({refused['golden']})"
        screen.line(f"  - {name}: {screen.reason(refused['why'])}", "red")
    screen.more(SHOWN, len(story["refused"]), hint=False)
    lost = [(place, *pair) for place, why in sorted(story["not_planned"].items()) for pair in why.items()]
    if lost:
        screen.heading("report.not_planned")
        screen.items(f"{place}: {count} × {screen.counted(reason)}" for place, reason, count in lost)
    if story["stopped"]:
        screen.heading("report.stopped")
        screen.items((f"{place}: {screen.reason(reason)}" for place, reason in sorted(story["stopped"].items())), "red")
