"""Moments as UTC text of one width, `2024-05-01T09:00:00.000Z`, so that text order is time order in every database."""

from __future__ import annotations

from datetime import UTC, datetime

_WIDTH = len("2024-05-01T09:00:00.000Z")


def utc_text(moment: datetime) -> str:
    """The text of an aware moment, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def utc_text_of(iso: str) -> str:
    """The same for aware ISO text as mappings give it; text that is right already costs nothing."""
    if len(iso) == _WIDTH and iso[-1] == "Z":
        return iso
    return utc_text(datetime.fromisoformat(iso))


def moment_of(text: str) -> datetime:
    """The aware moment that `utc_text` wrote."""
    return datetime.fromisoformat(text)
