"""Schedules in words are read, or refused with what to write instead."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config.words import parse_timing
from hub.schedule import Cron, Every, Quiet, parse_quiet, parse_trigger


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("every 30s", timedelta(seconds=30)),
        ("every 15m", timedelta(minutes=15)),
        ("Every  1h30m", timedelta(minutes=90)),
        ("every 2 h", timedelta(hours=2)),
        ("every 1d", timedelta(days=1)),
        ("every 15分", timedelta(minutes=15)),
        ("every 1時間30分", timedelta(minutes=90)),
    ],
)
def test_an_interval_is_read(text: str, interval: timedelta) -> None:
    assert parse_trigger(text) == Every(interval)


def test_five_cron_fields_are_read() -> None:
    assert parse_trigger("*/15 8-20 * * MON-FRI") == Cron("*/15 8-20 * * mon-fri")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "is no schedule"),
        ("daily", "is no schedule"),
        ("* * * *", "is no schedule"),
        ("every", "has no duration"),
        ("every day", "has no duration"),
        ("every 15", "has no duration"),
        ("every 5s", "too often"),
        ("every 0m", "too often"),
        ("0 9 * * 1-5", "name them"),
        ("61 9 * * *", "no cron"),
        ("x 9 * * *", "no cron"),
        ("0 9 31 2 *", "never run"),
        ("0 9 * * mon-fri/2", "list them"),
    ],
)
def test_what_is_no_schedule_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        parse_trigger(text)


_NUMBERS = [st.integers(0, 59), st.integers(0, 23), st.integers(1, 28), st.integers(1, 12)]
_FIELDS = [
    st.one_of(
        st.just("*"),
        number.map(str),
        st.integers(1, 12).map(lambda step: f"*/{step}"),
        st.tuples(number, number).map(lambda ends: f"{min(ends)}-{max(ends)}"),
        st.lists(number, min_size=2, max_size=3).map(lambda found: ",".join(map(str, found))),
    )
    for number in _NUMBERS
]
_WEEKDAYS = st.sampled_from(["*", "mon", "mon-fri", "sat,sun", "tue-thu"])


@given(st.tuples(*_FIELDS, _WEEKDAYS).map(" ".join))
def test_every_cron_that_the_configuration_accepts_can_be_scheduled(text: str) -> None:
    assert isinstance(parse_trigger(parse_timing(text).text), Cron)


@pytest.mark.parametrize(
    ("text", "meant"), [("0 9 1 */12 *", "0 9 1 1 *"), ("50-59/30,*/20 * * * *", "50,*/20 * * * *")]
)
def test_a_step_beyond_its_range_means_the_first_value(text: str, meant: str) -> None:
    assert parse_trigger(text) == Cron(meant)


@given(
    st.lists(st.sampled_from(["30s", "15m", "2h", "1d", "1w", "45分", "3時間", "2日", "1.5h"]), min_size=1, max_size=3)
)
def test_every_interval_that_the_configuration_accepts_means_the_same_here(parts: list[str]) -> None:
    text = f"every {' '.join(parts)}"
    assert parse_trigger(text) == Every(parse_timing(text).every or timedelta())


def test_quiet_hours_are_read() -> None:
    assert parse_quiet("22:00-07:00") == parse_quiet("22:00 〜 7:00") == Quiet(time(22), time(7))


@pytest.mark.parametrize("text", ["", "22-7", "25:00-07:00", "22:00", "07:00-07:00"])
def test_what_are_no_hours_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-07:00"):
        parse_quiet(text)


@given(st.times(), st.times(), st.times())
def test_a_time_is_quiet_or_the_reverse_hours_hold_it(begins: time, ends: time, moment: time) -> None:
    if begins != ends:
        assert Quiet(begins, ends).holds(moment) != Quiet(ends, begins).holds(moment)
