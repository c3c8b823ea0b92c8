"""When something is told: at once and once, then again where it has changed or a day has gone by; pure.

Invariant: what is due stays due until it was told, over or not; only what is waited for patiently may pass untold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from hub.steward.attention import Trouble
from hub.store.alerts import AlertRow
from hub.store.times import moment_of, utc_text

AGAIN = timedelta(days=1)
# A system that is down for an hour comes back more often than not.
PATIENCE = timedelta(hours=1)
_FIRST_RETRY, _LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=1)
_DIGEST = "digest "


def followed(
    known: Mapping[str, AlertRow], found: Iterable[Trouble], channel: str, now: datetime
) -> tuple[list[AlertRow], list[AlertRow]]:
    """The rows of a channel that change, and those that go, by what is the trouble now; `known` is by key."""
    present = {trouble.key: trouble for trouble in found}
    changed = [_present(known.get(key), trouble, channel, now) for key, trouble in present.items()]
    absent = [row for key, row in known.items() if key not in present and not key.startswith(_DIGEST)]
    gone = [row for row in absent if _is_past(row, now)]
    over = [row._replace(over_at=row.over_at or utc_text(now)) for row in absent if row not in gone]
    return [row for row in (*changed, *over) if row != known.get(row.key)], gone


def _present(row: AlertRow | None, trouble: Trouble, channel: str, now: datetime) -> AlertRow:
    facts = msgspec.json.encode(trouble).decode()
    first_at = utc_text(now + (PATIENCE if trouble.kind == "unavailable" else timedelta()))
    if row is None:
        return AlertRow(trouble.key, channel, trouble.about, facts, utc_text(now), due_at=first_at)
    if row.over_at is not None:
        row = row._replace(since=utc_text(now), over_at=None)
        due_at = first_at
    else:
        due_at = utc_text(now)
    if row.due_at is not None:
        # Told with what it is by then; its counts change nothing of when.
        return row._replace(about=trouble.about, facts=facts)
    if row.about != trouble.about or _is_old(row, now):
        return row._replace(about=trouble.about, facts=facts, due_at=due_at)
    return row


def _is_old(row: AlertRow, now: datetime) -> bool:
    return row.told_at is None or moment_of(row.told_at) + AGAIN <= now


def _is_past(row: AlertRow, now: datetime) -> bool:
    """Passed before anybody had to be told, or so long ago that it would be told anew."""
    if row.due_at is not None:
        return row.tries == 0 and moment_of(row.due_at) > now
    return _is_old(row, now)


def digest_row(known: Mapping[str, AlertRow], role: str, channel: str, day: date, now: datetime) -> AlertRow | None:
    """The digest of a day, without its counts; None where the role has had it, or is about to."""
    key = f"{_DIGEST}{role}"
    row = known.get(key)
    if row is not None and row.about == day.isoformat():
        return None
    fresh = AlertRow(key, channel, day.isoformat(), "{}", utc_text(now), due_at=utc_text(now))
    # Yesterday's that nobody got is replaced; that the channel fails is known all the same.
    return fresh if row is None else fresh._replace(tries=row.tries, failed_at=row.failed_at, failure=row.failure)


def told(row: AlertRow, now: datetime) -> AlertRow:
    """It has arrived."""
    return row._replace(told_at=utc_text(now), due_at=None, tries=0, failed_at=None, failure=None)


def failed(row: AlertRow, failure: str, now: datetime) -> AlertRow:
    """It has not, and is tried again, less and less often."""
    wait = min(_FIRST_RETRY * 2 ** min(row.tries, 10), _LONGEST_RETRY)
    first = row.failed_at or utc_text(now)
    return row._replace(tries=row.tries + 1, due_at=utc_text(now + wait), failed_at=first, failure=failure)


def is_due(row: AlertRow, now: datetime) -> bool:
    """Whether it is to be sent now."""
    return row.due_at is not None and moment_of(row.due_at) <= now


def is_digest(row: AlertRow) -> bool:
    """Whether it tells a role what there is to do."""
    return row.key.startswith(_DIGEST)


def role_of(row: AlertRow) -> str:
    """Whose digest it is."""
    return row.key.removeprefix(_DIGEST)
