"""What the past of firms tells of an erased person goes too, and nothing else of it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from hub.steward import erase as erasing
from hub.steward.pairs import part
from hub.store import audit, raw
from hub.sync.traces import Traces
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_erase import everything

BOOK = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  company:
    requires: firm
    fields:
      name: firm
      corporate_number: number
      phone: {from: phone, with: phone}
      notes: memo
  person:
    requires: family
    fields:
      family_name: family
      given_name: given
      email: {from: email, with: email}
      mobile: {from: mobile, with: phone}
"""
NUMBER = "7000012050002"
CANARIES = ("抹消", "花子", "kanarya", "555-0123", "5550123")


@pytest.fixture
def firm(make_lab: MakeLab) -> Lab:
    """A firm that two systems had as two, both called after a person who is in the first of them; it is one since, and
    has another name. Another firm has a past of its own.
    """
    lab = make_lab(mapping=BOOK, push=PushPolicy(update=True))
    alpha, beta = lab["alpha"], lab["beta"]
    alpha.user_creates("p1", family="抹消", given="花子", email="kanarya@example.com", mobile="090-5555-0123")
    alpha.user_creates("f1", firm="抹消花子商店", phone="03-1111-2222", memo="代表は抹消　花子、090 5555 0123")
    beta.user_creates("f2", firm="抹消花子商店", phone="03-5555-2222", memo="Kanarya@Example.com")
    alpha.user_creates("f3", firm="みどり商会", phone="03-7777-8888", memo="前の備考")
    lab.sync()
    for system, name in ((alpha, "f1"), (beta, "f2")):
        system.user_edits(name, number=NUMBER)
    lab.sync()
    alpha.user_edits("f1", firm="青空商店", phone="03-9999-0000", memo="")
    alpha.user_edits("f3", memo="今の備考")
    lab.sync()
    beta.user_edits("f2", firm="あおぞら商店", memo="連絡済み")
    lab.sync()
    lab.sync()
    return lab


def erased(lab: Lab) -> None:
    with lab.database.begin() as tx:
        [(number,)] = tx.rows("SELECT id FROM golden WHERE entity = 'person'")
    erasing.erase(lab.world, f"person/{number}", "佐藤", "本人の請求")


def states(lab: Lab, name: str) -> list[dict[str, Any]]:
    """Every payload of a record that is stored, oldest first."""
    with lab.database.begin() as tx:
        [(raw_id,)] = tx.rows("SELECT id FROM raw_record WHERE external_id = ?", name)
        return [msgspec.json.decode(payload) for payload in raw.all_payloads(tx, raw_id)]


def telling(lab: Lab, word: str) -> set[str]:
    """The tables that tell of firms and have this word in them."""
    found = {"golden": "doc", "golden_version": "doc", "raw_version": "payload", "intent": "fields"}
    found["source_record"] = "marks"
    with lab.database.begin() as tx:
        values = {table: tx.rows(f"SELECT {column} FROM {table}") for table, column in found.items()}
    told = {t: [v if isinstance(v, str) else bytes(v or b"").decode() for (v,) in rows] for t, rows in values.items()}
    return {table for table, texts in told.items() if any(word in text for text in texts)}


def names(lab: Lab) -> list[str]:
    with lab.database.begin() as tx:
        rows = tx.rows("SELECT doc FROM golden WHERE entity = 'company' AND redirect_to IS NULL")
    return [msgspec.json.decode(row[0])["name"] for row in rows]


def redirected(lab: Lab) -> list[tuple[int, int]]:
    with lab.database.begin() as tx:
        return [tuple(row) for row in tx.rows("SELECT id, redirect_to FROM golden WHERE redirect_to IS NOT NULL")]


def test_neither_a_merged_firm_nor_an_old_payload_nor_a_write_that_is_over_tells_of_the_person(firm: Lab) -> None:
    assert telling(firm, "抹消花子商店") >= {"golden", "golden_version", "raw_version", "intent", "source_record"}
    erased(firm)
    there = everything(firm).lower()
    assert [canary for canary in CANARIES if canary in there] == []


def test_what_stands_beside_it_stays(firm: Lab) -> None:
    others, merged = states(firm, "f3"), redirected(firm)
    erased(firm)
    assert (states(firm, "f3"), redirected(firm)) == (others, merged)
    assert [state.get("phone") for state in states(firm, "f1")] == ["03-1111-2222"] * 2 + ["03-9999-0000"] * 2
    assert [one["memo"] for one in others] == ["前の備考", "今の備考"]
    assert sorted(names(firm)) == ["あおぞら商店", "みどり商会"]
    with firm.database.begin() as tx:
        assert not isinstance(audit.verify(tx), audit.Break)


def test_a_firm_that_is_parted_afterwards_gets_back_its_number_without_the_past(firm: Lab) -> None:
    [(number, _)] = redirected(firm)
    erased(firm)
    for system, name in (("alpha", "f1"), ("beta", "f2")):
        firm[system].user_edits(name, number="", phone=f"03-0000-000{name[1]}", firm=f"青空{name}")
    firm.sync()
    part(firm.world, "alpha/people/f1#company", "beta/people/f2#company", "佐藤")
    firm.sync()
    with firm.database.begin() as tx:
        [(doc, ahead)] = tx.rows("SELECT doc, redirect_to FROM golden WHERE id = ?", number)
    assert (ahead, msgspec.json.decode(doc)["name"][:2]) == (None, "青空")
    assert [canary for canary in CANARIES if canary in everything(firm).lower()] == []


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"sei": "抹消", "mei": "花子", "tel": "03"}, {"tel": "03"}),
        ({"name": {"sei": "抹消", "mei": "花子"}}, {"name": {}}),
        ({"sei": "抹消", "mei": "太郎"}, {"sei": "抹消", "mei": "太郎"}),
        ({"sei": "山田", "mei": "花子"}, {"sei": "山田", "mei": "花子"}),
        ({"sei": "抹消する", "mei": "花子さん"}, {"sei": "抹消する", "mei": "花子さん"}),
    ],
)
def test_the_halves_of_a_name_tell_of_a_person_where_both_stand(told: dict[str, Any], left: dict[str, Any]) -> None:
    traces = Traces([], [("抹消", "花子")])
    for plain in (True, False):
        assert traces.are_in(json.dumps(told, ensure_ascii=plain).encode()) == (told != left)
    assert traces.without(told) == left


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("代表は抹消花子です", True),
        ("抹消 花子", True),
        ("抹消\u3000花子", True),
        ("KANARYA@example.com", True),
        ("(090) 5555-0123", True),
        ("+81 90-5555-0123", True),
        ("抹消", False),
        ("090-5555-0124", False),
    ],
)
def test_a_word_is_found_however_it_is_spaced_and_escaped(text: str, is_told: bool) -> None:
    traces = Traces(["抹消 花子", "kanarya@example.com", "+819055550123"])
    found = [traces.are_in(json.dumps({"memo": text}, ensure_ascii=plain).encode()) for plain in (True, False)]
    assert found == [is_told, is_told]
    assert traces.without({"memo": text, "list": [text, 1], "kept": "x"}) == (
        {"list": [1], "kept": "x"} if is_told else {"memo": text, "list": [text, 1], "kept": "x"}
    )
