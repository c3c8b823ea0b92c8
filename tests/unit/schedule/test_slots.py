"""Slots follow a plan, keep out of quiet hours, and one makes up for all that were missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.config.timing import parse_trigger
from hub.config.words import parse_quiet_hours
from hub.schedule import JobPlan
from hub.schedule.slots import after_quiet, alarm_at, first_slot, next_slot, slot_after

TOKYO = ZoneInfo("Asia/Tokyo")
NIGHT = parse_quiet_hours("22:00-07:00")
TRIGGERS = ["every 15m", "every 7h", "*/15 8-20 * * mon-fri", "0 9 1 * *", "30 23 * * sun"]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of April 2026; the first is a Wednesday."""
    return datetime(2026, 4, day, hour, minute, tzinfo=TOKYO).astimezone(UTC)


def plan(text: str | None = "every 15m", *, quiet: bool = False, **options: str) -> JobPlan:
    trigger = parse_trigger(text) if text else None
    return JobPlan("freee", "pull", trigger, quiet=NIGHT if quiet else None, **options)  # type: ignore[arg-type]


@given(st.sampled_from(TRIGGERS), MOMENTS, MOMENTS)
def test_a_slot_is_always_later_than_its_moment(text: str, anchor: datetime, moment: datetime) -> None:
    assert slot_after(parse_trigger(text), anchor, moment, TOKYO) > moment


@given(st.sampled_from(TRIGGERS), MOMENTS)
def test_no_slot_lies_between_a_moment_and_its_next_slot(text: str, moment: datetime) -> None:
    trigger = parse_trigger(text)
    following = slot_after(trigger, moment, moment, TOKYO)
    between = moment + (following - moment) / 2
    assert slot_after(trigger, moment, between, TOKYO) == following


@given(st.sampled_from(TRIGGERS), MOMENTS, MOMENTS)
def test_no_slot_is_quiet(text: str, anchor: datetime, now: datetime) -> None:
    slot = next_slot(plan(text, quiet=True), anchor, now, TOKYO)
    assert slot is not None
    assert not NIGHT.hold(slot.at.astimezone(TOKYO).time())


@pytest.mark.parametrize(
    ("moment", "open_at"),
    [
        (tokyo(1, 21, 59), tokyo(1, 21, 59)),
        (tokyo(1, 22), tokyo(2, 7)),
        (tokyo(2, 0), tokyo(2, 7)),
        (tokyo(2, 6, 59), tokyo(2, 7)),
        (tokyo(2, 7), tokyo(2, 7)),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(moment: datetime, open_at: datetime) -> None:
    assert after_quiet(moment, NIGHT, TOKYO) == open_at


def test_quiet_hours_of_one_day_end_on_it() -> None:
    assert after_quiet(tokyo(1, 12, 30), parse_quiet_hours("12:00-13:00"), TOKYO) == tokyo(1, 13)


def test_a_slot_that_quiet_hours_moved_tells_where_it_stood() -> None:
    slot = next_slot(plan(quiet=True), tokyo(1, 21, 45), tokyo(1, 21, 50), TOKYO)
    assert slot is not None
    assert (slot.instead_of, slot.at) == (tokyo(1, 22), tokyo(2, 7))


def test_cron_counts_in_the_time_zone_of_the_configuration() -> None:
    slot = next_slot(plan("0 9 * * mon-fri"), tokyo(3, 9), tokyo(3, 9), TOKYO)
    assert slot is not None
    assert slot.at == tokyo(6, 9)


def test_an_hour_that_summer_time_leaves_out_loses_no_day() -> None:
    berlin, spring = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 28, 12, tzinfo=UTC)
    first = slot_after(parse_trigger("30 2 * * *"), spring, spring, berlin)
    second = slot_after(parse_trigger("30 2 * * *"), first, first, berlin)
    assert first < datetime(2026, 3, 29, 3, tzinfo=UTC)
    assert second == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_an_interval_keeps_its_beat_after_a_long_run() -> None:
    slot = next_slot(plan(), tokyo(1, 9), tokyo(1, 9, 40), TOKYO)
    assert slot is not None
    assert slot.at == tokyo(1, 9, 45)


def test_a_connection_that_never_ran_is_read_at_once() -> None:
    slot = first_slot(plan(), None, tokyo(1, 9), TOKYO)
    assert slot is not None
    assert slot.at == tokyo(1, 9)


def test_a_connection_with_an_hour_waits_for_it_even_the_first_time() -> None:
    slot = first_slot(plan("0 12 * * *"), None, tokyo(1, 9), TOKYO)
    assert slot is not None
    assert slot.at == tokyo(1, 12)


def test_three_days_of_downtime_are_caught_up_now_and_once() -> None:
    slot = first_slot(plan(), tokyo(1, 9), tokyo(4, 9, 5), TOKYO)
    assert slot is not None
    assert (slot.at, slot.missed) == (tokyo(4, 9, 5), tokyo(1, 9, 15))
    following = next_slot(plan(), slot.at, slot.at, TOKYO)
    assert following is not None
    assert following.at == tokyo(4, 9, 20)


def test_downtime_may_be_skipped() -> None:
    slot = first_slot(plan("0 12 * * *", catch_up="skip"), tokyo(1, 12), tokyo(4, 13), TOKYO)
    assert slot is not None
    assert (slot.at, slot.missed) == (tokyo(5, 12), None)


def test_a_restart_between_two_slots_catches_up_nothing() -> None:
    slot = first_slot(plan(), tokyo(1, 9), tokyo(1, 9, 5), TOKYO)
    assert slot is not None
    assert (slot.at, slot.missed) == (tokyo(1, 9, 15), None)


def test_a_restart_in_the_night_waits_for_the_morning() -> None:
    slot = first_slot(plan(quiet=True), tokyo(1, 21, 45), tokyo(2, 2), TOKYO)
    assert slot is not None
    assert slot.at == tokyo(2, 7)


def test_a_clock_that_was_set_back_does_not_stop_a_connection() -> None:
    slot = first_slot(plan(), tokyo(30, 9), tokyo(1, 9), TOKYO)
    assert slot is not None
    assert slot.at <= tokyo(1, 9, 15)


def test_a_job_on_demand_has_no_slots() -> None:
    assert first_slot(plan(None), tokyo(1, 9), tokyo(4, 9), TOKYO) is None


def test_silence_is_counted_from_the_last_success() -> None:
    assert alarm_at(plan(), tokyo(1, 9), timedelta(hours=2), TOKYO) == tokyo(1, 11)


def test_a_week_end_without_slots_is_no_silence() -> None:
    office = plan("*/15 8-20 * * mon-fri")
    assert alarm_at(office, tokyo(3, 20, 45), timedelta(hours=2), TOKYO) > tokyo(6, 8)
