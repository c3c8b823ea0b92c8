"""Find out when a mail was sent: its Date where that can be true, else when it was received."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz

from connectors.email.charsets import decode

_COMMENT = re.compile(r"\([^()]*\)")
_ZONE = re.compile(r"[+-]\d{4}\b")
_NAMED = re.compile(r"\b(GMT|UTC?|Z|[ECMP][SD]T)\b")
_JST = timezone(timedelta(hours=9))
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_MAX_LEAD = timedelta(days=2)


def read_date(text: str) -> datetime | None:
    """An RFC 5322 date in UTC, or None. A date without a zone is read as Japan's; old programs leave it out."""
    bare = _COMMENT.sub(" ", text[:200])
    zone = _ZONE.search(bare)
    try:
        parts = parsedate_tz(f"{bare[: zone.start()]} {zone[0]}" if zone else bare)
        if parts is None:
            return None
        # The standard parser takes an unknown zone, and a missing one, for UTC.
        known = zone is not None or _NAMED.search(bare) is not None
        offset = timezone(timedelta(seconds=parts[9] or 0)) if known else _JST
        moment = datetime(*parts[:6], tzinfo=offset).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if _EARLIEST <= moment < _LATEST else None


def japanese_day(moment: datetime) -> date:
    """The day in Japan, which is the one that people mean: there it begins nine hours before that of UTC."""
    return moment.astimezone(_JST).date()


def sent_at(said_date: bytes, received: Sequence[bytes], stored_at: datetime | None) -> datetime | None:
    """When the mail was sent. `received` are its Received fields, the newest first; `stored_at` its mailbox's time.

    A Date that lies days after the mail arrived is the sender's wrong clock: believed, it would stay newest for ever.
    """
    said = read_date(decode(said_date[:200]))
    stamps = (read_date(decode(field[-200:]).rpartition(";")[2]) for field in received[:50])
    arrived = next((stamp for stamp in stamps if stamp is not None), None)
    if said is not None and (arrived is None or said <= arrived + _MAX_LEAD):
        return said
    return arrived or stored_at
