"""The level of an event follows from its last word, so that no caller has to choose one."""

from __future__ import annotations

import logging
from functools import cache

_ERRORS = {"failed", "silent"}
_WARNINGS = {
    "absent",
    "held",
    "missed",
    "opened",
    "paused",
    "postponed",
    "quarantined",
    "refused",
    "rejected",
    "stopped",
    "understood",
    "unknown",
    "warned",
}
_DETAILS = {"repeated", "refreshed", "restarted"}


@cache
def level_of(event: str) -> int:
    """A number of the standard library: `conflict_opened` is a warning, `run_finished` is information."""
    word = event.rpartition("_")[2]
    if word in _ERRORS:
        return logging.ERROR
    if word in _WARNINGS:
        return logging.WARNING
    return logging.DEBUG if word in _DETAILS else logging.INFO
