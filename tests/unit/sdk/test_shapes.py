"""The shape of an answer shows what a developer has to know of it, and nothing of anybody."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk.shapes import shape_of

VALUES = st.recursive(
    st.text(alphabet='山田太郎秘@:"\\{}[], \n0', min_size=1).map(lambda text: f"秘{text}"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name_1", "会社"]), inner),
)


@pytest.mark.parametrize(
    ("answer", "shape"),
    [
        (
            '{"partners": [{"id": 101, "name": "山田商事", "is_open": true}]}',
            '{"partners":[{"id":0,"name":"…","is_open":true}]}',
        ),
        ('{"partners": [{"name": "山田', '{"partners":[{"name":"…"'),
        ('{"name": "a \\"quoted\\": word", "at": -1.5e3}', '{"name":"…","at":0}'),
        ('{"yamada@example.jp": 1, "090-1111-2222": 2, "山田 太郎": 3}', '{"…":0,"…":0,"…":0}'),
        ("Service Unavailable: 山田", "……:…"),
        (
            "\ufeff<!DOCTYPE html><html><head><title>Sign in\n</title></head><body><h1>Sign <b>in</b></h1>山田",
            "Sign in",
        ),
        ("<?xml version='1.0'?><Error><Code>AccessDenied</Code><Code>山田</Code></Error>", "<Error> <Code>"),
        ("", ""),
    ],
)
def test_names_stay_and_values_are_told_by_their_kinds(answer: str, shape: str) -> None:
    assert shape_of(answer.encode()) == shape


def test_bytes_that_are_no_text_have_a_shape() -> None:
    assert shape_of(b'{"name":"\x8e\x52\x93\x63"}') == '{"name":"…"}'


@given(VALUES, st.integers(0, 200))
def test_no_value_is_in_the_shape_wherever_the_answer_was_cut(value: Any, end: int) -> None:
    assert "秘" not in shape_of(msgspec.json.encode({"records": value})[:end])
