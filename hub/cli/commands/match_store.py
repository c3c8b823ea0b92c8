"""`hub match review` and `hub match why`: pairs of records of the store, with the evidence about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.match_explain import show_explained, waterfall
from hub.cli.show.match_review import show_doubts
from hub.steward.doubts import Pair, doubts, weighed


def review(session: Session, entity: str | None, limit: int, *, unsure: bool) -> Answer:
    """What waits for a person to say whether it is one customer."""
    with session.looking() as world:
        found = doubts(world, entity, limit, unsure=unsure)
    document: dict[str, Any] = msgspec.to_builtins(found)
    document["review_format"] = document.pop("format")
    exits = Exit.CONFLICTS if found.total else Exit.OK
    return Answer(document, lambda screen: show_doubts(screen, document), exits)


def why(session: Session, one: str, other: str, svg: Path | None) -> Answer:
    """Tell it, and draw its bits where an SVG is wanted."""
    with session.looking() as world:
        document = _document(weighed(world, one, other))
    if svg:
        svg.write_text(waterfall(session.say, document).svg(), encoding="utf-8")
        document["svg"] = str(svg)
    return Answer(document, lambda screen: show_explained(screen, document))


def _document(pair: Pair) -> dict[str, Any]:
    """As `hub match explain` tells two rows of a file; a store keeps no chains."""
    names = dict.fromkeys((*pair.left.says, *pair.right.says))
    fields = [{"field": n, "left": pair.left.says.get(n, ""), "right": pair.right.says.get(n, "")} for n in names]
    return {
        "left": pair.left.record,
        "right": pair.right.record,
        "entities": [pair.entity, pair.entity],
        "fields": fields,
        "verdict": pair.verdict,
        "prior": pair.prior,
        "evidence": msgspec.to_builtins(pair.evidence),
        "score": pair.score,
        "same": pair.same,
        "ask": pair.ask,
        "compared": True,
        "together": pair.verdict == "joined",
        "chain": [],
        "walls": [],
        "svg": None,
    }
