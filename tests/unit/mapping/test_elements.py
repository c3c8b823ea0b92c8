"""Parts of which a record has one for each element of a list, and values out of whole lists and several paths."""

from __future__ import annotations

from typing import Any

import pytest

from hub.mapping.compile import CompiledMapping, MappingProblem
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema

DEALS = """
mapping: 1
connector: x
stream: deals
unless: draft
parts:
  purchase: {fields: {product: subject}}
  payment:
    for_each: {from: money.payments, key: id}
    unless: void
    fields:
      amount: {from: amount, with: money}
      paid_on: {from: date, with: date}
      payer_name: from.name
      company: {ref: partners#company, from: ^.partner}
      currency: {const: JPY}
"""


def compiled(text: str) -> CompiledMapping:
    return compile_text(text, "m.yaml", CanonicalSchema())


MAPPING = compiled(DEALS)
FIRST = {"id": 9, "amount": 100, "date": "2024-05-01"}
SECOND = {"id": 10, "amount": 50, "from": {"name": "ヤマダ"}}


def deal(*payments: Any, **more: Any) -> dict[str, Any]:
    return {"subject": "保守", "partner": 7, "money": {"payments": list(payments)}, **more}


def test_each_element_is_a_part_named_by_its_key() -> None:
    parts = MAPPING.map(deal(FIRST, SECOND)).parts
    company = "partners/7#company"
    assert parts == {
        "purchase": {"product": "保守"},
        "payment:9": {"amount": "100", "paid_on": "2024-05-01", "company": company, "currency": "JPY"},
        "payment:10": {"amount": "50", "payer_name": "ヤマダ", "company": company, "currency": "JPY"},
    }


def test_an_element_keeps_its_part_wherever_it_stands() -> None:
    assert MAPPING.map(deal(SECOND, FIRST)).parts == MAPPING.map(deal(FIRST, SECOND)).parts


@pytest.mark.parametrize("payments", [None, "none", {}, 3])
def test_what_is_no_list_has_no_elements(payments: Any) -> None:
    assert list(MAPPING.map(deal(money={"payments": payments})).parts) == ["purchase"]


def test_an_element_that_is_left_out_makes_no_part() -> None:
    assert "payment:9" not in MAPPING.map(deal({**FIRST, "void": True})).parts
    assert MAPPING.map(deal(FIRST, draft=True)).parts == {}


def test_an_element_that_says_nothing_makes_no_part() -> None:
    lone = compiled(DEALS.replace("      company: {ref: partners#company, from: ^.partner}\n", ""))
    assert list(lone.map(deal({"id": 9})).parts) == ["purchase"]


@pytest.mark.parametrize(
    ("payments", "words"),
    [
        ([{"amount": 1}], "payment.for_each: an element of the list has no key"),
        ([{"id": " "}], "payment.for_each: an element of the list has no key"),
        ([{"id": [1]}], "payment.for_each: the key is a list where a text is expected"),
        ([FIRST, {"id": "9"}], "payment.for_each: two elements of the list have the same key"),
        ([{"id": 1, "amount": "many"}], "payment.amount: this is no amount in yen"),
    ],
)
def test_an_element_that_cannot_be_read_is_a_problem_of_the_record(payments: list[Any], words: str) -> None:
    with pytest.raises(MappingProblem, match="payment") as caught:
        MAPPING.map(deal(*payments))
    assert str(caught.value).startswith(words)


def test_an_element_can_refer_to_another_part_of_its_record() -> None:
    text = """
mapping: 1
connector: x
stream: invoices
parts:
  invoice: {requires: code, fields: {code: code}}
  payment: {for_each: {from: paid, key: id}, fields: {invoice: {part: invoice}, amount: amount}}
"""
    paid = [{"id": "a", "amount": "1"}]
    assert compiled(text).map({"code": "I", "paid": paid}).parts["payment:a"] == {"amount": "1", "invoice": "#invoice"}
    assert compiled(text).map({"paid": paid}).parts == {"payment:a": {"amount": "1"}}


def test_an_element_that_left_its_list_is_gone() -> None:
    stored = ["purchase", "payment:9", "payment:10"]
    assert MAPPING.gone(deal(SECOND), stored) == {"payment:9"}
    assert MAPPING.gone(deal(), stored) == {"payment:9", "payment:10"}
    assert MAPPING.gone(deal(FIRST, SECOND), stored) == set()


def test_an_element_that_is_left_out_is_not_gone() -> None:
    assert MAPPING.gone(deal({**FIRST, "void": True}), ["payment:9"]) == set()


@pytest.mark.parametrize("payload", [{}, deal(money=None), deal(money={"payments": None})])
def test_a_list_that_is_not_there_says_nothing_of_its_elements(payload: dict[str, Any]) -> None:
    assert MAPPING.gone(payload, ["payment:9"]) == set()


def test_elements_are_only_read() -> None:
    assert MAPPING.writable_fields("payment") == {}


def test_the_keys_of_a_record_are_those_of_its_lists_and_not_of_their_elements() -> None:
    assert MAPPING.keys == {"subject", "money"}


def of_person(fields: str, more: str = "") -> CompiledMapping:
    return compiled(f"mapping: 1\nconnector: x\nstream: y\n{more}parts: {{person: {{fields: {{{fields}}}}}}}\n")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ([{"name": "重点"}, {"name": None}, 3, {"name": "新規"}], {"tags": ["重点", "新規"]}),
        ([{"id": 1}], {}),
        ([], {}),
        (None, {}),
        ({"name": "重点"}, {}),
    ],
)
def test_a_star_reads_a_value_of_each_element(tags: Any, said: dict[str, Any]) -> None:
    mapping = of_person("tags: {from: tags.*.name, when_blank: clear}")
    assert mapping.map({"tags": tags}).parts == {"person": said}


def test_stars_of_stars_are_one_list() -> None:
    payload = {"a": [{"b": [{"c": "x"}, {"c": "y"}]}, {"b": None}, {"b": [{"c": "z"}]}]}
    assert of_person("tags: a.*.b.*.c").map(payload).parts["person"] == {"tags": ["x", "y", "z"]}


def test_an_emptied_list_empties_what_is_read_of_each() -> None:
    mapping = of_person("tags: {from: tags.*.name, when_blank: clear}")
    assert mapping.blanks({"tags": []}) == {"person": {"tags"}}
    assert mapping.blanks({}) == {}


STATUS = """
mapping: 1
connector: x
stream: y
when_blank: clear
parts:
  invoice:
    fields:
      code: code
      status:
        from: [paid, cancel.state]
        values: {"*, yes": 取消, "settled,": 入金済み, "settled, no": 入金済み, "unsettled, *": 未入金}
"""


@pytest.mark.parametrize(
    ("paid", "cancel", "status"),
    [
        ("settled", "no", "入金済み"),
        ("settled", None, "入金済み"),
        ("settled", "yes", "取消"),
        (None, "yes", "取消"),
        (" unsettled ", "?", "未入金"),
        (None, None, None),
    ],
)
def test_words_of_several_paths_are_looked_up_together(paid: Any, cancel: Any, status: str | None) -> None:
    payload = {"code": "1", "paid": paid, "cancel": {"state": cancel}}
    assert compiled(STATUS).map(payload).parts["invoice"].get("status") == status


def test_words_that_the_map_does_not_hold_together_are_never_guessed() -> None:
    with pytest.raises(MappingProblem, match=r"invoice\.status: has words together that the value map does not hold"):
        compiled(STATUS).map({"paid": "settled", "cancel": {"state": "half"}})


def test_what_is_read_of_several_paths_is_emptied_where_all_of_them_are_there_and_blank() -> None:
    mapping = compiled(STATUS)
    assert mapping.blanks({"code": "1", "paid": None, "cancel": {"state": ""}}) == {"invoice": {"status"}}
    assert mapping.blanks({"code": "1", "paid": None}) == {}


def test_what_is_read_of_several_paths_is_never_written() -> None:
    assert compiled(STATUS).writable_fields("invoice") == {"code": "overwrite"}


@pytest.mark.parametrize("more", ["", "when_blank: clear\n"])
def test_a_field_whose_absence_means_empty_is_emptied_by_a_missing_key(more: str) -> None:
    mapping = of_person("notes: {from: a.notes, absent: clear}, rank: a.rank", more)
    assert mapping.blanks({}) == {"person": {"notes"}}
    assert mapping.blanks({"a": {"notes": ""}}) == {"person": {"notes"}}
    assert mapping.blanks({"a": {"notes": "x"}}) == {}


def test_absence_can_mean_empty_in_a_whole_stream() -> None:
    mapping = of_person("family_name: sei, given_name: mei, notes: {from: notes, absent: unknown}", "absent: clear\n")
    assert mapping.blanks({"sei": "山田"}) == {"person": {"given_name"}}
