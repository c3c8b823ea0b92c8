"""Log events are past-tense names with data: words on a terminal, JSON lines otherwise, never a personal value.

Invariant: what stands under `personal` is written only where the configuration asks for it.
"""

from __future__ import annotations

import sys
from typing import Any, TextIO

from hub.log.bridge import lead_libraries_to
from hub.log.writer import Format, Level, LogWriter

_writers: list[LogWriter] = []


def setup(
    level: Level = "info",
    format: Format = "auto",  # noqa: A002 - as the setting is called
    personal_values: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Say how `log` writes from now on; messages of libraries from `warning` on take the same way."""
    writer = LogWriter(level, format, personal_values, stream or sys.stderr)
    _writers[:] = [writer]
    lead_libraries_to(writer)


def log(event: str, **data: Any) -> None:
    """Write one event; its level follows from its last word (`run_failed` is an error)."""
    if not _writers:
        setup()
    _writers[0](event, **data)


__all__ = ["Format", "Level", "LogWriter", "log", "setup"]
