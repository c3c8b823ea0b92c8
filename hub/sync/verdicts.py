"""The decisions that stand about the units of a customer, and those that newer ones go over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

import msgspec

from hub.merging.survive import Verdict
from hub.store.decisions import DecisionRow

UNIT_KINDS = frozenset({"choose", "pin", "hold"})


def unit_decisions(members: Set[int], decided: Sequence[DecisionRow]) -> dict[str, DecisionRow]:
    """The decision that stands for each unit of a cluster: the newest one about any of its members."""
    return {row.unit: row for row in decided if row.kind in UNIT_KINDS and row.left in members and row.unit is not None}


def overruled_decisions(members: Set[int], decided: Sequence[DecisionRow]) -> list[DecisionRow]:
    """The standing decisions about units of a cluster that newer ones go over, as when two customers become one."""
    newest = {row.decision_id for row in unit_decisions(members, decided).values()}
    return [row for row in decided if row.kind in UNIT_KINDS and row.left in members and row.decision_id not in newest]


def verdict_of(row: DecisionRow, stood: Mapping[str, Any] | None = None) -> Verdict:
    """A stored decision as survivorship takes it; `stood` is the golden record that it is about until now."""
    return Verdict(row.kind, msgspec.json.decode(row.value or "{}"), row.at, row.author, stood)  # type: ignore[arg-type]
