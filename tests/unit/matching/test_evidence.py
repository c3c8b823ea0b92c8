"""Walls: what two records that share a key say against being the same."""

from __future__ import annotations

from typing import Any

import pytest

from hub.matching.cluster import Member
from hub.matching.evidence import wall_between


def _why(
    entity: str, one: dict[str, Any], other: dict[str, Any], golden: tuple[int | None, int | None], renamed: bool = True
) -> str | None:
    left, right = Member(1, "a", (), one, golden[0], renamed), Member(2, "b", (), other, golden[1])
    reason = wall_between(entity)(left, right)
    assert reason == wall_between(entity)(right, left)
    return reason


STRANGERS = (None, None)


@pytest.mark.parametrize(
    ("entity", "one", "other", "reason"),
    [
        ("company", {"corporate_number": "1"}, {"corporate_number": "2"}, "different corporate numbers"),
        ("company", {"corporate_number": "1"}, {"corporate_number": "1"}, None),
        ("company", {"corporate_number": "1"}, {"name": "株式会社アクメ"}, None),
        ("company", {"name": "株式会社アクメ"}, {"name": "有限会社アクメ"}, "different legal forms"),
        ("company", {"name": "㈱アクメ"}, {"name": "株式会社アクメ"}, None),
        ("company", {"name": "アクメ"}, {"name": "株式会社アクメ"}, None),
        ("person", {"birthday": "1980-01-01"}, {"birthday": "1981-01-01"}, "different birthdays"),
        ("person", {"name": "山田 太郎"}, {"name": "佐藤 花子"}, "different names"),
        ("person", {"name": "山田 太郎"}, {"name": "山田太郎"}, None),
        ("person", {"name": "山田 太郎"}, {"name": "Taro Yamada"}, None),
        ("person", {"name": "山田 太郎"}, {"name": "ヤマダ タロウ"}, None),
        ("person", {"name": "山田 太郎"}, {"name": "〓田 太郎"}, None),
        ("person", {"name": "山田 太郎"}, {}, None),
        ("activity", {"at": "2024-05-01T00:00:00+00:00"}, {"at": "2024-05-02T00:00:00+00:00"}, "different times"),
        ("activity", {"at": "2024-05-01T00:00:00+00:00"}, {"at": "2024-05-01T09:00:01+09:00"}, None),
        ("activity", {"at": "2024-05-01T00:00:00+00:00"}, {}, None),
        ("deal", {"name": "一"}, {"name": "二"}, None),
    ],
)
def test_a_wall_stands_where_facts_exclude_each_other(
    entity: str, one: dict[str, Any], other: dict[str, Any], reason: str | None
) -> None:
    assert _why(entity, one, other, STRANGERS) == reason


def test_one_corporate_number_overrules_the_legal_form() -> None:
    one = {"corporate_number": "1", "name": "有限会社アクメ"}
    assert _why("company", one, {"corporate_number": "1", "name": "株式会社アクメ"}, STRANGERS) is None


MARRIED = {"name": "佐藤 花子", "family_name": "佐藤", "given_name": "花子"}
BEFORE = {"name": "山田 花子", "family_name": "山田", "given_name": "花子"}


def test_one_person_who_changes_half_of_the_name_stays_one() -> None:
    assert _why("person", MARRIED, BEFORE, (7, 7)) is None


def test_two_whom_only_the_order_of_arrival_made_one_have_changed_no_name() -> None:
    assert _why("person", MARRIED, BEFORE, (7, 7), renamed=False) == "different names"


@pytest.mark.parametrize("golden", [(7, 8), (7, None), STRANGERS])
def test_two_people_with_half_a_name_in_common_stay_two(golden: tuple[int | None, int | None]) -> None:
    assert _why("person", MARRIED, BEFORE, golden) == "different names"
