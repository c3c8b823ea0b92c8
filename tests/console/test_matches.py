"""Stewards say whether two records are one customer: with the evidence before them, once, and with a way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.matching.definition import DEFINITIONS
from hub.steward.doubts import doubts
from hub.store import golden
from tests.console.browser import Browser, Page
from tests.console.office import Office

ACME = "株式会社千代田精機"


@pytest.fixture
def doubtful(office: Office) -> Office:
    """Two firms of one name with different telephones; one works in each."""
    office.lab.world = replace(office.lab.world, definitions=DEFINITIONS)
    office.lab["alpha"].user_creates("a1", family="渡辺", given="美智子", firm=ACME, phone="03-3211-1234")
    office.lab["beta"].user_creates("b1", family="佐藤", given="花子", firm=ACME, phone="03-5534-6480")
    office.lab.sync(steps=("pull", "resolve"))
    assert doubts(office.lab.world).total == 1
    return office


def _firms(office: Office) -> int:
    office.lab.sync(steps=("resolve",))
    with office.lab.database.begin() as tx:
        return golden.counts(tx)["company"]


def _says(browser: Browser, verdict: str, page: Page | None = None) -> Page:
    return browser.sends(page or browser.get("/matches"), "/matches/decide?place=0", verdict=verdict)


def test_a_pair_is_shown_with_both_sides_and_the_weight_of_each_piece_of_evidence(doubtful: Office) -> None:
    page = doubtful.browser("viewer").get("/matches")
    wanted = (
        ACME,
        "alpha/people/a1#company",
        "beta/people/b1#company",
        "1 of 1",
        "sum",
        "a person is asked from",
    )
    assert [word for word in wanted if word not in page.words] == []
    assert page.text.count('<rect class="for"') > 0


def test_the_same_makes_one_customer_of_them_and_leaves_the_queue_at_once(doubtful: Office) -> None:
    browser = doubtful.browser("steward")
    after = browser.follow(_says(browser, "same"))
    assert [word for word in ("Decided: the same", "There are none here") if word not in after.words] == []
    assert _firms(doubtful) == 1


def test_different_is_a_wall_and_leaves_the_queue(doubtful: Office) -> None:
    browser = doubtful.browser("steward")
    after = browser.follow(_says(browser, "different"))
    assert "There are none here" in after.words
    assert _firms(doubtful) == 2


def test_a_word_is_taken_back_from_the_page_that_follows_it(doubtful: Office) -> None:
    browser = doubtful.browser("steward")
    after = browser.follow(_says(browser, "different"))
    again = browser.follow(browser.sends(after, "/matches/undo?place=0"))
    assert "1 of 1" in again.words


def test_who_is_late_sees_what_was_decided_and_changes_nothing(doubtful: Office) -> None:
    early, late = doubtful.browser("steward"), doubtful.browser("admin")
    page = late.get("/matches")
    _says(early, "different")
    answer = _says(late, "same", page)
    assert (answer.status, "steward decided “different”" in answer.words) == (409, True)
    assert _firms(doubtful) == 2


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"verdict": "perhaps"}, 404),
        ({"left": "alpha/people/nobody#company"}, 409),
        ({"left": "../../etc/passwd"}, 409),
        ({"left": ""}, 409),
        ({"right": "alpha/people/a1#person"}, 409),
    ],
)
def test_what_is_no_pair_is_refused(doubtful: Office, form: dict[str, str], status: int) -> None:
    browser = doubtful.browser("steward")
    refused = browser.sends(browser.get("/matches"), "/matches/decide?place=0", **{"verdict": "same", **form})
    assert refused.status == status
    assert doubts(doubtful.lab.world).total == 1


@pytest.mark.parametrize("query", ["place=99", "place=x", "place=-1", "place=99999999999999999999", "done=7", "done=x"])
def test_an_address_beyond_the_queue_is_a_page_all_the_same(doubtful: Office, query: str) -> None:
    assert doubtful.browser("viewer").get(f"/matches?{query}").status == 200


def test_only_words_about_pairs_are_taken_back_here(doubtful: Office) -> None:
    browser = doubtful.browser("steward")
    csrf = browser.get("/").form("/logout").fields["csrf"]
    assert browser.post("/matches/undo", {"csrf": csrf, "decision": "99"}).status == 404


def test_where_no_evidence_is_weighed_the_page_says_so(office: Office) -> None:
    assert "No evidence is weighed" in office.browser("viewer").get("/matches").words


def test_home_counts_the_pairs(doubtful: Office) -> None:
    assert '<a href="/matches"><strong>1</strong>' in doubtful.browser("viewer").get("/").text
