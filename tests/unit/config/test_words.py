"""Durations, schedules and quiet hours in words."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config.words import parse_duration, parse_quiet_hours, parse_timing


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


def test_an_interval_is_a_schedule() -> None:
    assert parse_timing("every 15m").every == timedelta(minutes=15)


@pytest.mark.parametrize("text", ["*/15 8-20 * * mon-fri", "0 9 1 jan,jul *", "5,35 * * * *", "0 3 * * SUN"])
def test_five_cron_fields_are_a_schedule(text: str) -> None:
    assert parse_timing(text).cron == text.lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("15m", "is no schedule"),
        ("every now", "is no duration"),
        ("every 1s", "too often"),
        ("* * * *", "is no schedule"),
        ("60 * * * *", "minute that cron does not know"),
        ("* 20-8 * * *", "hour that cron does not know"),
        ("* * * * 1-5", "name weekdays"),
        ("*/0 * * * *", "minute"),
        ("* * 1-2-3 * *", "day"),
    ],
)
def test_a_wrong_schedule_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_timing(text)


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


@pytest.mark.parametrize("text", ["22:00", "25:00-07:00", "night", "22:00-22:00"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"are no hours|same time"):
        parse_quiet_hours(text)
