"""What records alone say is found without comparing each with each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.merging.agreement import agree
from hub.merging.claims import Source
from hub.merging.rules import EntityRules, Rule
from hub.merging.survive import claims_of
from hub.steward.alone import Words
from tests.unit.merging.worlds import rules_with
from tests.unit.merging.worlds import sources as drawn_sources

RULES = rules_with(Rule())


def compared(rules: EntityRules, sources: Sequence[Source], inside: Collection[int]) -> dict[str, Any]:
    """The same, each claim compared with each."""
    says: dict[str, Any] = {}
    for unit in rules.units:
        claims = claims_of(unit, sources)
        others = [claim for claim in claims if claim.source_id not in inside]
        own = [claim for claim in claims if claim.source_id in inside and claim.values]
        own = [claim for claim in own if not any(agree(unit, claim.values, other.values) for other in others)]
        if own:
            says |= max(own, key=lambda claim: (claim.at, claim.name)).values
    return says


@given(drawn_sources(), st.sets(st.integers(1, 5)))
def test_what_some_records_alone_say_is_what_nobody_else_agrees_with(sources: list[Source], inside: set[int]) -> None:
    assert Words(RULES.units, sources).alone(inside) == compared(RULES, sources, inside)
