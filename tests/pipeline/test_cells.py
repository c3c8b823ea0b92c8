"""Cells that are read into several fields: an address, a name, a post. What is typed there, and written."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from hub.steward.explain import explain
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from hub.store import golden
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab, compiled

BOOK = """
mapping: 1
connector: memory
stream: people
parts:
  company:
    fields:
      name: {from: company, with: company_name}
      phone: {from: phone, with: phone}
      address: {from: address, with: address}
  contact:
    entity: person
    requires: [email]
    fields:
      name: {from: name, with: person_name}
      email: {from: email, with: email}
"""
APART = BOOK.replace(
    "      address: {from: address, with: address}\n",
    "      address: {from: address, with: address_line}\n"
    "      postal_code: {from: code, with: postal_code}\n"
    "      building: building\n",
)
OF_COMPANY = {"company": "株式会社山田商店", "phone": "03-1234-5678"}
MARUBIRU = "〒100-0005 東京都千代田区丸の内1-1-1 丸ビル3F"
UMEDA = "大阪市北区梅田2-2-2"


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    return make_lab(mapping=BOOK, push=PushPolicy(update=True))


def has_two(lab: Lab, address: str, other: str) -> None:
    lab["beta"].user_creates("b1", **OF_COMPANY, address=other)
    lab["alpha"].user_creates("a1", **OF_COMPANY, address=address)


def cells(lab: Lab, field: str) -> list[str]:
    return [lab["alpha"].records["a1"][field], lab["beta"].records["b1"][field]]


def company(lab: Lab) -> dict[str, str]:
    with lab.database.begin() as tx:
        ((number,),) = tx.rows("SELECT id FROM golden WHERE entity = 'company' AND redirect_to IS NULL")
        found: dict[str, str] = msgspec.json.decode(golden.by_ids(tx, [number])[number].doc)
    return found


@pytest.mark.parametrize("typed", ["東京都港区芝1-2-3", MARUBIRU.removesuffix(" 丸ビル3F"), "〒530-0001 " + UMEDA])
def test_an_address_that_somebody_types_is_everywhere_as_he_typed_it(lab: Lab, typed: str) -> None:
    has_two(lab, MARUBIRU, MARUBIRU)
    lab.sync()
    lab["alpha"].user_edits("a1", address=typed)
    lab.sync()
    assert cells(lab, "address") == [typed, typed]
    writes = lab.written()
    lab.sync()
    assert lab.written() == writes


def test_a_blank_cell_says_nothing_of_the_address(lab: Lab) -> None:
    has_two(lab, MARUBIRU, MARUBIRU)
    lab.sync()
    lab["alpha"].user_edits("a1", address="")
    lab.sync()
    assert lab["beta"].records["b1"]["address"] == MARUBIRU
    assert company(lab)["building"] == "丸ビル3F"


def test_a_cell_that_says_nothing_is_told_as_blank_and_keeps_the_value_known(lab: Lab) -> None:
    has_two(lab, MARUBIRU, MARUBIRU)
    lab.sync()
    lab["alpha"].user_edits("a1", address="", phone="")
    lab.sync()
    for field, known in (("phone", "+81312345678"), ("building", "丸ビル3F")):
        story = explain(lab.world, "alpha/people/a1#company", field).records[0].fields[0]
        assert (story.value, [holding.value for holding in story.holdings]) == (known, [None, known])


def test_a_moved_line_takes_no_part_away_that_has_a_column_of_its_own(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=APART, push=PushPolicy(update=True))
    has_two(lab, "東京都千代田区丸の内1-1-1", "東京都千代田区丸の内1-1-1")
    lab["beta"].user_edits("b1", code="100-0005", building="丸ビル3F")
    lab.sync()
    lab["alpha"].user_edits("a1", address="千代田区丸の内1-1-1")
    lab.sync()
    assert (lab["beta"].records["b1"]["code"], lab["beta"].records["b1"]["building"]) == ("100-0005", "丸ビル3F")
    assert lab["beta"].records["b1"]["address"] == "千代田区丸の内1-1-1"


def test_a_building_is_added_to_what_a_cell_holds_and_taken_out_again(lab: Lab) -> None:
    has_two(lab, f"{UMEDA} 大阪ビル5F", f"〒530-0001 大阪府{UMEDA}")
    run = lab.sync().run_id
    assert cells(lab, "address") == [f"{UMEDA} 大阪ビル5F", f"〒530-0001 大阪府{UMEDA} 大阪ビル5F"]
    assert lab.sync().ledger.pulls["beta/people"].changed == 0
    undo(lab.world, Undoable(run=run), "hanako")
    assert cells(lab, "address")[1] == f"〒530-0001 大阪府{UMEDA}"


def test_a_name_that_the_hub_has_divided_competes_with_nobody(lab: Lab) -> None:
    for system, record, name in (("alpha", "a1", "高崎花子"), ("beta", "b1", "高崎 花子")):
        lab[system].user_creates(record, **OF_COMPANY, email="hanako@example.jp", name=name)
    lab.sync()
    assert cells(lab, "name") == ["高崎 花子", "高崎 花子"]
    lab["beta"].user_edits("b1", name="高崎 華子")
    lab.sync(only=["beta"])
    lab.sync()
    assert cells(lab, "name") == ["高崎 華子", "高崎 華子"]
    assert lab.conflicts() == []


@pytest.mark.parametrize("mapping", [BOOK, BOOK[: BOOK.index("  contact:")]], ids=["two parts", "one part"])
def test_an_address_that_reads_otherwise_in_one_cell_comes_back_as_nobodys_edit(
    make_lab: MakeLab, mapping: str
) -> None:
    lab = make_lab(mapping=mapping, push=PushPolicy(create=True, update=True), natural_key=("phone",))
    alpha = lab.world.connections["alpha"]
    setup = replace(alpha.streams["people"], mapping=compiled(APART))
    told = {**lab.world.connections, "alpha": replace(alpha, streams={"people": setup})}
    lab.world = replace(lab.world, connections=told)
    lab["alpha"].user_creates("a1", **OF_COMPANY, address="東京都千代田区丸の内1-1-1", building="本館 2-3")
    for _ in range(3):
        lab.sync()
    assert company(lab)["building"] == "本館 2-3"
    assert lab["alpha"].records["a1"]["building"] == "本館 2-3"
    assert lab.written() == 1
