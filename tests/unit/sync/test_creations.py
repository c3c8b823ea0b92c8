"""A creation of one part says what the comparison with an empty record says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.mapping.compile import CompiledMapping, MappingProblem
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema
from hub.store.golden import GoldenRow
from hub.sync.creations import Creations
from hub.sync.story import PartStory, read_story

HEAD = "mapping: 1\nconnector: x\nstream: y\n"
PEOPLE = """
parts:
  person:
    fields:
      family_name: name.last
      given_name: name.first
      phone: {from: phone, with: phone}
      rank: {from: rank, values: {A: 重点, B: 通常}}
      notes: {from: notes, write: never}
      occupation: {from: job, write: fill-blank}
      sex: {const: unknown}
"""
WORDS = {
    "name": ("山田 太郎",),
    "family_name": ("山田",),
    "given_name": ("太郎",),
    "phone": ("+81312345678",),
    "rank": ("重点",),
    "notes": ("展示会で名刺を交換",),
    "occupation": ("会社員",),
    "sex": ("male",),
    "city": ("千代田区",),
}


def mapping(text: str = PEOPLE) -> CompiledMapping:
    return compile_text(HEAD + text, "m.yaml", CanonicalSchema())


def golden(doc: dict[str, Any], held: str | None = None) -> GoldenRow:
    return GoldenRow(7, "person", msgspec.json.encode(doc).decode(), None, held, 1, None)


@given(st.fixed_dictionaries({}, optional={field: st.sampled_from(words) for field, words in WORDS.items()}))
def test_all_that_may_be_written_is_said_and_told(doc: dict[str, Any]) -> None:
    there = mapping()
    written = {field: doc[field] for field in there.writable_fields("person") if field in doc}
    payload, story = Creations(there).said(golden(doc))
    assert payload == there.unmap("person", doc, list(written))
    assert read_story(story.decode()) == ({"person": PartStory(7, written)} if written else {})


def test_a_document_that_is_written_whole_is_told_whole() -> None:
    doc = {"family_name": "山田", "phone": "+81312345678"}
    payload, story = Creations(mapping()).said(golden(doc))
    assert payload == {"name": {"last": "山田"}, "phone": "03-1234-5678"}
    assert read_story(story.decode()) == {"person": PartStory(7, doc)}


def test_what_the_system_has_no_word_for_is_a_problem() -> None:
    with pytest.raises(MappingProblem, match="rank"):
        Creations(mapping()).said(golden({"rank": "休眠"}))


@pytest.mark.parametrize(
    "parts",
    [
        "parts:\n  person: {fields: {name: n}}\n  employment: {fields: {person: {part: person}, department: d}}\n",
        "parts:\n  person: {fields: {name: n}}\n  company: {fields: {name: c}}\n",
        "parts:\n  employment: {fields: {company: {ref: firms#company, from: firm}, department: d}}\n",
    ],
)
def test_where_several_golden_records_have_a_say_the_whole_is_compared(parts: str) -> None:
    assert not Creations(mapping(parts)).fits(golden({"name": "山田"}))


def test_what_is_held_is_compared() -> None:
    assert Creations(mapping()).fits(golden({"name": "山田"}))
    assert not Creations(mapping()).fits(golden({"name": "山田"}, held="phone"))
