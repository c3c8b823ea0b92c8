"""Schedules in words are read, or refused with what to write instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config.timing import Cron, Every, parse_trigger
from hub.schedule.slots import slot_after


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
        ("every", "is no duration"),
        ("every day", "is no duration"),
        ("every 15", "is no duration"),
        ("every 5s", "too often"),
        ("every 0m", "too often"),
        ("0 9 * * 1-5", "name weekdays"),
        ("61 9 * * *", "that cron does not know"),
        ("x 9 * * *", "that cron does not know"),
        ("15m", "is no schedule"),
        ("60 * * * *", "minute that cron does not know"),
        ("* 20-8 * * *", "hour that cron does not know"),
        ("* * 1-2-3 * *", "day that cron does not know"),
        ("*/0 * * * *", "minute that cron does not know"),
        ("0 9 30 2 *", "never run"),
        ("0 9 31 feb,apr-jun/2 *", "month that cron does not know"),
        ("0 9 31 feb,jun,nov *", "never run"),
        ("0 9 * * mon-fri/2", "list them instead of stepping"),
    ],
)
def test_what_is_no_schedule_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        parse_trigger(text)


_NUMBERS = [st.integers(0, 59), st.integers(0, 23), st.integers(1, 29), st.integers(1, 12)]
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
def test_every_cron_that_is_read_has_a_next_slot(text: str) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert slot_after(parse_trigger(text), moment, moment, ZoneInfo("UTC")) > moment


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0 9 1 */12 *", "0 9 1 1 *"),
        ("50-59/30,*/20 * * * *", "50,*/20 * * * *"),
        ("5/15,7-7/1 * * * *", "5/15,7 * * * *"),
    ],
)
def test_a_step_beyond_its_range_means_the_first_value(text: str, meant: str) -> None:
    assert parse_trigger(text) == Cron(meant)
