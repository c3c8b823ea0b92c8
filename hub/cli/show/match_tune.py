"""Draws what other thresholds would change: figures side by side, then the joins that differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hub.cli.show.match_explain import link_text
from hub.cli.show.screen import Screen

_FIGURES = ("same", "ask", "clusters", "joins", "largest", "asked_pairs", "asked_records", "walled_pairs")


def show_tuned(screen: Screen, entities: Iterable[dict[str, Any]]) -> None:
    """Each type of records."""
    show_effect(screen, entities)
    screen.told("match.nothing_set", "dim")


def show_effect(screen: Screen, entities: Iterable[dict[str, Any]]) -> None:
    """What would change of each type of records."""
    for told in entities:
        screen.told(f"match.tuned.{told['entity']}", "bold", records=told["records"])
        rows = [(screen.say(f"match.figure.{name}"), *_change(told, name)) for name in _FIGURES]
        screen.table(
            ("match.column.figure", "match.column.now", "match.column.then", "match.column.change"), rows, (1, 2, 3)
        )
        if told["moved"]:
            screen.heading("match.moved")
            screen.items(_moved(screen, one) for one in told["moved"])
        for which in ("gained", "lost"):
            _joins(screen, which, told[which], told[f"{which}_count"])
        screen.line()


def _moved(screen: Screen, one: dict[str, Any]) -> str:
    bands = {side: screen.say(f"match.band.{one[name]}") for side, name in (("was", "from"), ("becomes", "to"))}
    return screen.say("match.moved.pair", pairs=one["pairs"], **bands)


def _change(told: dict[str, Any], name: str) -> tuple[str, str, str]:
    now, then = told["now"][name], told["then"][name]
    change = round(then - now, 6)
    return f"{now:g}", f"{then:g}", f"{change:+g}" if change else ""


def _joins(screen: Screen, which: str, links: list[dict[str, Any]], count: int) -> None:
    if count:
        screen.heading(f"match.{which}", count=count)
        screen.items(link_text(screen.say, link) for link in links)
        if count > len(links):
            screen.told("match.more", "dim", count=count - len(links))
