"""What a connector's error stopped, told in the log, with the answer that nobody understood.

Invariant: of that answer the log shows the shape; what it said of people stands among the personal values.
"""

from __future__ import annotations

from typing import Any

from hub.sdk.errors import BrokenContractError, ConnectorError
from hub.sdk.shapes import shape_of
from hub.sync.world import World


def unclear(answer: bytes) -> dict[str, Any]:
    """What the log tells of an answer that nobody understood; nothing where there was none."""
    if not answer:
        return {}
    return {"evidence": shape_of(answer), "personal": {"answer": answer.decode("utf-8", "replace")}}


def tell_stop(world: World, event: str, error: ConnectorError, **where: Any) -> None:
    """Log that something stopped, and why."""
    answer = error.evidence if isinstance(error, BrokenContractError) else b""
    world.log(event, **where, reason=str(error), **unclear(answer))


def tell_unclear(world: World, event: str, error: ConnectorError, **where: Any) -> None:
    """Log it only where an answer was not understood, for whoever asked is told of the error itself."""
    if isinstance(error, BrokenContractError) and error.evidence:
        tell_stop(world, event, error, **where)
