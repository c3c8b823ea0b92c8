"""What happened to a company is told out of its states; another spelling, or a record that joined, is no event."""

from __future__ import annotations

from typing import Any

from hub.merging.company_events import CompanyEvent, State, company_events

BEFORE: dict[str, Any] = {
    "name": "株式会社山田製作所",
    "legal_form": "株式会社",
    "prefecture": "東京都",
    "city": "千代田区",
    "street": "丸の内一丁目2番3号",
    "representative": "山田 太郎",
}


def events_of(*changes: dict[str, Any], source: int = 1) -> list[CompanyEvent]:
    states = [State(1, "2020-01-01", BEFORE, dict.fromkeys(BEFORE, 1))]
    for number, change in enumerate(changes, 2):
        doc = {**states[-1].doc, **change}
        states.append(State(number, f"202{number}-01-01", doc, {**states[-1].sources, **dict.fromkeys(change, source)}))
    return company_events(states)


def test_a_new_name_form_place_and_head_are_told_with_both_values() -> None:
    found = events_of(
        {"name": "株式会社ヤマテック"},
        {"city": "港区", "street": "芝1-1-1"},
        {"representative": "山田 花子"},
        {"legal_form": "合同会社"},
    )
    assert [(event.kind, event.before, event.after) for event in found] == [
        ("renamed", "株式会社山田製作所", "株式会社ヤマテック"),
        ("moved", "東京都千代田区丸の内一丁目2番3号", "東京都港区芝1-1-1"),
        ("new_representative", "山田 太郎", "山田 花子"),
        ("reorganised", "株式会社", "合同会社"),
    ]
    assert [event.version for event in found] == [2, 3, 4, 5]


def test_another_spelling_is_no_event() -> None:
    assert events_of({"name": "㈱山田製作所"}, {"street": "丸の内１－２－３"}, {"representative": "山田　太郎"}) == []


def test_a_building_that_is_added_and_a_street_that_is_taken_away_are_no_move() -> None:
    assert events_of({"building": "山田ビル3F"}, {"street": None}) == []


def test_what_a_record_says_that_came_with_it_is_no_event() -> None:
    assert events_of({"name": "ヤマダ製作所東京"}, source=2) == []


def test_what_somebody_edits_in_a_record_whose_word_never_counted_before_is_an_event() -> None:
    states = [
        State(1, "2020", BEFORE, dict.fromkeys(BEFORE, 1)),
        State(2, "2021", {**BEFORE, "name": "新社"}, {"name": 2}),
    ]
    assert [event.after for event in company_events(states, {(2, "name")})] == ["新社"]
    assert company_events(states, {(2, "phone")}) == []


def test_a_name_that_comes_back_is_told_twice() -> None:
    assert [event.after for event in events_of({"name": "新社"}, {"name": "株式会社山田製作所"})] == [
        "新社",
        "株式会社山田製作所",
    ]
