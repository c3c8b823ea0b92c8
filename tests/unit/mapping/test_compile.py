"""The compiled mapping: there, the way back, and what a record that does not fit is told."""

from __future__ import annotations

from typing import Any

import pytest

from hub.mapping.compile import CompiledMapping, Mapped, MappingProblem
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema

HEAD = "mapping: 1\nconnector: freee\nstream: partners\n"
PARTNERS = (
    HEAD
    + """
when: update_date
when_blank: clear
parts:
  company:
    fields:
      code: code
      name: name
      city: address.city
      employees: emp
      capital: {from: cap, with: money}
      listed: listed
      notes: {from: memo, write: fill-blank}
      industry: {from: industry, write: never}
      rank: {from: rank, values: {A: 重点, B: 通常, C: 通常}}
  contact:
    entity: person
    requires: [contact, contact_mail]
    unless: is_shop
    fields:
      name: {from: contact, with: person_name}
      email: contact_mail
      sex: {const: unknown}
  employment:
    requires: contact
    fields:
      person: {part: contact}
      company: {part: company}
      is_primary: {const: yes}
"""
)


def mapping(text: str = PARTNERS) -> CompiledMapping:
    return compile_text(text, "m.yaml", CanonicalSchema())


def only(fields: str, entity: str = "company") -> CompiledMapping:
    return mapping(HEAD + f"parts:\n  {entity}:\n    fields: {{{fields}}}\n")


def test_a_record_becomes_its_parts() -> None:
    payload = {"code": 7, "name": " 山田商店 ", "address": {"city": "千代田区"}, "contact": "山田 太郎", "emp": "120名"}
    payload["update_date"] = "2024-05-01"
    assert mapping().map(payload) == Mapped(
        "2024-04-30T15:00:00+00:00",
        {
            "company": {"code": "7", "name": "山田商店", "city": "千代田区", "employees": 120},
            "contact": {"sex": "unknown", "name": "山田 太郎", "family_name": "山田", "given_name": "太郎"},
            "employment": {"is_primary": True, "person": "#contact", "company": "#company"},
        },
    )


@pytest.mark.parametrize("blank", [None, "", "  ", "　", [], {}])
def test_what_is_blank_has_no_key(blank: Any) -> None:
    payload = {"code": "1", "name": blank, "emp": blank, "cap": blank, "listed": blank, "rank": blank, "address": blank}
    assert mapping().map(payload).parts == {"company": {"code": "1"}}


def test_zero_and_false_say_something() -> None:
    assert mapping().map({"emp": 0, "listed": False}).parts["company"] == {"employees": 0, "listed": False}


def test_the_anchor_stays_even_if_it_says_nothing() -> None:
    assert mapping().map({}).parts == {"company": {}}


def test_a_part_is_there_where_one_of_its_required_paths_is() -> None:
    assert mapping().map({"contact_mail": "a@example.jp"}).parts["contact"] == {
        "sex": "unknown",
        "email": "a@example.jp",
    }


def test_a_part_is_skipped_where_unless_is_true() -> None:
    parts = mapping().map({"contact": "山田 太郎", "is_shop": True}).parts
    assert "contact" not in parts
    assert "person" not in parts["employment"]


def test_a_record_is_skipped_where_the_mapping_says_unless() -> None:
    compiled = mapping(HEAD + "unless: hidden\nparts: {company: {fields: {code: code}}}\n")
    assert compiled.map({"code": "1", "hidden": "1"}).parts == {}


def test_a_problem_names_part_field_and_place_and_no_value() -> None:
    with pytest.raises(MappingProblem) as caught:
        mapping().map({"code": "1", "cap": "たくさん"})
    assert str(caught.value).startswith("company.capital (cap): this is no amount")
    assert "たくさん" not in str(caught.value)


def test_an_unknown_choice_is_a_problem_and_never_a_guess() -> None:
    with pytest.raises(MappingProblem, match=r"company\.rank: is a choice that the value map does not hold"):
        mapping().map({"rank": "D"})


def test_a_record_that_is_no_table_is_a_problem() -> None:
    with pytest.raises(MappingProblem, match="no table"):
        mapping().map(["x"])


def test_a_table_where_a_text_belongs_is_a_problem() -> None:
    with pytest.raises(MappingProblem, match=r"company\.name: is a table where a text is expected"):
        mapping().map({"name": {"first": "x"}})


def test_the_way_back_has_the_systems_nesting() -> None:
    doc = {"city": "港区", "capital": "1200", "rank": "通常", "name": "山田"}
    assert mapping().unmap("company", doc, ["city", "capital", "rank"]) == {
        "address": {"city": "港区"},
        "cap": 1200,
        "rank": "B",
    }


def test_what_the_document_lacks_is_emptied() -> None:
    assert mapping().unmap("company", {}, ["city"]) == {"address": {"city": None}}


def test_a_choice_without_a_word_of_the_system_is_a_problem() -> None:
    with pytest.raises(MappingProblem, match=r"company\.rank: has no word"):
        mapping().unmap("company", {"rank": "最重要"}, ["rank"])


def test_fields_without_a_way_back_are_passed_over() -> None:
    assert mapping().unmap("contact", {"sex": "unknown"}, ["sex", "birthday"]) == {}


def test_writable_fields_carry_their_write_rules() -> None:
    writable = mapping().writable_fields("company")
    assert writable["notes"] == "fill-blank"
    assert writable["code"] == "overwrite"
    assert "industry" not in writable


def test_a_group_member_is_written_with_its_whole_group() -> None:
    assert mapping().writable_fields("contact")["given_name"] == "overwrite"
    doc = {"name": "佐藤 花子", "family_name": "佐藤", "given_name": "花子"}
    assert mapping().unmap("contact", doc, ["given_name"]) == {"contact": "佐藤 花子"}


def test_blanks_are_paths_that_are_there_and_empty() -> None:
    assert mapping().blanks(
        {"code": "1", "name": "", "address": {"city": None}, "contact": "山田", "contact_mail": ""}
    ) == {
        "company": frozenset({"name", "city"}),
        "contact": frozenset({"email", "family_name", "given_name"}),
    }


def test_blanks_say_nothing_unless_the_mapping_clears() -> None:
    assert only("code: code, name: name").blanks({"name": ""}) == {}


def test_one_field_may_clear_alone() -> None:
    compiled = only("code: code, name: {from: name, when_blank: clear}")
    assert compiled.blanks({"name": "", "code": ""}) == {"company": frozenset({"name"})}


HALVES = "family_name: sei, given_name: mei, family_kana: sei_kana, given_kana: mei_kana"


def test_a_whole_name_is_composed_of_its_halves() -> None:
    doc = only(HALVES, "person").map({"sei": "山田", "mei": "太郎", "sei_kana": "ヤマダ"}).parts["person"]
    assert (doc["name"], doc["kana"]) == ("山田 太郎", "ヤマダ")


def test_a_whole_name_that_cannot_be_split_is_written_as_family_name() -> None:
    compiled = only(HALVES, "person")
    assert compiled.writable_fields("person")["name"] == "overwrite"
    assert compiled.unmap("person", {"name": "桜木花道丸"}, ["name"]) == {"sei": "桜木花道丸", "mei": None}


def test_a_whole_name_with_a_space_is_written_in_halves() -> None:
    assert only(HALVES, "person").unmap("person", {"name": "山田 太郎"}, ["name"]) == {"sei": "山田", "mei": "太郎"}


def test_a_reference_to_another_stream_carries_its_id() -> None:
    compiled = only("company: {ref: partners#company, from: partner_id}", "deal")
    assert compiled.map({"partner_id": 12}).parts["deal"] == {"company": "partners/12#company"}
    assert compiled.parts["deal"].refs["company"] == ("partners", "company")


def test_a_reference_is_written_only_where_the_mapping_asks() -> None:
    assert only("company: {ref: partners#company, from: p}", "deal").writable_fields("deal") == {}
    asked = only("company: {ref: partners#company, from: p, with: integer, write: overwrite}", "deal")
    assert asked.unmap("deal", {"company": "partners/12#company"}, ["company"]) == {"p": 12}


def test_a_golden_name_is_no_reference_of_the_system() -> None:
    asked = only("company: {ref: partners#company, from: p, write: overwrite}", "deal")
    with pytest.raises(MappingProblem, match="is no reference"):
        asked.unmap("deal", {"company": "company/42"}, ["company"])


def test_a_quoted_step_may_have_a_dot() -> None:
    compiled = only("""code: '"a.b".c'""")
    assert compiled.map({"a.b": {"c": "1"}}).parts["company"] == {"code": "1"}
    assert compiled.unmap("company", {"code": "2"}, ["code"]) == {"a.b": {"c": "2"}}


def test_a_number_steps_into_a_list_and_only_reads() -> None:
    compiled = only("code: ids.1.value")
    assert compiled.map({"ids": [{}, {"value": "x"}]}).parts["company"] == {"code": "x"}
    assert compiled.writable_fields("company") == {}


def test_lines_are_read_table_by_table() -> None:
    compiled = only("lines: {from: details, each: {name: description, amount: {from: amount, with: money}}}", "invoice")
    details = [{"description": "保守", "amount": 1200}, {"description": ""}]
    assert compiled.map({"details": details}).parts["invoice"] == {"lines": [{"name": "保守", "amount": "1200"}]}


def test_a_zone_of_the_mapping_dates_naive_times() -> None:
    compiled = mapping(HEAD + "zone: UTC\nwhen: at\nparts: {company: {fields: {code: code}}}\n")
    assert compiled.map({"at": "2024-05-01 09:00"}).at == "2024-05-01T09:00:00+00:00"


def test_transforms_follow_one_another_both_ways() -> None:
    compiled = only("capital: {from: cap, with: [text, money]}")
    assert compiled.map({"cap": "1,200円"}).parts["company"] == {"capital": "1200"}
    assert compiled.unmap("company", {"capital": "1200"}, ["capital"]) == {"cap": "1200"}


def test_a_value_map_of_flags_and_counts_is_looked_up_by_the_words_of_the_system() -> None:
    flags = (
        HEAD
        + """
parts:
  company:
    fields:
      listed: {from: market, values: {東証プライム: true, 非公開: false, "true": true}}
      employees: {from: size, values: {一人: 1, 十人くらい: 10}}
"""
    )
    compiled = compile_text(flags, "flags.yaml", CanonicalSchema())

    said = compiled.map({"market": "非公開", "size": "十人くらい"}).parts["company"]
    assert said == {"listed": False, "employees": 10}
    assert compiled.map({"market": True}).parts["company"] == {"listed": True}
    assert compiled.unmap("company", said, ["listed", "employees"]) == {"market": "非公開", "size": "十人くらい"}
    with pytest.raises(MappingProblem, match="is a choice that the value map does not hold"):
        compiled.map({"market": "札証"})
