"""The twin's books and tokens as one document, so that a demo can stop and go on where it was.

Invariant: a twin that recalls a document answers like the one that gave it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from connectors.freee.twin.twin import FreeeTwin


class _Memory(msgspec.Struct):
    tables: dict[str, dict[str, dict[str, Any]]]
    archived: set[str]
    last_id: int
    refresh_token: str
    refresh_ends_at: datetime
    access_ends_at: dict[str, datetime]
    refreshes: int
    calls_of_day: dict[str, int]


def remember(twin: FreeeTwin) -> bytes:
    """All that the twin holds, as JSON."""
    books, tokens = twin.books, twin.tokens
    return msgspec.json.encode(
        _Memory(
            twin.tables,
            books.archived,
            books.last_id,
            tokens.refresh_token,
            tokens.refresh_ends_at,
            tokens.access_ends_at,
            tokens.refreshes,
            twin.calls_of_day,
        )
    )


def recall(twin: FreeeTwin, document: bytes) -> None:
    """Put a twin in the place of the one that was remembered; what it held before is gone."""
    memory = msgspec.json.decode(document, type=_Memory)
    for stream, table in twin.tables.items():
        table.clear()
        table.update(memory.tables.get(stream, {}))
    twin.books.archived = memory.archived
    twin.books.last_id = memory.last_id
    twin.tokens.refresh_token = memory.refresh_token
    twin.tokens.refresh_ends_at = memory.refresh_ends_at
    twin.tokens.access_ends_at = memory.access_ends_at
    twin.tokens.refreshes = memory.refreshes
    twin.calls_of_day = memory.calls_of_day
