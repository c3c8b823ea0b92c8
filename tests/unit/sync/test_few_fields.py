"""The law of a few fields: changing them in the text is decoding, changing and encoding all of it."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.sync.few_fields import changed, reader_of

FIELDS = ("phone", "notes", "name", "tags", "places", 'a"b')
TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(['"phone":"1"', '\\"', "\\", '{"phone":"1"}', "1", "東京", ""]))
TABLES = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, TEXTS)), max_size=2)
VALUES = st.one_of(TEXTS, st.integers(), st.booleans(), st.lists(TEXTS, max_size=2), TABLES)
DOCUMENTS = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, VALUES))


@given(DOCUMENTS, st.sets(st.sampled_from(FIELDS)), st.data())
def test_what_is_changed_in_the_text_is_what_encoding_it_all_gives(
    doc: dict[str, Any], fields: set[str], data: st.DataObject
) -> None:
    before = {field: value for field, value in doc.items() if field in fields}
    after = {field: data.draw(VALUES) for field in before}
    made = changed(msgspec.json.encode(doc), before, after)
    assert made in (None, msgspec.json.encode({**doc, **after}))


@given(DOCUMENTS, DOCUMENTS, st.sets(st.sampled_from(FIELDS)))
def test_of_a_document_that_was_another_one_nothing_is_made_that_it_did_not_say(
    doc: dict[str, Any], believed: dict[str, Any], fields: set[str]
) -> None:
    before = {field: value for field, value in believed.items() if field in fields}
    made = changed(msgspec.json.encode(doc), before, dict.fromkeys(before, "new"))
    assert made is None or before.items() <= doc.items()


def test_a_text_is_changed_in_its_place() -> None:
    doc = b'{"name":"\xe4\xbd\x90\xe8\x97\xa4","phone":"1","rank":2}'
    assert changed(doc, {"phone": "1"}, {"phone": "22"}) == doc.replace(b'"1"', b'"22"')


def test_where_the_text_does_not_tell_nothing_is_made() -> None:
    table, plain = b'{"phone":"1","places":[{"phone":"1"}]}', b'{"phone":"1","rank":2}'
    assert changed(table, {"phone": "1"}, {"phone": "2"}) is None
    assert changed(plain, {"rank": 2}, {"rank": 3}) is None
    assert changed(plain, {"phone": "3"}, {"phone": "2"}) is None
    assert changed(plain, {"phone": "1"}, {}) is None
    assert changed(plain.decode(), {"phone": "1"}, {"phone": "2"}) is None


@given(DOCUMENTS, st.sets(st.sampled_from(["phone", "notes", "name"])))
def test_a_reader_of_a_few_fields_reads_them_as_they_are(doc: dict[str, Any], fields: set[str]) -> None:
    assert reader_of(frozenset(fields))(msgspec.json.encode(doc)) == {f: v for f, v in doc.items() if f in fields}
