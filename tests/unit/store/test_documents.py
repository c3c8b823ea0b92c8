"""Documents and moments have one spelling each, so that text can be compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.store.documents import canonical
from hub.store.times import moment_of, utc_text, utc_text_of

documents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    lambda seconds, micros, zone: (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(0, seconds, micros)).astimezone(zone),
    st.integers(-(2**31), 2**32),
    st.integers(0, 999_999),
    zones,
)


@given(st.dictionaries(st.text(max_size=3), documents, max_size=5))
def test_a_document_keeps_its_meaning_and_has_one_spelling(doc: dict[str, Any]) -> None:
    backwards = dict(reversed(doc.items()))
    one, other = canonical(msgspec.json.encode(doc).decode()), canonical(msgspec.json.encode(backwards).decode())
    assert one == other
    assert one is not None
    assert msgspec.json.decode(one) == doc


def test_no_document_is_no_document() -> None:
    assert canonical(None) is None


@given(moments, moments)
def test_the_order_of_texts_is_the_order_of_moments(one: datetime, other: datetime) -> None:
    if abs(one - other) >= timedelta(milliseconds=1):
        assert (utc_text(one) < utc_text(other)) == (one < other)


@given(moments)
def test_a_moment_comes_back_to_the_millisecond(moment: datetime) -> None:
    text = utc_text(moment)
    assert len(text) == len("2024-05-01T09:00:00.000Z")
    assert timedelta() <= moment - moment_of(text) < timedelta(milliseconds=1)


@given(moments)
def test_iso_texts_of_any_zone_become_the_same_text(moment: datetime) -> None:
    assert utc_text_of(moment.isoformat()) == utc_text(moment) == utc_text_of(utc_text(moment))
    assert utc_text_of(moment.astimezone(UTC).isoformat()) == utc_text(moment)
