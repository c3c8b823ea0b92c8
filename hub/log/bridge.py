"""Leads what libraries say through the standard library's logging into our log, from `warning` on.

Below that they tell of each request with its address, and addresses can hold personal values.
"""

from __future__ import annotations

import logging

from hub.log.writer import LogWriter


class LibraryHandler(logging.Handler):
    """Turns a record of the standard library into an event."""

    def __init__(self, writer: LogWriter) -> None:
        super().__init__(logging.WARNING)
        self._writer = writer

    def emit(self, record: logging.LogRecord) -> None:
        data = {"library": record.name, "reason": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            data["error"] = f"{type(error).__name__}: {error}"
            data["where"] = _where(error)
        level = logging.ERROR if record.levelno >= logging.ERROR else logging.WARNING
        self._writer.write(level, "library_failed" if level == logging.ERROR else "library_warned", data)


def _where(error: BaseException) -> str:
    """File and line where the error was raised; frames are not shown, because their lines quote values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else ""


def lead_libraries_to(writer: LogWriter) -> None:
    """Take the place of an earlier bridge on the root logger."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, LibraryHandler)]:
        root.removeHandler(handler)
    root.addHandler(LibraryHandler(writer))
