"""Draws the state of the hub: alarms first, then streams, golden records, and the last runs."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen


def show_status(screen: Screen, status: dict[str, Any]) -> None:
    """Everything at one glance."""
    for alarm in status["alarms"]:
        since = screen.moment(alarm["since"])
        told = {"subject": alarm["subject"], "since": since, "reason": screen.reason(alarm["reason"])}
        screen.told(f"alarm.{alarm['kind']}", "bold red", **told)
    if status["restored"]:
        made_at = screen.moment(status["restored"]["made_at"])
        screen.told("status.restored", "bold yellow", at=screen.moment(status["restored"]["at"]), made_at=made_at)
    if status["hub"]:
        until = screen.moment(status["hub"]["expires_at"])
        screen.told("status.hub", "dim", holder=status["hub"]["holder"], until=until)
    _streams(screen, status)
    counts = [f"{screen.entity(entity)} {count}" for entity, count in status["golden"].items()]
    screen.heading("report.golden")
    screen.line("  " + (" · ".join(counts) or screen.say("report.none")))
    _queues(screen, status)
    _runs(screen, status)


def _streams(screen: Screen, status: dict[str, Any]) -> None:
    rows = []
    for stream in status["streams"]:
        waiting = [f"{screen.say(f'queue.{state}')} {count}" for state, count in stream["intents"].items()]
        place = f"{stream['connection']}/{stream['stream']}"
        rows.append(
            [place, screen.moment(stream["pulled_at"]), stream["records"], stream["quarantined"], " ".join(waiting)]
        )
    if rows:
        names = ("stream", "pulled_at", "records", "quarantined", "outbox")
        screen.table([f"column.{name}" for name in names], rows, (2, 3))
    else:
        screen.told("status.empty", "dim")


def _queues(screen: Screen, status: dict[str, Any]) -> None:
    if status["open_conflicts"]:
        screen.told("status.conflicts", "yellow", count=status["open_conflicts"])
    if status["to_resolve"] or status["to_plan"]:
        screen.told("status.queues", resolve=status["to_resolve"], plan=status["to_plan"])
    for one in status["unlinked"]:
        about = {"place": f"{one['connection']}/{one['stream']}", "count": one["records"], "example": one["example"]}
        screen.told("status.unlinked", "yellow", **about)
    for connection, count in status["notices"].items():
        screen.told("status.notices", connection=connection, count=count)


def _runs(screen: Screen, status: dict[str, Any]) -> None:
    if not status["runs"]:
        return
    screen.heading("status.runs")
    rows = []
    for run in status["runs"]:
        state = screen.say.known(f"state.{run['state']}", run["state"])
        ended = screen.moment(run["finished_at"])
        kind = screen.say.known(f"run.kind.{run['kind']}", run["kind"])
        rows.append([run["run"], kind, state, screen.moment(run["started_at"]), ended, run["written"]])
    names = ("run", "kind", "state", "started_at", "finished_at", "written")
    screen.table([f"column.{name}" for name in names], rows, (0, 5))
