"""What was overwritten in a system stays part of a person's career and of a company's story."""

from __future__ import annotations

import pytest

from hub.steward.explain import explain
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_arrival import SYSTEMS, Arrival, lab_of_feeds, settle_in
from tests.pipeline.test_explain import CARDS

NUMBER = "7000012050002"
YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "firm": "株式会社山田製作所"}


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    return lab_of_feeds(make_lab(SYSTEMS, CARDS, push=PushPolicy()))


def said(system: str, at: str, **changes: str) -> Arrival:
    return Arrival(system, "a1", {**YAMADA, **changes, "at": f"{at}T00:00:00+00:00"})


def career(lab: Lab) -> list[tuple[str, str, str, str]]:
    (person,) = explain(lab.world, "alpha/people/a1#person").records
    posts = [(told.company, told.post) for told in person.career]
    return [(company, post.title, str(post.until or ""), post.ending) for company, post in posts]


def test_posts_and_names_that_were_written_over_are_told(lab: Lab) -> None:
    settle_in(lab, [said("alpha", "2022-04-01", number=NUMBER, title="課長")], [1])
    settle_in(lab, [said("alpha", "2026-03-01", number=NUMBER, title="部長", firm="株式会社ヤマテック")], [1])
    assert career(lab) == [
        ("株式会社ヤマテック", "課長", "2026-03-01", "moved"),
        ("株式会社ヤマテック", "部長", "", ""),
    ]
    (company,) = explain(lab.world, "alpha/people/a1#company").records
    [event] = company.events
    assert (event.kind, event.before, event.after) == ("renamed", "株式会社山田製作所", "株式会社ヤマテック")


def test_an_old_card_that_is_scanned_late_is_an_older_post_and_no_value_of_today(lab: Lab) -> None:
    settle_in(lab, [said("alpha", "2025-04-01", number=NUMBER, title="部長")], [1])
    settle_in(lab, [said("beta", "2015-04-01", number=NUMBER, title="係長")], [1])
    assert career(lab) == [
        ("株式会社山田製作所", "係長", "2025-04-01", "moved"),
        ("株式会社山田製作所", "部長", "", ""),
    ]
    (job,) = explain(lab.world, "alpha/people/a1#employment", "title").records
    assert [story.value for story in job.fields] == ["部長"]


def test_a_new_employer_ends_the_post_at_the_old_one(lab: Lab) -> None:
    newer = said("beta", "2025-04-01", firm="東海建設", title="専務")
    settle_in(lab, [said("alpha", "2020-04-01", title="部長"), newer], [2])
    assert career(lab) == [("株式会社山田製作所", "部長", "2025-04-01", "left"), ("東海建設", "専務", "", "")]
