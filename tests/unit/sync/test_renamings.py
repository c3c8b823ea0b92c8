"""What was typed over a company's name is a former name where it was the system's own word, and another name."""

from __future__ import annotations

from typing import Any

import pytest

from hub.merging.claims import Mark, Marks, Source
from hub.merging.observe import observe
from hub.merging.rules import EntityRules, Rule, Unit
from hub.merging.written import written
from hub.sync.renamings import date_back, former_name

RULES = EntityRules("company", (Unit("name", ("name",), ("company_name",), Rule()),))
DAYS = ("2020-04-01", "2021-04-01", "2022-04-01", "2023-04-01")
YAMADA, YAMATECH, TOKAI = "株式会社山田製作所", "株式会社ヤマテック", "東海建設"


def typed(*names: str, shadow: dict[str, Any], marks: Marks) -> tuple[dict[str, Any], Marks]:
    """What is known once these names were typed, a year after each other."""
    for name, day in zip(names, DAYS[1:], strict=False):
        seen = observe(shadow, marks, DAYS[0], {"name": name}, frozenset(), day, RULES)
        shadow, marks = seen.shadow, seen.marks
    return shadow, marks


@pytest.mark.parametrize(
    ("names", "former"),
    [
        ((), ""),
        ((YAMATECH,), YAMADA),
        ((TOKAI, YAMATECH), TOKAI),
        (("㈱山田製作所",), ""),
        (("株式会社山田制作所",), ""),
        ((YAMATECH, YAMADA), ""),
        ((YAMATECH, "山田製作所(株)"), ""),
    ],
)
def test_the_name_that_was_typed_over_last_is_the_former_one(names: tuple[str, ...], former: str) -> None:
    assert former_name(typed(*names, shadow={"name": YAMADA}, marks={})[1]) == former


def test_what_the_hub_had_written_over_the_systems_own_name_is_none() -> None:
    joined = written({"name": YAMADA}, {}, DAYS[0], {"name": TOKAI}, {}, 7)
    for name in (YAMADA, YAMATECH):
        assert former_name(typed(name, shadow=joined[0], marks=joined[1])[1]) == ""


def test_a_spelling_that_the_hub_had_written_is_the_systems_own_name() -> None:
    respelled = written({"name": "㈱山田製作所"}, {}, DAYS[0], {"name": YAMADA}, {}, 7)
    assert former_name(typed(YAMATECH, shadow=respelled[0], marks=respelled[1])[1]) == YAMADA


def test_a_name_that_is_told_anew_by_another_mapping_is_no_renaming() -> None:
    seen = observe({"name": YAMADA}, {}, DAYS[0], {"name": TOKAI}, frozenset(), DAYS[1], RULES, edited=False)
    assert former_name(seen.marks) == ""


def source(number: int, since: str, name: str, marks: Marks | None = None) -> Source:
    return Source(number, "alpha", f"alpha/{number}", since, {"name": name}, marks or {})


def said_at(one: Source) -> str:
    mark = one.marks.get("name")
    return mark.at if mark is not None else one.since


def test_who_only_ever_said_the_former_name_has_said_so_before_the_renaming() -> None:
    shadow, marks = typed(YAMATECH, shadow={"name": YAMADA}, marks={})
    renamed = Source(1, "alpha", "alpha/1", DAYS[0], shadow, marks)
    late, other, older = source(2, DAYS[3], "㈱山田製作所"), source(3, DAYS[3], TOKAI), source(4, DAYS[0], YAMADA)
    again = source(5, DAYS[3], YAMADA, {"name": Mark(value=YAMADA, at=DAYS[3], edited=True)})
    date_back([renamed, late, other, older, again], [renamed])
    told = [said_at(one) for one in (renamed, late, other, older, again)]
    assert told == [DAYS[1], DAYS[1], DAYS[3], DAYS[0], DAYS[3]]
    assert late.marks["name"].value == "㈱山田製作所"
