"""Payloads are decoded strictly, and what cannot be read is refused in words without a value of it."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sync.payloads import UnreadableError, decode_payload, keys_repeat, refuse_repeated_keys

KEYS = st.text(alphabet='ab"\\:名 ', max_size=3)
OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


def test_a_number_keeps_every_digit() -> None:
    assert decode_payload(b'{"price": 0.10000000000000000001}') == {"price": Decimal("0.10000000000000000001")}


def test_a_backslash_before_zeros_is_no_nul() -> None:
    assert decode_payload(rb'{"path": "C:\\u0000"}') == {"path": "C:\\u0000"}


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_named(word: str) -> None:
    with pytest.raises(UnreadableError, match=f"{word.lstrip('-')} is no number in JSON"):
        decode_payload(b'{"price": %s}' % word.encode())


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b'{"name": "\x8e\x52"}', "not UTF-8"),
        (b'{"name": "Himitsu', "not valid JSON"),
        (b'["Himitsu"]', "not a JSON object"),
        (rb'{"name": "Himitsu\u0000"}', "NUL character"),
        (rb'{"name": "Himitsu\\\u0000"}', "NUL character"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_refused_without_its_values(payload: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as refused:
        decode_payload(payload)
    assert "Himitsu" not in str(refused.value)


@pytest.mark.parametrize("payload", [b'{"mail":"a","mail":"b"}', b'{"x":[{"mail" : 1,"y":2,"mail":1}]}'])
def test_a_key_that_stands_twice_is_named(payload: bytes) -> None:
    with pytest.raises(UnreadableError, match="'mail' twice"):
        refuse_repeated_keys(payload)


@given(OBJECTS)
def test_what_was_written_from_a_dict_is_never_refused(value: object) -> None:
    refuse_repeated_keys(msgspec.json.encode({"value": value}))


@given(st.integers(1, 2000))
def test_a_system_that_repeats_a_key_in_every_record_is_noticed_in_any_page(size: int) -> None:
    assert keys_repeat([b'{"a":1,"a":2}'] * size)
    assert not keys_repeat([b'{"a":1,"b":2}'] * size)


@given(st.integers(1, 9), st.data())
def test_in_a_small_page_a_single_record_is_noticed(size: int, data: st.DataObject) -> None:
    page = [b'{"a":1}'] * size
    page[data.draw(st.integers(0, size - 1))] = b'{"a":1,"a":2}'
    assert keys_repeat(page)
