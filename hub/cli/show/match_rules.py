"""Draws rules that decisions speak for, each with its line for the configuration, and what rules decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.cli.show.match_review import show_bulk
from hub.cli.show.screen import Screen


def show_proposals(screen: Screen, found: dict[str, Any]) -> None:
    """Those first that would close most."""
    if not found["rules"]:
        screen.told("match.rules.none")
    for place, rule in enumerate(found["rules"], start=1):
        _rule(screen, place, rule)
    screen.line()
    screen.told("match.rules.past", **found["past"])
    if found["rules"]:
        screen.told("match.rules.adopt", "dim")


def show_applied(screen: Screen, done: dict[str, Any]) -> None:
    """What each rule decides."""
    if not done["applied"]:
        screen.told("match.rules.empty")
    for place, one in enumerate(done["applied"], start=1):
        screen.told("match.rules.by", "bold", place=place, evidence=_words(screen, one["evidence"]))
        show_bulk(screen, one)
        screen.line()


def _rule(screen: Screen, place: int, rule: dict[str, Any]) -> None:
    entity, verdict = screen.say(f"match.entity.{rule['entity']}"), screen.say(f"decision.{rule['decide']}")
    words = _words(screen, rule["evidence"])
    screen.told("match.rule", "bold", place=place, entity=entity, verdict=verdict, evidence=words)
    screen.told("match.rule.alike", alike=rule["alike"], **rule["past"])
    screen.told("match.rule.closes", closes=rule["closes"])
    evidence = ", ".join(rule["evidence"])
    screen.line(f"    - {{entity: {rule['entity']}, decide: {rule['decide']}, evidence: [{evidence}]}}", "dim")


def _words(screen: Screen, evidence: Iterable[str]) -> str:
    return " + ".join(screen.say.known(f"evidence.{words}", words) for words in evidence)
