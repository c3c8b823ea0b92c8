"""The laws of survivorship: the same record whatever the order, and no edit that loses without a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.merging.claims import Claim, Mark, Source, claim_of
from hub.merging.rules import Rule
from hub.merging.survive import Survivor, Verdict, agree, survive
from tests.unit.merging import worlds
from tests.unit.merging.worlds import DAYS, STRATEGIES, rules_with

NOTHING: Mapping[str, Verdict] = {}


def _essence(survivor: Survivor) -> tuple[Any, ...]:
    findings = {
        finding.unit.name: (_told(finding.winner), finding.rule, sorted(map(_told, finding.losers)), finding.is_edit)
        for finding in survivor.findings
    }
    return survivor.values, survivor.lineage, survivor.held, findings


def _told(claim: Claim) -> tuple[int, str, str]:
    return claim.source_id, str(sorted(claim.values.items())), claim.at


verdicts = st.fixed_dictionaries(
    {},
    optional={
        "occupation": st.builds(
            Verdict,
            kind=st.sampled_from(["choose", "pin", "hold"]),
            values=st.sampled_from([{}, {"occupation": "会長"}, {"occupation": "部長"}]),
            at=st.sampled_from(DAYS),
        )
    },
)


@given(worlds.sources(2, 5).flatmap(lambda s: st.tuples(st.just(s), st.permutations(s))), worlds.rules, verdicts)
def test_the_order_of_the_sources_decides_nothing(
    orders: tuple[list[Source], list[Source]], rule: Rule, decided: dict[str, Verdict]
) -> None:
    one, other = orders
    rules = rules_with(rule)
    assert _essence(survive(one, rules, decided)) == _essence(survive(other, rules, decided))


@given(worlds.sources(), worlds.rules)
def test_every_golden_value_was_claimed_by_the_source_that_lineage_names(sources: list[Source], rule: Rule) -> None:
    rules = rules_with(rule)
    survivor = survive(sources, rules, NOTHING)
    by_id = {source.source_id: source for source in sources}
    for field, value in survivor.values.items():
        unit = rules.unit_of(field)
        claim = claim_of(by_id[survivor.lineage[field]], unit.fields)
        assert claim is not None
        assert unit.name == "tags" or claim.values[field] == value


@given(worlds.sources(), worlds.rules)
def test_a_finding_exists_exactly_where_a_fresh_claim_differs_from_what_won(sources: list[Source], rule: Rule) -> None:
    rules = rules_with(rule)
    survivor = survive(sources, rules, NOTHING)
    told = {(f.unit.name, loser.source_id) for f in survivor.findings for loser in f.losers}
    expected = set()
    for unit in rules.units:
        won = {field: survivor.values[field] for field in unit.fields if field in survivor.values}
        for source in sources:
            claim = claim_of(source, unit.fields)
            lost = claim is not None and claim.fresh and not agree(unit, claim.values, won)
            if lost and unit.name != "tags":
                expected.add((unit.name, source.source_id))
    assert told == expected


@given(worlds.sources(), worlds.rules)
def test_what_nobody_edited_is_never_a_conflict(sources: list[Source], rule: Rule) -> None:
    for source in sources:
        for mark in source.marks.values():
            mark.edited = False
    assert not any(finding.is_edit for finding in survive(sources, rules_with(rule), NOTHING).findings)


@given(worlds.sources(), worlds.rules)
def test_what_has_been_weighed_before_is_no_finding(sources: list[Source], rule: Rule) -> None:
    for source in sources:
        source.fresh = False
        for mark in source.marks.values():
            mark.fresh = False
    assert survive(sources, rules_with(rule), NOTHING).findings == []


@given(worlds.sources(0, 4), worlds.rules, st.sampled_from([{}, {"occupation": "会長"}]))
def test_a_pin_always_wins(sources: list[Source], rule: Rule, values: dict[str, Any]) -> None:
    survivor = survive(sources, rules_with(rule), {"occupation": Verdict("pin", values, DAYS[0])})
    assert survivor.values.get("occupation") == values.get("occupation")
    assert survivor.lineage["occupation"] == 0


@given(worlds.sources(0, 4), worlds.rules)
def test_a_hold_keeps_the_value_and_says_so(sources: list[Source], rule: Rule) -> None:
    survivor = survive(sources, rules_with(rule), {"occupation": Verdict("hold", {"occupation": "会長"}, DAYS[0])})
    assert (survivor.values["occupation"], survivor.held) == ("会長", ["occupation"])


@given(worlds.sources(), worlds.rules)
def test_an_opt_out_seen_anywhere_wins(sources: list[Source], rule: Rule) -> None:
    said = [claim.values for s in sources if (claim := claim_of(s, ("contact_email",))) is not None]
    survivor = survive(sources, rules_with(rule), NOTHING)
    if {"contact_email": False} in said:
        assert survivor.values["contact_email"] is False
    else:
        assert survivor.values.get("contact_email") is not False


@given(worlds.sources(), worlds.rules)
def test_a_union_holds_every_item_once(sources: list[Source], rule: Rule) -> None:
    said = {item for s in sources if (claim := claim_of(s, ("tags",))) for item in claim.values.get("tags", ())}
    merged = survive(sources, rules_with(rule), NOTHING).values.get("tags", [])
    assert set(merged) <= said
    assert len(merged) == len({item.replace("ＶＩＰ", "VIP") for item in said})


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_only_claim_wins_under_every_strategy(strategy: str) -> None:
    only = Source(1, "alpha", "alpha/people/1#person", DAYS[0], {"occupation": "部長"}, {})
    survivor = survive([only], rules_with(Rule(strategy)), NOTHING)  # type: ignore[arg-type]
    assert (survivor.values, survivor.lineage) == ({"occupation": "部長"}, {"occupation": 1})


def _claims(*found: tuple[str, str, Any]) -> list[Source]:
    return [
        Source(n, system, f"{system}/people/{n}#person", at, {} if value is None else {"occupation": value}, {})
        for n, (system, at, value) in enumerate(found, start=1)
    ]


THREE = _claims(("alpha", DAYS[2], "部長"), ("beta", DAYS[0], "代表取締役"), ("gamma", DAYS[1], "代表取締役"))


@pytest.mark.parametrize(
    ("rule", "winner"),
    [
        (Rule("most_recent"), 1),
        (Rule("oldest"), 2),
        (Rule("source_priority", order=("gamma", "alpha")), 3),
        (Rule("most_trusted", trust={"beta": 0.9, "alpha": 0.2}), 2),
        (Rule("most_trusted", trust={"beta": 0.9, "alpha": 0.7}, half_life_days=2.0), 1),
        (Rule("most_frequent"), 3),
        (Rule("longest"), 3),
    ],
)
def test_each_strategy_decides_by_its_own_measure(rule: Rule, winner: int) -> None:
    assert survive(THREE, rules_with(rule), NOTHING).lineage["occupation"] == winner


def test_the_most_complete_spelling_of_a_group_is_taken_whole() -> None:
    short = Source(1, "alpha", "alpha/people/1#person", DAYS[2], {"name": "山田 太郎"}, {})
    full = {"name": "山田太郎", "family_name": "山田", "given_name": "太郎"}
    long = Source(2, "beta", "beta/people/2#person", DAYS[0], full, {})
    survivor = survive([short, long], rules_with(Rule()), NOTHING)
    assert survivor.values == full


def test_a_wish_to_clear_wins_where_time_decides_and_leaves_lineage() -> None:
    cleared = Mark(value=None, at=DAYS[2], edited=True, fresh=True)
    one = Source(1, "alpha", "alpha/people/1#person", DAYS[0], {}, {"occupation": cleared})
    (other,) = _claims(("beta", DAYS[1], "部長"))
    survivor = survive([one, msg(other, 2)], rules_with(Rule()), NOTHING)
    assert (survivor.values, survivor.lineage) == ({}, {"occupation": 1})


def msg(source: Source, source_id: int) -> Source:
    source.source_id = source_id
    return source


def test_a_choice_stands_until_a_later_edit() -> None:
    chosen = {"occupation": Verdict("choose", {"occupation": "会長"}, DAYS[1])}
    before = _claims(("alpha", DAYS[0], "部長"), ("beta", DAYS[1], "課長"))
    after = [*before, *_claims(("gamma", DAYS[2], "社長"))]
    after[2].source_id = 3
    assert survive(before, rules_with(Rule()), chosen).values == {"occupation": "会長"}
    assert survive(after, rules_with(Rule()), chosen).values == {"occupation": "社長"}
