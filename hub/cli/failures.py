"""What went wrong, in words and as an exit code: what happened, where, and what to do.

Invariant: no error of the hub, of a system or of the disk shows a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from hub.cli.answer import CommandError
from hub.cli.exits import Exit
from hub.cli.words import Say
from hub.config import ConfigError
from hub.mapping.problems import MappingProblem
from hub.model.shown import moment_text
from hub.registry import UnknownConnectorError
from hub.sdk.errors import ConnectorError
from hub.steward.errors import StewardError
from hub.store.errors import StoreError, StoreLockedError
from hub.store.lease import LeaseLostError
from hub.store.lock import LockedError

DEFAULT_ZONE = "Asia/Tokyo"
_JAPAN = ZoneInfo(DEFAULT_ZONE)


@dataclass(frozen=True)
class Failure:
    """The end of a command that could not do its work."""

    exit: Exit
    lines: Sequence[str]
    document: dict[str, Any] = field(default_factory=dict)


def failure_of(error: Exception, say: Say, zone: ZoneInfo = _JAPAN) -> Failure:
    """The words for an error; moments are told in `zone`, and stand in the document as they are stored."""
    if isinstance(error, ConfigError):
        return _config(error, say)
    if isinstance(error, LockedError):
        told = {"store": error.store, "holder": error.holder, "until": error.until}
        return Failure(
            Exit.LOCKED,
            [say("failure.locked", **_local({**told, "holder": say.told(error.holder)}, zone))],
            {"kind": "locked", "what": str(error), **told},
        )
    if isinstance(error, StewardError):
        text = say("failure.steward", what=say(f"refusal.{error.code}", **_local(error.data, zone)))
        facts = {"kind": "steward", "what": str(error), "code": error.code, "data": error.data}
        return Failure(Exit.ERROR, [text], facts)
    for kind, (exit_code, name) in _KINDS.items():
        if isinstance(error, kind):
            return _one(exit_code, name, say(f"failure.{name}", what=error), error)
    if isinstance(error, OSError):
        where = error.filename or ""
        text = say("failure.disk", what=error.strerror or type(error).__name__, where=where)
        return _one(Exit.ERROR, "disk", text, error)
    text = say("failure.unexpected", what=error, kind=type(error).__name__)
    return _one(Exit.ERROR, "unexpected", text, error)


def _local(data: Mapping[str, str | int], zone: ZoneInfo) -> dict[str, str | int]:
    return {name: moment_text(str(value), zone) if name in _MOMENTS else value for name, value in data.items()}


_MOMENTS = ("at", "until")
_KINDS: dict[type[Exception], tuple[Exit, str]] = {
    LeaseLostError: (Exit.LOCKED, "lease"),
    StoreLockedError: (Exit.LOCKED, "store"),
    StoreError: (Exit.ERROR, "store"),
    ConnectorError: (Exit.ERROR, "connection"),
    UnknownConnectorError: (Exit.ERROR, "connector"),
    MappingProblem: (Exit.ERROR, "mapping"),
    CommandError: (Exit.ERROR, "command"),
}


def _one(exit_code: Exit, kind: str, text: str, error: Exception) -> Failure:
    return Failure(exit_code, [text], {"kind": kind, "what": str(error)})


def _config(error: ConfigError, say: Say) -> Failure:
    problems = [{"file": p.file, "line": p.line, "col": p.col, "what": p.what, "hint": p.hint} for p in error.problems]
    lines = [say("failure.config", count=len(problems)), *(say.told(str(problem)) for problem in error.problems)]
    return Failure(Exit.CONFIG, lines, {"kind": "config", "problems": problems})
