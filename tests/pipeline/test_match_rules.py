"""Rules come from what people have always decided alike, tell how they would have done, and go over no wall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.steward.bulk import Wish, answer_questions
from hub.steward.doubts import doubts
from hub.steward.match_rules import BackTest, MatchRule, apply_rules, back_test, propose_rules
from hub.steward.pairs import join, part
from hub.store import decisions
from tests.pipeline.lab import Lab
from tests.pipeline.test_arrival import Arrival, settle_in
from tests.pipeline.test_evidence import card, people, weighing

FIRMS = tuple(f"{name}{trade}" for name in ("千代田", "青葉", "港北", "大和") for trade in ("精機", "印刷"))
GIVEN = ("美智子", "健一", "由美", "誠", "彩花", "翔太", "博之", "夏希")
BORN = ("1941-03-07", "1952-11-23", "1963-06-14", "1974-09-28", "1985-12-31", "1996-02-19", "1938-08-05", "1947-10-16")
DOUBTFUL = frozenset({"family_name_at_one_company", "different_birthdays", "same_company", "same_phone", "same_title"})


def pair(place: int) -> list[Arrival]:
    """A person, and the family name alone in the same post at the same firm with another birthday."""
    firm = {"company_name": f"株式会社{FIRMS[place]}", "phone": f"03-3211-123{place}", "title": "部長"}
    return [
        card("alpha", str(place), person_name=f"渡辺 {GIVEN[place]}", birthday="1980-01-01", **firm),
        card("beta", str(place), person_name="渡辺", birthday=BORN[place], **firm),
    ]


@pytest.fixture
def asking() -> Iterator[Lab]:
    with weighing() as lab:
        settle_in(lab, [one for place in range(len(FIRMS)) for one in pair(place)], [len(FIRMS) * 2])
        assert doubts(lab.world, "person").total == len(FIRMS)
        yield lab


def says(lab: Lab, place: int, *, same: bool) -> None:
    lab.clock.goes_on(minutes=1)
    say = join if same else part
    say(lab.world, f"alpha/people/{place}#person", f"beta/people/{place}#person", "keiko")


def test_what_was_decided_alike_is_proposed_with_what_it_would_close(asking: Lab) -> None:
    for place in range(5):
        says(asking, place, same=True)
    found = propose_rules(asking.world, "person", fewest=3)
    (rule,) = found.rules
    assert (rule.decide, frozenset(rule.evidence), rule.alike, rule.closes) == ("same", DOUBTFUL, 5, 3)
    assert rule.past == found.past == BackTest(right=2, wrong=0, left=3)


def test_what_was_once_decided_otherwise_is_no_rule_and_tells_that_it_would_have_been_wrong(asking: Lab) -> None:
    for place in range(4):
        says(asking, place, same=place < 3)
    found = propose_rules(asking.world, "person", fewest=3)
    assert (found.rules, found.past) == ([], BackTest(right=0, wrong=1, left=3))


def test_what_was_decided_at_once_is_one_experience(asking: Lab) -> None:
    answer_questions(asking.world, Wish("same", "keiko", "", lambda question: True, "person"), carry_out=True)
    assert propose_rules(asking.world, "person", fewest=2).rules == []


def test_a_rule_decides_only_with_its_evidence_and_no_more(asking: Lab) -> None:
    before = people(asking)
    without_birthday = MatchRule("person", "same", DOUBTFUL - {"different_birthdays"})
    assert apply_rules(asking.world, [without_birthday], "keiko", carry_out=True)[0].total == 0
    exactly = MatchRule("person", "same", DOUBTFUL)
    assert apply_rules(asking.world, [exactly], "keiko", carry_out=False)[0].total == len(FIRMS)
    assert people(asking) == before
    (done,) = apply_rules(asking.world, [exactly], "keiko", carry_out=True)
    asking.sync(steps=("resolve",))
    assert len(people(asking)) == len(FIRMS)
    with asking.database.begin() as tx:
        made = decisions.listing(tx)
    assert {row.author for row in made} == {"rule:keiko"}
    assert len(made) == len(done.decisions) == len(FIRMS)


def test_what_a_rule_has_decided_is_no_experience_for_rules(asking: Lab) -> None:
    apply_rules(asking.world, [MatchRule("person", "same", DOUBTFUL)], "keiko", carry_out=True)
    assert propose_rules(asking.world, "person", fewest=1).rules == []


def test_a_rule_goes_over_nobodys_word_and_over_no_wall(asking: Lab) -> None:
    says(asking, 0, same=False)
    settle_in(
        asking,
        [card("gamma", "1", person_name="渡辺 健", birthday=BORN[1], company_name=f"株式会社{FIRMS[1]}")],
        [1],
    )
    (done,) = apply_rules(asking.world, [MatchRule("person", "same", DOUBTFUL)], "keiko", carry_out=True)
    asking.sync(steps=("resolve",))
    for names in people(asking):
        assert not {"alpha/people/0#person", "beta/people/0#person"} <= names
        assert not {"alpha/people/1#person", "gamma/people/1#person"} <= names
    assert done.total + done.walled == len(FIRMS) - 1


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [("", (0, 0, 0)), ("ss", (0, 0, 2)), ("sss", (1, 0, 2)), ("ssds", (0, 1, 3)), ("sd", (0, 0, 2))],
)
def test_each_past_decision_is_foretold_from_those_before_it(verdicts: str, told: tuple[int, int, int]) -> None:
    kinds = [{"s": "same", "d": "different"}[one] for one in verdicts]
    assert back_test(kinds, fewest=2) == BackTest(*told)  # type: ignore[arg-type]
