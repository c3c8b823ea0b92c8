"""Many questions are answered at once: shown first, never over a wall, taken back in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from hub.matching.definition import DEFINITIONS
from hub.matching.weights import levels
from hub.steward.bulk import Answer, Bulk, Wish, answer_questions, take_back_all
from hub.steward.doubts import doubts
from hub.steward.errors import StewardError
from hub.steward.pairs import part
from hub.steward.where import conditions
from hub.store import decisions
from tests.pipeline.lab import Lab
from tests.pipeline.test_arrival import Arrival, settle_in
from tests.pipeline.test_evidence import card, people, weighing

WORDS = {name[1] for one in DEFINITIONS.values() for name, _ in levels(one)}
COMPANIES = ("千代田精機", "青葉印刷", "港北物流")


def whole(place: int, given: str = "美智子") -> Arrival:
    firm = {"company_name": f"株式会社{COMPANIES[place]}"}
    return card("alpha", f"{place}{given}", person_name=f"渡辺 {given}", birthday="1980-01-01", **firm)


def half(place: int) -> Arrival:
    """The family name alone, with a birthday that makes it doubtful."""
    return card(
        "beta", str(place), person_name="渡辺", birthday="1975-05-05", company_name=f"株式会社{COMPANIES[place]}"
    )


@pytest.fixture
def asking() -> Iterator[Lab]:
    """Each of three firms has somebody, and somebody of whom only the family name is known."""
    with weighing() as lab:
        settle_in(lab, [make(place) for make in (whole, half) for place in range(3)], [6])
        yield lab


def answered(lab: Lab, answer: Answer, *where: str, carry_out: bool = True) -> Bulk:
    wish = Wish(answer, "keiko", "we know them", conditions(where, WORDS), "person")
    return answer_questions(lab.world, wish, carry_out=carry_out)


def asked(lab: Lab) -> int:
    return doubts(lab.world, "person").total


def test_what_would_be_decided_is_shown_and_nothing_is_stored(asking: Lab) -> None:
    before = people(asking)
    shown = answered(asking, "same", "score>=0", carry_out=False)
    assert (shown.total, len(shown.pairs), shown.decisions) == (3, 3, [])
    asking.sync(steps=("resolve",))
    assert (people(asking), asked(asking)) == (before, 3)


def test_all_that_is_meant_is_joined_and_parted_again_in_one_go(asking: Lab) -> None:
    before = people(asking)
    done = answered(asking, "same", "evidence=family_name_at_one_company")
    assert asked(asking) == 0
    asking.sync(steps=("resolve",))
    assert len(done.decisions) == 3
    assert people(asking) == {
        frozenset({f"alpha/people/{place}美智子#person", f"beta/people/{place}#person"}) for place in range(3)
    }
    assert take_back_all(asking.world, done.decisions[1], "keiko").decisions == done.decisions
    asking.sync(steps=("resolve",))
    assert people(asking) == before


def test_who_is_different_is_asked_about_no_more(asking: Lab) -> None:
    answered(asking, "different", "worth>=0")
    assert asked(asking) == 0


def test_what_is_left_open_is_found_again_and_keeps_nobody_apart(asking: Lab) -> None:
    done = answered(asking, "unsure", "score>=0")
    assert (asked(asking), doubts(asking.world, "person", unsure=True).total) == (0, 3)
    take_back_all(asking.world, done.decisions[0], "keiko")
    assert asked(asking) == 3


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        (("score<-5",), 0),
        (("invoices>=1",), 0),
        (("worth >= 0", "evidence=same_company"), 3),
        (("evidence!=same_company",), 0),
    ],
)
def test_conditions_all_have_to_hold(asking: Lab, where: Sequence[str], meant: int) -> None:
    assert answered(asking, "same", *where, carry_out=False).total == meant


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("score", "'score' is no condition"),
        ("score>=much", "'score>=much' is no condition"),
        ("evidence=same_nam", "there is no evidence 'same_nam'; the nearest is same_name"),
        ("evidence>same_name", "is no condition"),
    ],
)
def test_a_condition_that_cant_be_read_is_refused(condition: str, told: str) -> None:
    with pytest.raises(StewardError, match=told):
        conditions([condition], WORDS)


def test_a_join_in_bulk_goes_over_no_parting_and_over_no_wall_between_others() -> None:
    with weighing() as lab:
        settle_in(lab, [whole(0), whole(0, "健"), half(0)], [3])
        # The family name alone fits either; joined with both it would make two given names one person.
        assert asked(lab) == 2
        done = answered(lab, "same", "score>=0")
        assert (done.total, done.walled, done.parted) == (1, 1, 0)
        take_back_all(lab.world, done.decisions[0], "keiko")
        part(lab.world, "alpha/people/0美智子#person", "beta/people/0#person", "keiko")
        part(lab.world, "alpha/people/0健#person", "beta/people/0#person", "keiko")
        assert answered(lab, "same", "score>=0").total == 0


def test_a_bulk_is_one_entry_of_the_audit(asking: Lab) -> None:
    done = answered(asking, "same", "score>=0")
    with asking.database.begin() as tx:
        facts = [row[0] for row in tx.rows("SELECT facts FROM audit_entry WHERE action = 'decisions_made'")]
        made = decisions.listing(tx)
    assert len(facts) == 1
    assert sorted(row.decision_id for row in made) == done.decisions
    assert {(row.author, row.reason) for row in made} == {("keiko", "we know them")}
