"""Draws the story of a golden record: a table of its values, or one value with everything that led to it."""

from __future__ import annotations

from typing import Any

from hub.cli.show.screen import Screen
from hub.merging.survive import STEWARD
from hub.model.derived import DERIVED_LABELS
from hub.model.shown import record_text, short, value_text
from hub.steward.stories import BY_DECISION

SHOWN = 10


def show_story(screen: Screen, story: dict[str, Any], *, whole: bool) -> None:
    """Every golden record that answers."""
    for record in story["records"]:
        _head(screen, record)
        if whole:
            _table(screen, record)
            _figures(screen, record["figures"])
            _career(screen, record["career"])
            _events(screen, record["events"])
            _unwritten(screen, record["unwritten"])
        else:
            for field in record["fields"]:
                show_field(screen, record["entity"], field)
            if not record["fields"] and not record["looked_for"]:
                screen.told("story.unknown_field", "yellow")
        _looked_for(screen, record)
    for name in story["unresolved"]:
        screen.told("story.unresolved", "yellow", record=name)


def _head(screen: Screen, record: dict[str, Any]) -> None:
    kind = screen.entity(record["entity"])
    title = {"kind": kind, "golden": record["golden"], "display": screen.called(record["golden"], record["display"])}
    screen.told("story.title", "bold", **title, version=record["version"])
    if record["redirected_from"]:
        screen.told("story.redirected", names=", ".join(record["redirected_from"]))
    screen.told("story.records", "dim", records=" + ".join(record["records"]))
    for decision in record["decisions"]:
        screen.line(f"  {_decision(screen, decision)}", "cyan")
    if record["waits"]:
        screen.told("story.waits", "yellow")


def _table(screen: Screen, record: dict[str, Any]) -> None:
    rows = []
    for field in record["fields"]:
        mark = "!" if field["conflict"] or field["is_held"] else "≠" if disputed(field) else ""
        label = screen.field(record["entity"], field["field"])
        source = record_text(field["winner"]["source"])
        rows.append([label, short(_value(screen, record["entity"], field), 44), f"{source} {mark}".rstrip()])
    screen.table(["column.field", "column.value", "column.source"], rows, names=(0, 2))
    if any(disputed(field) for field in record["fields"]):
        screen.told("story.marks", "dim")
    if record["fields"]:
        marked = [field for field in record["fields"] if disputed(field)] or record["fields"]
        screen.told("story.how", "dim", golden=record["golden"], field=marked[0]["field"])


def _figures(screen: Screen, figures: dict[str, Any] | None) -> None:
    if figures is None:
        return
    screen.heading("story.figures")
    for name, (ja, en) in DERIVED_LABELS.items():
        if figures[name] is not None:
            screen.line(f"  {ja if screen.say.lang == 'ja' else en}: {value_text(figures[name])}")


def _career(screen: Screen, career: list[dict[str, Any]]) -> None:
    if not career:
        return
    screen.heading("story.career")
    for told in career:
        post = told["post"]
        what = " ".join(word for word in (told["company"], post["department"], post["title"]) if word)
        ending = screen.say(f"ending.{post['ending'] or 'none'}", day=post["until"] or "")
        screen.line(f"  {post['since']} – {ending}  {what}")


def _events(screen: Screen, events: list[dict[str, Any]]) -> None:
    if not events:
        return
    screen.heading("story.events")
    for event in events:
        kind = screen.say(f"event.{event['kind']}")
        screen.line(f"  {event['at'][:10]}  {kind}: {short(event['before'], 40)} → {short(event['after'], 40)}")


def _unwritten(screen: Screen, unwritten: dict[str, list[str]]) -> None:
    if unwritten:
        screen.heading("report.not_planned")
        screen.items(f"{place}: {screen.counted(why)}" for place, whys in unwritten.items() for why in whys)


def _looked_for(screen: Screen, record: dict[str, Any]) -> None:
    for told in record["looked_for"]:
        label = screen.field(record["entity"], told["field"])
        about = {"field": label, "source": told["source"], "place": told["place"], "number": told["external_id"]}
        screen.told(f"story.looked_for.{told['why']}", "yellow", **about)


def disputed(field: dict[str, Any]) -> bool:
    """Whether a system that has said something else still shows something else."""
    shown = {holding["source"]: holding["value"] for holding in field["holdings"] if not holding["is_deleted"]}
    losing = (loser["source"] for loser in field["losers"] if not loser["agrees"])
    return any(shown.get(source, field["value"]) != field["value"] for source in losing)


def _value(screen: Screen, entity: str, field: dict[str, Any]) -> str:
    return f"{screen.value(entity, field['field'], field['value'])} {field['display']}".rstrip()


def show_field(screen: Screen, entity: str, field: dict[str, Any]) -> None:
    """One value: the winner, the rule, who said something else, and what became of it."""
    label = screen.field(entity, field["field"])
    screen.heading("story.field", label=label, field=field["field"], value=_value(screen, entity, field))
    _judgement(screen, entity, field)
    if field["what_if"]:
        other = field["what_if"]["winner"]
        said = {"value": screen.value(entity, field["field"], other["value"]), "source": other["source"]}
        screen.told("story.what_if", "dim", **said, rule=_rule(screen, field["what_if"]["rule"]))
    _afterwards(screen, entity, field)


def _judgement(screen: Screen, entity: str, field: dict[str, Any]) -> None:
    claim = _claim(screen, entity, field["field"], field["winner"], field["rule"])
    screen.told("story.winner", "green", rule=_rule(screen, field["rule"]), claim=claim)
    for loser in field["losers"][:SHOWN]:
        key = "story.agrees" if loser["agrees"] else "story.loser"
        screen.told(key, "dim" if loser["agrees"] else "yellow", claim=_claim(screen, entity, field["field"], loser))
    screen.more(SHOWN, len(field["losers"]))
    if field["decision"]:
        screen.line(f"  {_decision(screen, field['decision'])}", "cyan")
    if field["conflict"]:
        screen.told("story.conflict", "bold yellow", number=field["conflict"])


def _afterwards(screen: Screen, entity: str, field: dict[str, Any]) -> None:
    def told(value: Any) -> str:
        return screen.value(entity, field["field"], value)

    for holding in field["holdings"]:
        key = "story.gone" if holding["is_deleted"] else "story.by_hub" if holding["by_hub"] else "story.holds"
        screen.told(key, "dim", source=holding["source"], value=told(holding["value"]))
    if len(field["history"]) > 1:
        screen.told("story.history")
    for past in field["history"][-SHOWN:] if len(field["history"]) > 1 else []:
        at, source = screen.moment(past["at"]), said_by(screen, past["source"])
        screen.told("story.past", "dim", at=at, value=told(past["value"]), source=source, run=past["run"])
    for push in field["pushes"][-SHOWN:]:
        where = f"{push['stream']}/{push['external_id'] or ''}"
        change = {"before": told(push["from"]), "after": told(push["to"])}
        screen.told("story.push", "dim", at=screen.moment(push["at"]), where=where, run=push["run"], **change)


def _claim(screen: Screen, entity: str, field: str, claim: dict[str, Any], rule: str = "") -> str:
    value = f"{screen.value(entity, field, claim['value'])} {claim['display']}".rstrip()
    key = "story.edited" if claim["edited"] else "story.first_seen"
    # No record's name is without this mark, whatever a connection is called.
    if claim["connection"] == STEWARD and "#" not in claim["source"]:
        key = "story.kept" if rule == "review" else "story.decided"
    return screen.say(key, value=value, source=claim["source"], at=screen.moment(claim["at"]))


def said_by(screen: Screen, source: str | None) -> str:
    """Who brought a value: a record by its name, or a decision."""
    return screen.say("story.decision_made") if source == BY_DECISION else source or ""


def _rule(screen: Screen, rule: str) -> str:
    return screen.say.rule(rule)


def _decision(screen: Screen, decision: dict[str, Any]) -> str:
    kind = screen.say.known(f"decision.{decision['kind']}", decision["kind"])
    about = " + ".join(decision["records"])
    at = screen.moment(decision["at"])
    names = {"number": decision["number"], "author": decision["author"], "reason": screen.say.told(decision["reason"])}
    return screen.say("story.decision", kind=kind, about=about, at=at, **names).rstrip()
