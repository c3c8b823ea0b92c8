"""Durations and quiet hours in words."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config.words import QuietHours, parse_duration, parse_quiet_hours


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("15m", 900),
        ("2h", 7200),
        ("1d", 86400),
        ("1h30m", 5400),
        ("0.5h", 1800),
        ("15分", 900),
        ("2時間", 7200),
    ],
)
def test_a_duration_is_read_in_words(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "15x", "15m later", "-5m"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write 30s, 15m, 2h or 1d"):
        parse_duration(text)


def test_quiet_hours_go_over_midnight() -> None:
    hours = parse_quiet_hours("22:00-07:00")
    assert [hours.hold(time(hour)) for hour in (21, 22, 3, 7)] == [False, True, True, False]


@given(st.times(), st.times(), st.times())
def test_swapped_hours_are_the_other_hours(begins: time, ends: time, moment: time) -> None:
    begins, ends = begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    if begins != ends:
        quiet = parse_quiet_hours(f"{begins:%H:%M}-{ends:%H:%M}")
        loud = parse_quiet_hours(f"{ends:%H:%M}-{begins:%H:%M}")
        assert quiet.hold(moment) != loud.hold(moment)


def test_the_dash_between_quiet_hours_may_be_any() -> None:
    assert parse_quiet_hours("22:00 〜 7:00") == QuietHours(time(22), time(7))


@pytest.mark.parametrize("text", ["", "22-7", "22:00", "25:00-07:00", "night", "22:00-22:00"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"are no hours|same time"):
        parse_quiet_hours(text)
