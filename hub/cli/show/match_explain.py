"""Draws why two records are one customer or are not: their values, the bits, the verdict, and the way between them."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from hub.cli.show.match import in_words
from hub.cli.show.screen import Screen
from hub.cli.show.waterfall import Waterfall
from hub.cli.words import Say

_STYLES = {"joined": "bold green", "ask": "bold yellow", "wall": "bold red", "apart": "bold"}


def show_explained(screen: Screen, told: dict[str, Any]) -> None:
    """The verdict first, then what it comes from."""
    screen.line(verdict(screen.say, told), _STYLES[told["verdict"]])
    screen.line()
    screen.console.print(_side_by_side(screen, told))
    if told["entities"][0] == told["entities"][1]:
        _evidence(screen, told)
        _way(screen, told)
    if told["svg"]:
        screen.told("match.svg", file=told["svg"])


def verdict(say: Say, told: dict[str, Any]) -> str:
    """One sentence about the two."""
    code = told["verdict"]
    if told["entities"][0] != told["entities"][1]:
        code = "other_type"
    elif code == "joined" and told["score"] < told["same"]:
        code = "chained"
    elif code == "ask" and told["score"] >= told["same"]:
        code = "stopped"
    elif code == "apart" and told["score"] >= told["ask"]:
        code = "not_compared"
    return say(f"match.verdict.{code}", left=told["left"], right=told["right"])


def waterfall(say: Say, told: dict[str, Any]) -> Waterfall:
    """The same bits as a picture."""
    return Waterfall(
        title=f"{told['left']} × {told['right']}",
        told=verdict(say, told),
        steps=[(words, counted) for words, _, counted in _lines(say, told)],
        total=(say("match.sum"), told["score"]),
        limits=((say("match.limit.ask"), told["ask"]), (say("match.limit.same"), told["same"])),
    )


def _lines(say: Say, told: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Words, the bits of each alone, and what they add."""
    prior = (say("match.prior"), told["prior"], told["prior"])
    wall = say("match.is_wall")
    return [
        prior,
        *(
            (say(f"evidence.{one['words']}") + (wall if one["wall"] else ""), one["bits"], one["counted"])
            for one in told["evidence"]
        ),
    ]


def _side_by_side(screen: Screen, told: dict[str, Any]) -> Table:
    """What each of the two says; the headings are their ids."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in (screen.say("match.column.field"), told["left"], told["right"]):
        table.add_column(Text(heading), overflow="fold")
    for one in told["fields"]:
        table.add_row(*map(Text, (screen.field(told["entities"][0], one["field"]), one["left"], one["right"])))
    return table


def _evidence(screen: Screen, told: dict[str, Any]) -> None:
    rows = [(words, f"{bits:+.1f}", f"{counted:+.1f}") for words, bits, counted in _lines(screen.say, told)]
    rows.append((screen.say("match.sum"), "", f"{told['score']:+.1f}"))
    screen.line()
    screen.table(("match.column.evidence", "match.column.bits", "match.column.counted"), rows, (1, 2))
    screen.told("match.limits", same=f"{told['same']:g}", ask=f"{told['ask']:g}")
    if not told["compared"]:
        screen.told("match.no_key", "dim")


def _way(screen: Screen, told: dict[str, Any]) -> None:
    """The chain with its weakest link, and what broke it."""
    chain = told["chain"]
    if len(chain) > 1 or (chain and not told["together"]):
        screen.heading("match.chain" if told["together"] else "match.broken_chain")
        weakest = min(chain, key=lambda link: link["score"])
        for link in chain:
            note = screen.say("match.weakest") if link is weakest and len(chain) > 1 else ""
            note += screen.say("match.dropped") if link["dropped"] else ""
            screen.line(f"  {link_text(screen.say, link)}{note}", "red" if link["dropped"] else "")
    if told["walls"]:
        screen.heading("match.walls")
        screen.items(link_text(screen.say, wall) for wall in told["walls"])
    elif any(link["dropped"] for link in chain):
        screen.told("match.too_large", "yellow")


def link_text(say: Say, link: dict[str, Any]) -> str:
    """Two records, their score and their evidence in one line."""
    evidence = in_words(say, ((one["words"], one["bits"]) for one in link["evidence"]))
    return f"{link['left']} – {link['right']}  {link['score']:+.1f}  ({evidence})"
