"""What went wrong, in words and as an exit code: what happened, where, and what to do.

Invariant: no error of the hub, of a system or of the disk shows a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.cli.answer import CommandError
from hub.cli.exits import Exit
from hub.cli.words import Say
from hub.config import ConfigError
from hub.mapping.problems import MappingProblem
from hub.registry import UnknownConnectorError
from hub.sdk.errors import ConnectorError
from hub.steward.errors import StewardError
from hub.store.database import StoreError, StoreLockedError
from hub.store.lock import LockedError


@dataclass(frozen=True)
class Failure:
    """The end of a command that could not do its work."""

    exit: Exit
    lines: Sequence[str]
    document: dict[str, Any] = field(default_factory=dict)


def failure_of(error: Exception, say: Say) -> Failure:
    """The words for an error."""
    if isinstance(error, ConfigError):
        return _config(error, say)
    for kind, (exit_code, name) in _KINDS.items():
        if isinstance(error, kind):
            return _one(exit_code, name, say(f"failure.{name}", what=error), error)
    if isinstance(error, OSError):
        where = error.filename or ""
        text = say("failure.disk", what=error.strerror or type(error).__name__, where=where)
        return _one(Exit.ERROR, "disk", text, error)
    text = say("failure.unexpected", what=error, kind=type(error).__name__)
    return _one(Exit.ERROR, "unexpected", text, error)


_KINDS: dict[type[Exception], tuple[Exit, str]] = {
    LockedError: (Exit.LOCKED, "locked"),
    StoreLockedError: (Exit.LOCKED, "store"),
    StoreError: (Exit.ERROR, "store"),
    ConnectorError: (Exit.ERROR, "connection"),
    UnknownConnectorError: (Exit.ERROR, "connector"),
    StewardError: (Exit.ERROR, "steward"),
    MappingProblem: (Exit.ERROR, "mapping"),
    CommandError: (Exit.ERROR, "command"),
}


def _one(exit_code: Exit, kind: str, text: str, error: Exception) -> Failure:
    return Failure(exit_code, [text], {"kind": kind, "what": str(error)})


def _config(error: ConfigError, say: Say) -> Failure:
    problems = [{"file": p.file, "line": p.line, "col": p.col, "what": p.what, "hint": p.hint} for p in error.problems]
    lines = [say("failure.config", count=len(problems)), *(str(problem) for problem in error.problems)]
    return Failure(Exit.CONFIG, lines, {"kind": "config", "problems": problems})
