"""Whether a name was corrected, or another one named."""

from __future__ import annotations

import pytest

from hub.matching.renaming import may_be_one_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("佐藤 太郎", "佐藤太郎"),
        ("佐藤 太郎", "佐藤 太朗"),
        ("佐藤 太郎", "佐藤"),
        ("佐藤 太郎", "サトウ タロウ"),
        ("佐藤 太郎", "Taro SATO"),
        ("佐藤 花子", "田中 花子"),
        ("佐藤 花子", "田中（旧姓佐藤） 花子"),
        ("斎藤 一", "齋藤 一"),
        ("ご担当者様", "田中 実"),
        ("", "田中 実"),
    ],
)
def test_a_name_may_be_written_otherwise(one: str, other: str) -> None:
    assert may_be_one_person(one, other)
    assert may_be_one_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("佐藤 太郎", "田中 実"),
        ("佐藤 太郎", "佐藤 花子"),
        ("佐藤", "田中"),
        ("佐藤 太郎", "Minoru TANAKA"),
        ("佐藤", "田中 実"),
    ],
)
def test_another_name_is_somebody_elses(one: str, other: str) -> None:
    assert not may_be_one_person(one, other)
    assert not may_be_one_person(other, one)
