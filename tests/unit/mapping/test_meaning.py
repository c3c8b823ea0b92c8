"""The generated function is only the fast form of the rules: both give the same for whatever arrives."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.mapping.compile import MappingProblem
from hub.mapping.interpret import interpret
from hub.mapping.load import compile_text
from hub.mapping.path import parse_path
from hub.mapping.transforms.names import complete
from hub.mapping.unmap import unmap_part
from hub.model import CanonicalSchema
from tests.laws import lawful

MAPPING = compile_text(
    """
mapping: 1
connector: x
stream: y
when: when
unless: gone
when_blank: clear
parts:
  company:
    fields:
      address: {from: line, with: address}
      postal_code: zip
      name: a.b
      capital: {from: cap, with: money}
      listed: a.c
      rank: {from: rank, values: {A: 重点, 1: 通常}}
      tags: {from: list, with: tags}
      code: list.0
      industry: {const: x}
  contact:
    entity: person
    requires: [sei, a.b]
    unless: a.c
    fields: {family_name: sei, given_name: mei, sex: {const: unknown}}
  employment:
    requires: sei
    fields: {person: {part: contact}, company: {part: company}, post: {from: post, with: department_title}}
  deal: {fields: {name: deal, company: {ref: others#company, from: other}}}
  activity: {fields: {company: {part: company}, person: {part: contact}, text: text}}
  payment:
    for_each: {from: list, key: id}
    requires: amount
    unless: ^.post
    fields: {company: {part: company}, amount: {from: amount, with: money}, payer_name: ^.text, currency: {const: JPY}}
  invoice:
    fields:
      code: list.*.id
      status: {from: [sei, mei], values: {"A, *": x, ", 1": y}}
""",
    "m.yaml",
    CanonicalSchema(),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 99),
    st.sampled_from(["", " ", "　", "A", "1", "x", "2024-05-01", "120万円", "東京都千代田区1-1", "営業部 部長"]),
    st.lists(st.sampled_from(["a", None, "", 1]), max_size=2),
    st.lists(st.fixed_dictionaries({"id": st.integers(1, 3)}, optional={"amount": st.sampled_from([1, "x", None])})),
    st.fixed_dictionaries(
        {}, optional={"b": st.sampled_from(["", "b", 0, None]), "c": st.booleans() | st.text(max_size=2)}
    ),
)
PATHS = ["when", "gone", "line", "zip", "a", "cap", "rank", "list", "sei", "mei", "post", "deal", "other", "text"]


def outcome(way: Any, payload: Any) -> Any:
    try:
        return way(payload)
    except MappingProblem as problem:
        return str(problem)


@lawful(200)
@given(st.dictionaries(st.sampled_from(PATHS), VALUES))
def test_the_fast_form_means_the_same(payload: dict[str, Any]) -> None:
    when = MAPPING._when
    slow = outcome(lambda one: interpret(one, tuple(MAPPING.parts.values()), when, parse_path("gone")), payload)
    assert outcome(MAPPING.map, payload) == slow


BACK = compile_text(
    """
mapping: 1
connector: x
stream: y
parts:
  person:
    fields:
      family_name: a.sei
      given_name: a.mei
      kana: {from: yomi, with: person_kana}
      address: {from: b.c.line, with: address_line}
      postal_code: {from: b.zip, with: postal_digits}
      phone: {from: b.c.tel, with: phone}
      sex: {from: sex, values: {m: male, "1": male, f: female}}
      newsletter: {from: news, values: {"on": true, "off": false}}
      birthday: {from: born, with: era_date}
      tags: {from: tags, values: {vip: 重点, new: 新規}}
      hobbies: {from: hobbies, with: tags}
      key_person: {from: key, with: yes_no_ja, write: fill-blank}
      rank: {const: x}
      notes: {from: notes, write: never}
""",
    "back.yaml",
    CanonicalSchema(),
)
TEXTS = st.sampled_from(["山田", " x ", "+81312345678", "100-0005", "male", "1990-02-03", "東京都", "", "重点"])
LISTS = st.lists(st.sampled_from(["重点", "新規", "y"]), max_size=2)
SAID = TEXTS | st.none() | st.booleans() | st.integers(0, 2) | LISTS
FIELDS = sorted(BACK.schema.fields("person"))
WHOLES = {"name": TEXTS, "kana": TEXTS}
DOCS = st.fixed_dictionaries({}, optional={**dict.fromkeys(FIELDS, SAID), **WHOLES})


@lawful(400)
@given(DOCS, st.lists(st.sampled_from(FIELDS)))
def test_the_fast_way_back_means_the_same(doc: dict[str, Any], fields: list[str]) -> None:
    slow = outcome(lambda one: unmap_part(BACK.parts["person"], complete(one), fields), doc)
    assert outcome(lambda one: BACK.unmap("person", one, fields), doc) == slow


@lawful(120)
@given(st.dictionaries(st.sampled_from(PATHS), VALUES))
def test_blanks_are_never_what_the_record_says(payload: dict[str, Any]) -> None:
    mapped = outcome(MAPPING.map, payload)
    if not isinstance(mapped, str):
        for part, fields in MAPPING.blanks(payload).items():
            assert not fields & set(mapped.parts[part])


@lawful(120)
@given(st.dictionaries(st.sampled_from(PATHS), VALUES))
def test_what_is_said_is_never_blank(payload: dict[str, Any]) -> None:
    mapped = outcome(MAPPING.map, payload)
    if not isinstance(mapped, str):
        for doc in mapped.parts.values():
            assert all(value not in (None, "", [], {}) for value in doc.values())
