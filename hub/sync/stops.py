"""What a connector's error stopped, told in the log, with the answer that nobody understood.

Invariant: of that answer the log shows the shape; what it said of people stands among the personal values.
"""

from __future__ import annotations

from typing import Any

from hub.sdk.errors import BrokenContractError, ConnectorError
from hub.sdk.shapes import shape_of
from hub.sync.world import World


def tell_stop(world: World, event: str, error: ConnectorError, **where: Any) -> None:
    """Log that something stopped, and why."""
    told: dict[str, Any] = {**where, "reason": str(error)}
    if isinstance(error, BrokenContractError) and error.evidence:
        told["evidence"] = shape_of(error.evidence)
        told["personal"] = {"answer": error.evidence.decode("utf-8", "replace")}
    world.log(event, **told)
