from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sdk.manifest import Granularity
from hub.store.times import moment_of, utc_text
from hub.sync.cut_dates import last_moment

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["Asia/Tokyo", "UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York"])


@pytest.mark.parametrize(
    ("told", "granularity", "until"),
    [
        ("2026-05-01T09:30:12.345Z", "second", "2026-05-01T09:30:12.345Z"),
        ("2026-05-01T09:30:12.000Z", "second", "2026-05-01T09:30:12.999Z"),
        ("2026-05-01T09:30:00.000Z", "second", "2026-05-01T09:30:00.999Z"),
        ("2026-05-01T09:30:12.000Z", "minute", "2026-05-01T09:31:11.999Z"),
        ("2026-05-01T09:30:00.000Z", "minute", "2026-05-01T09:30:59.999Z"),
        ("2026-04-30T15:00:00.000Z", "second", "2026-05-01T14:59:59.999Z"),
        ("2026-04-30T18:30:12.345Z", "day", "2026-05-01T14:59:59.999Z"),
    ],
)
def test_a_cut_date_may_be_of_any_moment_of_its_span(told: str, granularity: Granularity, until: str) -> None:
    assert last_moment(told, granularity, "Asia/Tokyo") == until


@given(MOMENTS, st.sampled_from(["exact", "second", "minute", "day", "none"]), ZONES)
def test_a_span_holds_its_date_and_is_no_longer_than_a_day(
    moment: datetime, granularity: Granularity, zone: str
) -> None:
    told = utc_text(moment.replace(microsecond=0))
    span = moment_of(last_moment(told, granularity, zone)) - moment_of(told)
    assert timedelta(0) <= span < timedelta(hours=25)
