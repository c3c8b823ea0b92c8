"""Writes events to one stream; an event below the level costs a look-up and nothing more.

Invariant: an event is one line, and a log that cannot be written never stops a run.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, TextIO

import orjson
import structlog
from structlog.typing import EventDict, FilteringBoundLogger

from hub.log.levels import level_of
from hub.log.privacy import without_people
from hub.log.words import in_words

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["auto", "text", "json"]

_LEVELS: dict[str, int] = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error")}


class LogWriter:
    """One configured way of writing; call it with an event and its data."""

    def __init__(self, level: Level, style: Format, personal_values: bool, stream: TextIO) -> None:
        is_terminal = stream.isatty()
        in_text = style == "text" or (style == "auto" and is_terminal)
        processors: list[Any] = [structlog.processors.add_log_level]
        if not personal_values:
            processors.append(_without_people)
        processors.append(structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"))
        processors.append(_words(is_terminal and "NO_COLOR" not in os.environ) if in_text else _json)
        logger: FilteringBoundLogger = structlog.wrap_logger(
            structlog.WriteLogger(stream),
            processors=processors,
            wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        ).bind()
        self._write: dict[int, Callable[..., Any]] = {number: getattr(logger, name) for name, number in _LEVELS.items()}

    def __call__(self, event: str, **data: Any) -> None:
        self.write(level_of(event), event, data)

    def write(self, level: int, event: str, data: dict[str, Any]) -> None:
        """Write one event of this level."""
        # A full disk or a closed terminal under the log is no reason to lose the work itself.
        with suppress(OSError):
            self._write[level](event, **data)


def _without_people(_: object, __: str, event: EventDict) -> EventDict:
    return without_people(dict(event))


def _words(is_coloured: bool) -> Callable[[object, str, EventDict], str]:
    return lambda _, __, event: in_words(dict(event), is_coloured)


def _json(_: object, __: str, event: EventDict) -> str:
    line = {"at": event.pop("at"), "level": event.pop("level"), "event": event.pop("event"), **event}
    try:
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:
        # orjson refuses lone surrogates (file names that are not UTF-8) and numbers beyond 64 bits.
        return json.dumps(line, default=str, ensure_ascii=False).encode("utf-8", "replace").decode()
