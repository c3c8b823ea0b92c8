"""The same trouble is told once, until it has changed or a day has gone by, and nothing that is due is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hub.alerts.follow import PATIENCE, digest_row, failed, followed, is_due, told
from hub.steward.attention import Trouble
from hub.store.alerts import AlertRow

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PAUSED = Trouble("paused", "freee")


class Channel:
    """One channel on which everything arrives, or nothing does."""

    def __init__(self) -> None:
        self.rows: dict[str, AlertRow] = {}
        self.works = True

    def looks(self, now: datetime, *found: Trouble) -> list[str]:
        """What it tells at this moment."""
        changed, gone = followed(self.rows, found, "ops", now)
        self.rows |= {row.key: row for row in changed}
        for row in gone:
            del self.rows[row.key]
        due = [row for row in self.rows.values() if is_due(row, now)]
        self.rows |= {row.key: told(row, now) if self.works else failed(row, "{}", now) for row in due}
        return [row.key for row in due]


def test_a_trouble_is_told_at_once_and_not_again_the_same_day() -> None:
    channel = Channel()
    told_at = [hour for hour in range(30) if channel.looks(NOON + hour * HOUR, PAUSED)]
    assert told_at == [0, 24]


def test_a_trouble_that_comes_and_goes_is_told_once_a_day() -> None:
    channel = Channel()
    looks = [channel.looks(NOON + n * MINUTE, *([PAUSED] if n % 2 == 0 else [])) for n in range(60)]
    assert sum(map(len, looks)) == 1


def test_a_trouble_that_is_long_past_is_forgotten_and_told_anew_at_once() -> None:
    channel = Channel()
    channel.looks(NOON, PAUSED)
    channel.looks(NOON + HOUR)
    channel.looks(NOON + 30 * HOUR)
    assert channel.rows == {}
    assert channel.looks(NOON + 31 * HOUR, PAUSED) == [PAUSED.key]


def test_ten_times_as_many_conflicts_are_told_again_and_one_more_is_not() -> None:
    channel = Channel()
    told_of = [count for count in range(1, 120) if channel.looks(NOON, Trouble("conflicts", count=count))]
    assert told_of == [1, 10, 100]


def test_a_system_that_comes_back_within_the_hour_is_not_told_of() -> None:
    channel, down = Channel(), Trouble("unavailable", "freee")
    assert channel.looks(NOON, down) == []
    channel.looks(NOON + PATIENCE - MINUTE)
    assert channel.rows == {}
    assert channel.looks(NOON + PATIENCE, down) == []
    assert channel.looks(NOON + 2 * PATIENCE, down) == [down.key]


def test_what_did_not_arrive_is_tried_again_less_and_less_often_also_when_it_is_over() -> None:
    channel = Channel()
    channel.works = False
    tried = [n for n in range(200) if channel.looks(NOON + n * MINUTE, *([PAUSED] if n == 0 else []))]
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert channel.rows[PAUSED.key].failed_at == "2026-04-01T12:00:00.000Z"
    channel.works = True
    assert channel.looks(NOON + 5 * HOUR) == [PAUSED.key]
    assert channel.rows[PAUSED.key].failed_at is None


def test_a_day_has_one_digest_for_a_role_whenever_it_is_looked_for() -> None:
    row = digest_row({}, "steward", "ops", date(2026, 4, 1), NOON)
    assert row is not None
    known = {row.key: row}
    assert digest_row(known, "steward", "ops", date(2026, 4, 1), NOON + HOUR) is None
    assert digest_row(known, "admin", "ops", date(2026, 4, 1), NOON) is not None
    assert digest_row(known, "steward", "ops", date(2026, 4, 2), NOON + 24 * HOUR) is not None


def test_a_digest_is_no_trouble_that_passes() -> None:
    row = digest_row({}, "steward", "ops", date(2026, 4, 1), NOON)
    assert row is not None
    known = {row.key: told(row, NOON)}
    assert followed(known, [], "ops", NOON + 48 * HOUR) == ([], [])
