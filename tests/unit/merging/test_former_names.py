"""A company's former names are those that it was renamed from, and does not have again."""

from __future__ import annotations

from typing import Any

from hub.merging.company_events import State
from hub.merging.former_names import FormerName, former_names

ALPHA, BETA = 1, 2


def states(*told: tuple[str, int]) -> list[State]:
    """A company by its names, each with the source that says it."""
    return [State(number, f"20{number}", doc(name), {"name": source}) for number, (name, source) in enumerate(told, 10)]


def doc(name: str) -> dict[str, Any]:
    return {"name": name, "kana": f"{name}の読み"}


def former(*told: tuple[str, int]) -> list[str]:
    return [one.name for one in former_names(states(*told))]


def test_each_name_that_it_was_renamed_from_is_told_with_its_reading_the_newest_first() -> None:
    told = former_names(states(("山田製作所", ALPHA), ("ヤマダ電機", BETA), ("ヤマテック", ALPHA)), {(BETA, "name")})
    assert told == [
        FormerName("ヤマダ電機", "ヤマダ電機の読み", BETA, ALPHA),
        FormerName("山田製作所", "山田製作所の読み", ALPHA, BETA),
    ]


def test_whoever_puts_a_name_back_takes_away_what_stood_there_meanwhile() -> None:
    assert former(("山田製作所", ALPHA), ("ヤマテック", ALPHA), ("㈱山田製作所", ALPHA)) == []
    assert former(("甲", ALPHA), ("乙", ALPHA), ("丙", ALPHA), ("乙", ALPHA)) == ["甲"]


def test_a_name_that_went_with_a_record_which_left_is_none() -> None:
    assert former(("甲", ALPHA), ("乙", BETA), ("甲", ALPHA)) == []


def test_another_spelling_and_what_a_joined_record_says_are_no_renaming() -> None:
    assert former(("㈱山田製作所", ALPHA), ("株式会社山田製作所", ALPHA)) == []
    assert former(("山田製作所", ALPHA), ("山田製作所東京", BETA)) == []


def test_a_state_without_a_name_changes_nothing() -> None:
    assert former(("甲", ALPHA), ("", ALPHA), ("乙", ALPHA)) == ["甲"]
    assert former_names([State(1, "2020", {}, {})]) == []
