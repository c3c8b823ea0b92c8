"""The exit codes, which scripts and schedulers may rely on; where several hold, the gravest is given."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What the exit code of a command says."""

    OK = 0
    ERROR = 1
    CHANGES = 2
    CONFLICTS = 3
    PARTIAL = 4
    CONFIG = 5
    LOCKED = 6
    ELSEWHERE = 7


GRAVEST_FIRST = (
    Exit.LOCKED,
    Exit.CONFIG,
    Exit.ERROR,
    Exit.ELSEWHERE,
    Exit.PARTIAL,
    Exit.CONFLICTS,
    Exit.CHANGES,
    Exit.OK,
)


def gravest(exits: Iterable[Exit]) -> Exit:
    """The one that is told where several hold; OK where none does."""
    return min(exits, key=GRAVEST_FIRST.index, default=Exit.OK)
