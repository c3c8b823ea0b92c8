from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.dates import parse_day, parse_moment
from hub.normalize.eras import ERAS, GREGORIAN_SINCE, era_text


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01",
        "2024/5/1",
        "2024.5.1",
        "20240501",
        "2024年5月1日",
        "2024年 5月 1日",
        "２０２４年５月１日（水）",
        "2024年5月1日 水曜日",
        "令和6年5月1日",
        "令和６年５月１日",
        "㋿6年5月1日",
        "R6.5.1",
        "r6/5/1",
        "R06-05-01",
        "令6.5.1",
        "2024-05-01T09:00:00+09:00",
        "2024-04-30T15:00:00Z",
        "2024/5/1 0:00:00",
        "2024/5/1 午後3時5分",
    ],
)
def test_a_day_is_read_in_any_spelling(text: str) -> None:
    assert parse_day(text) == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S60.4.1", date(1985, 4, 1)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("M6.1.1", date(1873, 1, 1)),
    ],
)
def test_a_day_of_an_era_is_read_to_its_last(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("不明", "this is no date; expected such as"),
        ("24/5/1", "two digits is ambiguous"),
        ("5/1/2024", "with the year last"),
        ("01.05.2024", "with the year last"),
        ("2024-02-30", "the calendar has no day"),
        ("20241301", "the calendar has no day"),
        ("2024年5月", "without its day"),
        ("令和6年5月", "without its day"),
        ("令和元年4月30日", "令和 began on 2019-05-01"),
        ("平成32年1月1日", "平成 ended on 2019-04-30.*令和2年1月1日 is meant"),
        ("昭和64年1月8日", "平成元年1月8日 is meant"),
        ("明治5年1月1日", "another calendar"),
        ("2024-05-01 later", "no time of day"),
        ("2024-05-01 25:00", "hour must be in"),
        ("2024-05-011", "no time of day"),
        ("45413", "this is no date"),
    ],
)
def test_a_date_that_is_ambiguous_or_impossible_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-01", datetime(2024, 4, 30, 15, tzinfo=UTC)),
        ("2024/5/1 9:05", datetime(2024, 5, 1, 0, 5, tzinfo=UTC)),
        ("2024-05-01T09:00:00+09:00", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024-05-01T00:00:00.25Z", datetime(2024, 5, 1, 0, 0, 0, 250000, tzinfo=UTC)),
        ("2024-05-01T00:00:00-0500", datetime(2024, 5, 1, 5, tzinfo=UTC)),
        ("2024-05-01 00:00:00 JST", datetime(2024, 4, 30, 15, tzinfo=UTC)),
        ("令和6年5月1日 午後3時5分", datetime(2024, 5, 1, 6, 5, tzinfo=UTC)),
        ("2024-05-01 午前12時30分", datetime(2024, 4, 30, 15, 30, tzinfo=UTC)),
        ("2024-05-01 9:00 PM", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ("2024-05-01 9時", datetime(2024, 5, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_without_an_offset_is_one_in_japan(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment


def test_a_moment_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(ValueError, match="no such moment"):
        parse_moment("2024-02-30T00:00:00Z")
    with pytest.raises(ValueError, match="hour must be in"):
        parse_moment("2024-02-28 24:30")


def test_a_moment_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="before the year 1"):
        parse_moment("0001-01-01T00:00:00+09:00")


@given(st.dates(min_value=GREGORIAN_SINCE, max_value=date(2100, 12, 31)))
def test_a_day_written_in_its_era_is_read_back(day: date) -> None:
    assert parse_day(era_text(day)) == day


@given(st.dates())
def test_a_western_day_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == parse_day(day.isoformat().replace("-", "/")) == day


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.times(timezones=st.just(UTC)))
def test_an_iso_moment_is_read_back(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock)
    assert parse_moment(moment.isoformat()) == moment


@given(st.text(max_size=14))
def test_any_text_is_a_day_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert parse_day(text) >= date.min


def test_eras_follow_each_other_without_a_gap() -> None:
    for later, earlier in pairwise(ERAS):
        assert earlier.ended_on is not None
        assert 0 <= (later.began_on - earlier.ended_on).days <= 1


def test_a_day_before_the_gregorian_calendar_has_no_era_text() -> None:
    with pytest.raises(ValueError, match="before 1873"):
        era_text(date(1872, 12, 31))
