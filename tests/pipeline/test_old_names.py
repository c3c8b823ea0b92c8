"""A record with a company's old name joins it by telephone or place, whenever it comes, and renames nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.definition import DEFINITIONS
from hub.steward.doubts import weighed
from hub.sync.world import PushPolicy
from tests.laws import lawful
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_arrival import SYSTEMS, Arrival, golden_records, lab_of_feeds, settle_in
from tests.pipeline.test_evidence import CARDS, weighing
from tests.pipeline.test_properties import laboratory

FIRMS = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  company:
    fields:
      name: firm
      phone: phone
      corporate_number: number
      postal_code: postal
      street: address
      email: mail
"""
YAMADA, YAMATECH = "株式会社山田製作所", "株式会社ヤマテック"
HERE = {"phone": "03-3211-1234", "postal": "100-0005", "address": "東京都千代田区丸の内1-2-3"}
THERE = {"phone": "06-6341-0002", "postal": "530-0001", "address": "大阪府大阪市北区梅田9-9-9"}


def said(system: str, on: str, firm: str, **fields: str) -> Arrival:
    return Arrival(system, "1", {"firm": firm, **fields, "at": f"{on}T00:00:00+00:00"})


FOUNDED = said("alpha", "2020-04-01", YAMADA, **HERE)
RENAMED = said("alpha", "2024-04-01", YAMATECH, **HERE)
LATE = said("beta", "2026-03-01", YAMADA, **HERE)


KNOWN_BY_MAIL = [("alpha", "2020-04-01", YAMADA), ("alpha", "2024-04-01", YAMATECH), ("beta", "2026-03-01", YAMADA)]


def companies(lab: Lab) -> dict[str, list[str]]:
    """The systems that know each company, by its name."""
    return {doc["name"]: sorted(name.split("/")[0] for name in names) for names, doc in golden_records(lab).items()}


def after(*arrivals: Arrival) -> dict[str, list[str]]:
    with weighing(FIRMS) as lab:
        settle_in(lab, arrivals, [1])
        return companies(lab)


def test_on_each_database_a_late_record_with_the_old_name_joins_and_is_no_newer_word(make_lab: MakeLab) -> None:
    lab = lab_of_feeds(make_lab(SYSTEMS, FIRMS, push=PushPolicy()))
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    settle_in(lab, [FOUNDED, RENAMED, LATE], [1])
    assert companies(lab) == {YAMATECH: ["alpha", "beta"]}
    told = weighed(lab.world, "alpha/people/1#company", "beta/people/1#company")
    assert "former_name" in [line.words for line in told.evidence]
    assert lab.conflicts() == []


@pytest.mark.parametrize("order", [(FOUNDED, LATE, RENAMED), (LATE, FOUNDED, RENAMED), (FOUNDED, RENAMED, LATE)])
def test_it_does_not_matter_whether_it_comes_before_the_renaming(order: tuple[Arrival, ...]) -> None:
    assert after(*order) == {YAMATECH: ["alpha", "beta"]}


NEWCOMER = said("gamma", "2025-04-01", YAMATECH, **HERE)
WITH_NEWCOMER = [
    one for one in permutations([FOUNDED, RENAMED, LATE, NEWCOMER]) if one.index(FOUNDED) < one.index(RENAMED)
]


@pytest.mark.parametrize("order", WITH_NEWCOMER[::2])
def test_nor_does_it_beside_those_who_only_know_the_new_name(order: tuple[Arrival, ...]) -> None:
    assert after(*order) == {YAMATECH: ["alpha", "beta", "gamma"]}


def test_whoever_types_the_old_name_again_does_rename() -> None:
    again = said("beta", "2026-03-02", YAMATECH, **HERE), said("beta", "2026-03-03", YAMADA, **HERE)
    assert after(FOUNDED, RENAMED, LATE, *again) == {YAMADA: ["alpha", "beta"]}


def test_a_domain_that_they_share_does_as_a_telephone_does() -> None:
    mail = {"mail": "info@yamada-mfg.example"}
    arrivals = (said(one, on, name, **mail) for one, on, name in KNOWN_BY_MAIL)
    assert after(*arrivals) == {YAMATECH: ["alpha", "beta"]}


def test_a_firm_elsewhere_that_has_the_name_now_is_another_one() -> None:
    assert after(FOUNDED, RENAMED, said("beta", "2026-03-01", YAMADA, **THERE)) == {
        YAMATECH: ["alpha"],
        YAMADA: ["beta"],
    }
    assert after(FOUNDED, RENAMED, said("beta", "2026-03-01", YAMADA)) == {YAMATECH: ["alpha"], YAMADA: ["beta"]}


def test_another_official_number_keeps_it_apart() -> None:
    with_number = [replace(one, payload={**one.payload, "number": "7000012050002"}) for one in (FOUNDED, RENAMED)]
    late = replace(LATE, payload={**LATE.payload, "number": "2000012010019"})
    assert after(*with_number, late) == {YAMATECH: ["alpha"], YAMADA: ["beta"]}


@pytest.mark.parametrize(
    "names",
    [
        (YAMADA, YAMATECH, YAMADA),
        ("株式会社山口製作所", YAMADA),
    ],
)
def test_a_name_that_was_put_back_or_corrected_is_no_former_name(names: tuple[str, ...]) -> None:
    told = [said("alpha", f"202{year}-04-01", name, **HERE) for year, name in enumerate(names)]
    with weighing(FIRMS) as lab:
        settle_in(lab, [*told, said("beta", "2026-03-01", names[-2], **HERE)], [1])
        words = weighed(lab.world, "alpha/people/1#company", "beta/people/1#company").evidence
    assert "former_name" not in [line.words for line in words]


def test_who_changes_jobs_leaves_the_new_employer_no_name() -> None:
    taro = {"person_name": "佐藤 太郎", "phone": HERE["phone"]}
    moved = [
        Arrival("alpha", "1", {**taro, "company_name": firm, "at": f"{year}-04-01T00:00:00+00:00"})
        for firm, year in ((YAMADA, 2020), ("東海建設株式会社", 2024))
    ]
    hanako = {"person_name": "鈴木 花子", "phone": HERE["phone"], "company_name": YAMADA, "at": "2019-04-01T00:00:00Z"}
    with weighing(CARDS) as lab:
        settle_in(lab, [*moved, Arrival("beta", "1", hanako)], [1])
        words = weighed(lab.world, "alpha/people/1#company", "beta/people/1#company").evidence
    assert "former_name" not in [line.words for line in words]


def test_a_partner_that_is_entered_under_the_old_name_is_given_the_new_one_and_nobody_is_renamed_back(
    make_lab: MakeLab,
) -> None:
    lab = make_lab(mapping=FIRMS, push=PushPolicy(update=True))
    lab.world = replace(lab.world, definitions=DEFINITIONS)
    lab["alpha"].user_creates("a1", firm=YAMADA, **HERE)
    lab.sync()
    lab["alpha"].user_edits("a1", firm=YAMATECH)
    lab.sync()
    lab["beta"].user_creates("b1", firm=YAMADA, **HERE)
    lab.sync()
    assert [lab[name].records[record]["firm"] for name, record in (("alpha", "a1"), ("beta", "b1"))] == [YAMATECH] * 2
    assert (companies(lab), lab.conflicts()) == ({YAMATECH: ["alpha", "beta"]}, [])
    lab["alpha"].user_edits("a1", firm=YAMADA)
    lab.sync()
    assert (companies(lab), lab["beta"].records["b1"]["firm"]) == ({YAMADA: ["alpha", "beta"]}, YAMADA)


@dataclass(frozen=True)
class Deed:
    """In a town of two firms: one is given its next name, or entered in another system, perhaps under its last one."""

    firm: int
    system: str = ""
    is_old: bool = False


deeds = st.lists(
    st.one_of(
        st.builds(Deed, st.integers(0, 1)),
        st.builds(Deed, st.integers(0, 1), st.sampled_from(["beta", "gamma"]), st.booleans()),
    ),
    max_size=6,
)
# The second firm takes the names that the first one leaves.
FIVE = [f"株式会社{core}" for core in ("山田製作所", "ヤマテック", "ヒカリ", "みどり生花", "大阪物産")]
NAMES = (FIVE, ["株式会社東海建設", *FIVE[:-1]])


@lawful(12)
@given(deeds)
def test_firms_that_are_renamed_stay_whole_and_take_each_others_names(done: list[Deed]) -> None:
    with laboratory(SYSTEMS, FIRMS, push=PushPolicy(update=True)) as lab:
        lab.world = replace(lab.world, definitions=DEFINITIONS)
        turn, records = [0, 0], [1, 1]
        for firm, where in enumerate((HERE, THERE)):
            lab["alpha"].user_creates(f"a{firm}", firm=NAMES[firm][0], **where)
        lab.sync()
        for number, deed in enumerate(done):
            if deed.system:
                name = NAMES[deed.firm][max(turn[deed.firm] - deed.is_old, 0)]
                lab[deed.system].user_creates(f"r{number}", firm=name, **(HERE, THERE)[deed.firm])
                records[deed.firm] += 1
            elif turn[deed.firm] + 1 < len(NAMES[deed.firm]):
                turn[deed.firm] += 1
                lab["alpha"].user_edits(f"a{deed.firm}", firm=NAMES[deed.firm][turn[deed.firm]])
            lab.sync()
        told = sorted((doc["name"], doc["phone"], len(names)) for names, doc in golden_records(lab).items())
    expected = [(NAMES[firm][turn[firm]], records[firm]) for firm in (0, 1)]
    assert sorted((name, count) for name, _, count in told) == sorted(expected)
