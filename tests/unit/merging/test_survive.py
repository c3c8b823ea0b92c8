"""The laws of survivorship: the same record whatever the order, and no edit that loses without a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.merging.agreement import agree
from hub.merging.alike import agreed
from hub.merging.build import build_rules
from hub.merging.claims import Claim, Mark, Source, claim_of
from hub.merging.newest import newest
from hub.merging.rules import Rule, Unit
from hub.merging.survive import Survivor, Verdict, claims_of, judge, survive, survive_in
from hub.model.schema import CanonicalSchema
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


@given(worlds.sources(), worlds.rules, verdicts)
def test_what_sources_agree_on_is_what_weighing_it_gives(
    sources: list[Source], rule: Rule, decided: dict[str, Verdict]
) -> None:
    rules = rules_with(rule)
    values, lineage = agreed(sources, rules, decided.keys())
    for field in values:
        unit = rules.unit_of(field)
        claims = [claim for source in sources if (claim := claim_of(source, unit.fields)) is not None]
        winner, _ = judge(unit, claims, decided.get(unit.name))
        assert all(agree(unit, claim.values, winner.values) for claim in claims)
        assert {name: values[name] for name in unit.fields if name in values} == winner.values
        assert {lineage[name] for name in winner.values} == {winner.source_id}


@given(worlds.sources())
def test_the_newest_claim_that_nobody_loses_by_is_what_weighing_gives(sources: list[Source]) -> None:
    for unit in rules_with(Rule()).units:
        found = newest(unit, sources)
        if found is not None:
            winner, _ = judge(unit, claims_of(unit, sources), None)
            assert (winner.values, winner.source_id) == ({unit.fields[0]: found[0]}, found[1])
            assert not survive_in([unit], sources, {}, {unit.name: ()}).findings


@given(worlds.sources(), worlds.rules.filter(lambda rule: rule.strategy != "most_recent"))
def test_under_another_rule_the_claims_are_weighed(sources: list[Source], rule: Rule) -> None:
    assert all(newest(unit, sources) is None for unit in rules_with(rule).units)


def test_an_edit_of_what_its_author_saw_is_not_weighed() -> None:
    occupation = rules_with(Rule()).units[0]
    edit = Mark(value="課長", at=DAYS[2], edited=True, fresh=True, saw="部長")
    one = Source(1, "alpha", "alpha/people/1#person", DAYS[0], {"occupation": "課長"}, {"occupation": edit})
    other = Source(2, "beta", "beta/people/1#person", DAYS[1], {"occupation": "部長"}, {})
    third = Source(3, "beta", "beta/people/2#person", DAYS[1], {"occupation": "社長"}, {})
    older = Source(4, "beta", "beta/people/3#person", DAYS[0], {}, {"occupation": Mark(value="社長", at=DAYS[0])})
    assert newest(occupation, [one, other, older]) == ("課長", 1)
    assert newest(occupation, [one, other, third]) == ("課長", 1)
    third.stood = {"occupation": "社長"}
    assert newest(occupation, [one, other, third]) is None


def test_most_of_a_customer_is_agreed_on_without_weighing() -> None:
    shadow = {"occupation": "部長", "name": "山田 太郎", "family_name": "山田", "given_name": "太郎"}
    one = Source(1, "alpha", "alpha/people/1#person", DAYS[1], shadow, {})
    other = Source(2, "beta", "beta/people/1#person", DAYS[0], shadow, {"tags": Mark(claimed=False, wrote=7)})
    values, lineage = agreed([one, other], rules_with(Rule()), set())
    assert (values, set(lineage.values())) == (shadow, {1})


@given(worlds.sources(), worlds.rules)
def test_every_golden_value_was_claimed_by_the_source_that_lineage_names(sources: list[Source], rule: Rule) -> None:
    rules = rules_with(rule)
    survivor = survive(sources, rules, NOTHING)
    by_id = {source.source_id: source for source in sources}
    for field, value in survivor.values.items():
        unit = rules.unit_of(field)
        said = [claim.values.get(field) for claim in claims_of(unit, [by_id[survivor.lineage[field]]])]
        assert said
        assert unit.name == "tags" or value in said


@given(worlds.sources(), worlds.rules)
def test_a_finding_exists_exactly_where_what_is_new_or_was_golden_gives_way_to_who_had_not_seen_it(
    sources: list[Source], rule: Rule
) -> None:
    rules = rules_with(rule)
    survivor = survive(sources, rules, NOTHING)
    told = {(f.unit.name, loser.source_id) for f in survivor.findings for loser in f.losers if f.unit.name != "tags"}
    expected = set()
    for unit in rules.units:
        claims = claims_of(unit, sources)
        winner = judge(unit, claims, None)[0] if claims else None
        for claim in claims:
            assert winner is not None
            stood = claim.stood is not None and _stand_in(unit, claim, _of(unit, claim.stood))
            seen = winner.saw is not None and winner.at >= claim.at and agree(unit, claim.values, winner.saw)
            # Who saw an address without its building has not seen which building somebody else says it is.
            seen = seen and claim.values.keys() <= (winner.saw or {}).keys()
            seen = seen and not (winner.saw or {}).keys() & set(claim.emptied)
            seen = seen and not (claim.clears and claim.fresh)
            if (claim.fresh or stood) and not _stand_in(unit, claim, winner.values) and not seen:
                expected.add((unit.name, claim.source_id))
    assert told == {place for place in expected if place[0] != "tags"}


def _stand_in(unit: Unit, claim: Claim, whole: Mapping[str, Any]) -> bool:
    is_said = claim.values == whole or not whole.keys() & set(claim.emptied)
    return is_said and all(field in whole for field in claim.values) and agree(unit, claim.values, whole)


def test_a_building_that_the_winning_address_lacks_is_told_of() -> None:
    shadows = ({"postal_code": "100-0001", "building": "第9ビル"}, {"postal_code": "100-0001", "street": "丸の内1-1-1"})
    sources = [
        Source(number, "crm", f"crm/companies/{number}#company", DAYS[number], shadow, {}, fresh=True)
        for number, shadow in enumerate(shadows, 1)
    ]
    (finding,) = survive(sources, build_rules(CanonicalSchema())["company"], NOTHING).findings
    assert (finding.unit.name, finding.winner.values) == ("address", shadows[1])
    assert [loser.values for loser in finding.losers] == [shadows[0]]


def _of(unit: Unit, values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: values[field] for field in unit.fields if field in values}


@given(worlds.sources(), worlds.rules)
def test_what_nobody_edited_is_never_a_conflict(sources: list[Source], rule: Rule) -> None:
    for source in sources:
        for mark in source.marks.values():
            mark.edited = False
    assert not any(finding.is_edit for finding in survive(sources, rules_with(rule), NOTHING).findings)


@given(worlds.sources(), worlds.rules)
def test_what_has_been_weighed_before_is_no_finding(sources: list[Source], rule: Rule) -> None:
    for source in sources:
        source.fresh, source.stood = False, None
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
    said = [claim for s in sources if (claim := claim_of(s, ("contact_email",))) is not None]
    survivor = survive(sources, rules_with(rule), NOTHING)
    if any(claim.opts_out or claim.out for claim in said):
        assert survivor.values["contact_email"] is False
    else:
        assert survivor.values.get("contact_email") is not False


@given(worlds.sources(), worlds.rules)
def test_a_union_holds_every_item_once_that_nobody_took_out_later(sources: list[Source], rule: Rule) -> None:
    claims = [claim for source in sources if (claim := claim_of(source, ("tags",)))]
    gone = [dropped for claim in claims for dropped in claim.dropped]
    listed = [(item, claim.at) for claim in claims for item in claim.values.get("tags", ())]
    said = {item for item, at in listed if all(at >= when for when, one in gone if one == item)}
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


def test_a_fuller_spelling_that_lacks_what_the_newest_says_does_not_take_its_place() -> None:
    rules = build_rules(CanonicalSchema())["company"]
    newest = Source(1, "alpha", "alpha/companies/1#c", DAYS[2], {"postal_code": "100-0001", "building": "新ビル"}, {})
    address = {"postal_code": "100-0001", "prefecture": "東京都", "city": "千代田区"}
    fuller = Source(2, "beta", "beta/companies/2#c", DAYS[0], address, {})
    assert survive([newest, fuller], rules, NOTHING).values["building"] == "新ビル"


def test_who_saw_a_group_without_a_part_has_not_seen_what_somebody_else_says_of_it() -> None:
    first = Mark(value="太郎", at=DAYS[1], edited=True, fresh=True)
    one = Source(1, "alpha", "alpha/people/1#person", DAYS[0], {"family_name": "山田"}, {"given_name": first})
    second = Mark(value="次郎", at=DAYS[2], edited=True, fresh=True)
    other = Source(2, "beta", "beta/people/2#person", DAYS[0], {"family_name": "山田"}, {"given_name": second})
    (finding,) = survive([one, other], rules_with(Rule()), NOTHING).findings
    assert [loser.source_id for loser in finding.losers] == [1]


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


@given(worlds.sources(), worlds.rules, verdicts)
def test_no_unit_has_a_say_in_another(sources: list[Source], rule: Rule, decided: dict[str, Verdict]) -> None:
    rules = rules_with(rule)
    values, lineage, held, findings = _essence(survive(sources, rules, decided))
    for unit in rules.units:
        alone = _essence(survive_in([unit], sources, decided))
        assert alone[0] == {field: value for field, value in values.items() if field in unit.fields}
        assert alone[1] == {field: source_id for field, source_id in lineage.items() if field in unit.fields}
        assert alone[2] == [name for name in held if name == unit.name]
        assert alone[3] == {name: told for name, told in findings.items() if name == unit.name}
