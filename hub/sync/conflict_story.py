"""What a conflict tells: its sides as they are stored, joined by who comes later, and whether they still differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.merging.agreement import agree
from hub.merging.claims import Claim, Source
from hub.merging.rules import Unit
from hub.merging.survive import claims_of
from hub.store.conflicts import ConflictRow


def with_earlier(earlier: ConflictRow | None, doc: str) -> str:
    """A newer story of an open conflict: who waited already waits on, with the newest word of each.

    A word that the hub wrote over waits on besides its author's newer one, for whoever typed that did not see it.
    """
    if earlier is None:
        return doc
    before, story = msgspec.json.decode(earlier.doc), msgspec.json.decode(doc)
    again = {loser["source"] for loser in story["losers"]}
    newer = [(loser["source"], loser["values"]) for loser in story["losers"]]
    waiting = [
        loser
        for loser in before["losers"]
        if loser["source"] not in again
        or (loser["source"] in before["effect"] and (loser["source"], loser["values"]) not in newer)
    ]
    return msgspec.json.encode({**story, "losers": waiting + story["losers"]}).decode()


def told(claim: Claim) -> dict[str, Any]:
    """A claim as the story of a conflict tells it."""
    return {
        "source": claim.name,
        "source_id": claim.source_id,
        "values": claim.values,
        "at": claim.at,
        "edited": claim.edited,
    }


def say_the_same(unit: Unit, row: ConflictRow, group: Sequence[Source]) -> bool:
    """Whether all whose words a conflict tells are there still, and agree."""
    sides = {loser["source_id"] for loser in msgspec.json.decode(row.doc)["losers"]}
    claims = [claim for claim in claims_of(unit, group) if claim.source_id in sides]
    return (
        len(sides) > 1
        and {claim.source_id for claim in claims} == sides
        and all(agree(unit, claims[0].values, claim.values) for claim in claims)
    )
