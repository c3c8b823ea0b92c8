"""Explain tells of every value who said it, who lost, by which rule, and what became of it."""

from __future__ import annotations

import msgspec
import pytest

from hub.merging.rules import Rule
from hub.steward.decide import decide, pin
from hub.steward.errors import StewardError
from hub.steward.explain import explain
from hub.steward.pairs import join, part
from hub.steward.stories import FieldStory, GoldenStory
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}

CARDS = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  person:
    fields:
      family_name: family
      given_name: given
      email: {from: email, with: email}
  company:
    requires: firm
    fields:
      name: firm
      corporate_number: number
  employment:
    requires: firm
    fields:
      person: {part: person}
      company: {part: company}
      title: title
"""


def _both_know_yamada(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()


def _record(lab: Lab, target: str = "person/1", field: str | None = None) -> GoldenStory:
    (record,) = explain(lab.world, target, field).records
    return record


def _field(lab: Lab, field: str, target: str = "person/1") -> FieldStory:
    (story,) = _record(lab, target, field).fields
    return story


@pytest.fixture
def edited(lab: Lab) -> Lab:
    """Alpha said 部長 in run 2; beta said 課長 later, in run 3."""
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    return lab


def test_the_winner_is_told_with_its_author_time_and_run(edited: Lab) -> None:
    story = _field(edited, "occupation")
    assert (story.value, story.rule) == ("課長", "most_recent")
    winner = story.winner
    assert (winner.source, winner.connection, winner.edited, winner.run) == ("beta/people/b1#person", "beta", True, 3)
    assert winner.at.startswith("2026-04-01T09:")


def test_a_customer_who_is_not_written_somewhere_is_told_with_the_reason_long_after(make_lab: MakeLab) -> None:
    lab = make_lab(required=("email",))
    lab["alpha"].user_creates("a1", family="無名")
    for _ in range(3):
        lab.sync()
    assert _record(lab).unwritten == {"beta/people": ["lacks: email"]}
    lab["alpha"].user_edits("a1", email="y@example.jp")
    lab.sync()
    assert _record(lab).unwritten == {}


def test_the_losers_are_told_with_what_they_said(edited: Lab) -> None:
    (loser,) = _field(edited, "occupation").losers
    assert (loser.source, loser.value, loser.agrees, loser.run) == ("alpha/people/a1#person", "部長", False, 2)


def test_what_would_be_without_the_winner_is_told(edited: Lab) -> None:
    found = _field(edited, "occupation").what_if
    assert found is not None
    assert (found.winner.source, found.winner.value, found.rule) == ("alpha/people/a1#person", "部長", "most_recent")


def test_a_value_that_nobody_else_says_has_no_alternative(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.sync(steps=("pull", "resolve"))
    story = _field(lab, "occupation")
    assert (story.what_if, story.losers, story.winner.edited) == (None, [], False)


def test_the_writes_of_a_field_are_told_with_from_and_to(edited: Lab) -> None:
    pushes = _field(edited, "occupation").pushes
    assert [(p.stream, p.external_id, p.before, p.after, p.run) for p in pushes] == [
        ("beta/people", "b1", None, "部長", 2),
        ("alpha/people", "a1", "部長", "課長", 3),
    ]
    assert all(push.at for push in pushes)


def test_what_each_system_holds_is_told_and_whether_the_hub_wrote_it(edited: Lab) -> None:
    story = _field(edited, "occupation")
    assert [(h.source, h.value, h.by_hub, h.intent is not None) for h in story.holdings] == [
        ("alpha/people/a1#person", "課長", True, True),
        ("beta/people/b1#person", "課長", False, False),
    ]


def test_the_history_of_a_field_is_told_oldest_first(edited: Lab) -> None:
    history = _field(edited, "occupation").history
    assert [(past.value, past.source, past.run) for past in history] == [
        ("部長", "alpha/people/a1#person", 2),
        ("課長", "beta/people/b1#person", 3),
    ]


def test_who_said_a_value_first_is_told_though_the_hub_made_a_copy_of_it(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="課長")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    lab.sync()
    assert len(_record(lab).records) == 2
    history = _field(lab, "occupation").history
    assert [(past.value, past.source) for past in history] == [
        ("課長", "alpha/people/a1#person"),
        ("部長", "alpha/people/a1#person"),
    ]


def test_a_field_that_was_emptied_on_purpose_is_told_with_who_did_it(edited: Lab) -> None:
    edited["alpha"].user_edits("a1", job="")
    edited.sync()
    story = _field(edited, "occupation")
    assert (story.value, story.is_emptied) == (None, True)
    assert (story.winner.source, story.winner.clears) == ("alpha/people/a1#person", True)
    assert story.history[-1].value is None


def test_a_held_field_names_its_conflict_and_the_decision_that_holds_it(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "occupation"): Rule(review=True)})
    _both_know_yamada(lab)
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits("b1", job="課長")
    lab.sync()
    (row,) = lab.conflicts()
    story = _field(lab, "occupation")
    assert (story.is_held, story.conflict, story.rule) == (True, row.conflict_id, "review")
    assert story.decision is not None
    assert story.decision.kind == "hold"
    assert {loser.value for loser in story.losers} == {"部長", "課長"}
    decide(lab.world, row.conflict_id, 1, "sato", "asked")
    assert _record(lab).waits
    lab.sync()
    told = _field(lab, "occupation")
    assert (told.is_held, told.conflict, told.value, told.rule) == (False, None, "部長", "chosen")
    assert told.decision is not None
    assert (told.decision.author, told.decision.reason) == ("sato", "asked")


def test_without_a_pin_the_best_claim_would_win(edited: Lab) -> None:
    pin(edited.world, "person/1", "occupation", "相談役", "sato")
    edited.sync()
    story = _field(edited, "occupation")
    assert (story.winner.source, story.winner.connection, story.rule) == ("sato", "steward", "pinned")
    assert story.what_if is not None
    assert story.what_if.winner.value == "課長"
    assert story.history[-1].source == "decision"


def test_a_group_is_told_by_its_fields(lab: Lab) -> None:
    _both_know_yamada(lab)
    stories = _record(lab, field="person_name").fields
    assert [story.field for story in stories] == ["name", "family_name", "given_name"]
    assert {story.unit for story in stories} == {"person_name"}


def test_a_remote_record_leads_to_its_golden_record(edited: Lab) -> None:
    record = _record(edited, "beta/people/b1")
    assert (record.golden, record.display) == ("person/1", "山田 太郎")
    assert record.records == ["alpha/people/a1#person", "beta/people/b1#person"]


def test_a_merged_golden_name_is_followed_and_the_way_is_told(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy())
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", family="山田", email="taro@example.org")
    lab.sync()
    join(lab.world, "alpha/people/a1", "beta/people/b1", "sato", "the same man")
    lab.sync()
    record = _record(lab, "person/2")
    assert (record.golden, record.redirected_from) == ("person/1", ["person/2"])
    assert [(d.kind, d.author, d.records) for d in record.decisions] == [
        ("same", "sato", ["alpha/people/a1#person", "beta/people/b1#person"])
    ]


def test_a_wall_is_told_on_both_sides(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy())
    _both_know_yamada(lab)
    part(lab.world, "alpha/people/a1", "beta/people/b1", "sato")
    lab.sync()
    for target in ("person/1", "person/2"):
        (told,) = _record(lab, target).decisions
        assert (told.kind, told.records) == ("different", ["alpha/people/a1#person", "beta/people/b1#person"])


def test_all_parts_of_a_record_are_told_and_references_speak(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=CARDS)
    lab["alpha"].user_creates("a1", **YAMADA, firm="株式会社山田", number="7000012050002", title="部長")
    lab.sync()
    story = explain(lab.world, "alpha/people/a1")
    assert {record.entity for record in story.records} == {"person", "company", "employment"}
    employment = next(record for record in story.records if record.entity == "employment")
    company = next(field for field in employment.fields if field.field == "company")
    assert (company.value.split("/")[0], company.display) == ("company", "株式会社山田")
    assert (company.winner.display, company.winner.run) == ("株式会社山田", 1)
    title = next(field for field in employment.fields if field.field == "title")
    assert [(push.stream, push.after) for push in title.pushes] == [("beta/people", "部長")]


def test_a_field_is_told_of_the_part_that_has_it(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=CARDS)
    lab["alpha"].user_creates("a1", **YAMADA, firm="株式会社山田", number="7000012050002", title="部長")
    lab.sync()
    assert _field(lab, "title", "alpha/people/a1").value == "部長"


def test_a_part_that_was_not_resolved_yet_is_named(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync(steps=("pull",))
    story = explain(lab.world, "alpha/people/a1")
    assert (story.records, story.unresolved) == ([], ["alpha/people/a1#person"])


def test_a_record_in_quarantine_says_why(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, mail_ok="perhaps")
    lab.sync()
    with pytest.raises(StewardError, match="stands in quarantine"):
        explain(lab.world, "alpha/people/a1")


@pytest.mark.parametrize(
    ("target", "field", "word"),
    [
        ("person/1", "shoe_size", "has no field 'shoe_size'"),
        ("person/99", None, "no golden record person/99"),
        ("alpha/people/zz", None, "there is no record alpha/people/zz"),
        ("yamada", None, "write connection/stream/id"),
    ],
)
def test_what_does_not_exist_is_told_in_words(lab: Lab, target: str, field: str | None, word: str) -> None:
    _both_know_yamada(lab)
    with pytest.raises(StewardError, match=word):
        explain(lab.world, target, field)


def test_a_story_is_ready_for_json(edited: Lab) -> None:
    told = msgspec.json.decode(msgspec.json.encode(explain(edited.world, "person/1")))
    assert told["format"] == 1
    field = next(f for f in told["records"][0]["fields"] if f["field"] == "occupation")
    assert (field["pushes"][0]["from"], field["pushes"][0]["to"]) == (None, "部長")


def test_explaining_stores_nothing(edited: Lab) -> None:
    with edited.database.begin() as tx:
        before = tx.rows("SELECT count(*) FROM waiting_reference"), tx.rows("SELECT * FROM counter ORDER BY name")
    explain(edited.world, "person/1")
    with edited.database.begin() as tx:
        assert before == (
            tx.rows("SELECT count(*) FROM waiting_reference"),
            tx.rows("SELECT * FROM counter ORDER BY name"),
        )
