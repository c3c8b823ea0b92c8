"""One seed as `hub selftest` repeats it on somebody's installation: in every tier, told in plain documents."""

from __future__ import annotations

from typing import Any

from tests.simulation.life import LAB
from tests.simulation.wire.life import WIRE

TIERS = {"lab": LAB, "wire": WIRE}


def tried(seed: int) -> list[dict[str, Any]]:
    """What became of a seed in each tier."""
    found = []
    for name, tier in TIERS.items():
        outcome = tier.live(tier.story_of(seed))
        found.append(
            {
                "tier": name,
                "module": tier.module,
                "seed": seed,
                "runs": outcome.runs,
                "deaths": outcome.deaths,
                "edits": outcome.did["edits"],
                "laws": list(tier.laws),
                "broken": [{"law": law, "what": what} for law, what in outcome.broken],
                "trace": outcome.digest,
            }
        )
    return found
