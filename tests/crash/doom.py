"""Ways to die: where a process kills itself, or is killed, and how far it may have come by then."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

MOMENTS = (
    "before commit",
    "after commit",
    "page arrived",
    "before look-up",
    "after look-up",
    "before send",
    "after answer",
    "after receipt",
)
"""The names that the hub gives to `Database.reached`."""
IN_THE_SYSTEM = "after send"
"""The request left and was carried out, wholly or in part, but its answer never came."""
STATEMENT = "SQL statement"
TIMER = "timer"
WRITE_CALL = "write system call"
POWER_CUT = "power cut"
"""As a kill at any of the moments, and what was not synchronised is gone, too."""
DISK_FULL = "disk full"
"""From the k-th call on, nothing more can be written; the next hub has room again."""
DISK_FAILED = "disk failed"
"""The k-th call that writes or synchronises fails with an input/output error."""
TRACED = (WRITE_CALL, POWER_CUT, DISK_FULL, DISK_FAILED)
"""Needs strace."""
SESSIONS_ENDED = "sessions ended"
SERVER_STOPPED = "server stopped"
SERVER_WAYS = (SESSIONS_ENDED, SERVER_STOPPED)
"""The database server fails under the hub after some time, and the hub lives on to say so."""
WAYS = (*MOMENTS, IN_THE_SYSTEM, STATEMENT, TIMER)

# How often a hub of the stories meets each thing in a run, about: deaths are drawn from here.
_MEETS = {
    "before commit": 40,
    "after commit": 40,
    "page arrived": 6,
    "before look-up": 2,
    "after look-up": 2,
    "before send": 3,
    "after answer": 5,
    "after receipt": 3,
    IN_THE_SYSTEM: 3,
    STATEMENT: 200,
    WRITE_CALL: 20,
    POWER_CUT: 90,
    DISK_FULL: 20,
    DISK_FAILED: 20,
}
LOOKS_UP = ("before look-up", "after look-up")
LEAVES_UNSETTLED = ("before send", "after answer", IN_THE_SYSTEM)
# How long a run takes, about, on a file and on a server.
_RUN_S, _SERVED_RUN_S = 0.03, 0.2


@dataclass(frozen=True)
class Doom:
    """One death: at the `at`-th time that `way` is met, or after `at` seconds; `part` of a batch is carried out."""

    way: str
    at: float
    part: float = 0.0

    @property
    def is_survived(self) -> bool:
        """Whether it kills no hub, but makes it stop with a word."""
        return self.way in (DISK_FULL, DISK_FAILED, *SERVER_WAYS)

    @property
    def is_timed(self) -> bool:
        """Whether it comes after some seconds."""
        return self.way in (TIMER, *SERVER_WAYS)

    @property
    def is_traced(self) -> bool:
        """Whether strace has to look on."""
        return self.way in TRACED

    def explains(self, words: str) -> bool:
        """Whether a hub that meets this may stop with these words."""
        # A full disk may show as a failed one where SQLite enlarges its index of the write-ahead log.
        signs = {
            DISK_FULL: ("disk is full", "the disk failed"),
            DISK_FAILED: ("the disk failed",),
            **dict.fromkeys(SERVER_WAYS, ("the database server",)),
        }
        return any(sign in words for sign in signs.get(self.way, ()))

    def __str__(self) -> str:
        return f"{self.way} {self.at:g}"


def drawn(chance: random.Random, ways: tuple[str, ...]) -> Doom:
    """A death by one of these ways. Early deaths are more likely, because late ones may find the hub at its end."""
    way = chance.choice(ways)
    if way == TIMER:
        return Doom(way, chance.uniform(0.0, _RUN_S))
    if way in SERVER_WAYS:
        return Doom(way, chance.uniform(0.0, _SERVED_RUN_S))
    latest = chance.randint(1, _MEETS[way])
    return Doom(way, chance.randint(1, latest), chance.random())


class Fate:
    """Counts what this process meets, and kills it at its doom."""

    def __init__(self, doom: Doom | None) -> None:
        self._doom = doom
        self.met: Counter[str] = Counter()

    def meets(self, way: str) -> None:
        """Count one more of these, and of all moments; die where that was the one."""
        if way in MOMENTS:
            self._counts(POWER_CUT)
        self._counts(way)

    def _counts(self, way: str) -> None:
        self.met[way] += 1
        if self._doom is not None and way == self._doom.way and self.met[way] == self._doom.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watches_statements(self) -> None:
        """Count every statement that this process gives to a database from now on."""
        event.listen(Pool, "connect", self._watch)

    def _watch(self, connection: Any, _: object) -> None:
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(lambda statement: self.meets(STATEMENT))
        else:
            connection.cursor_factory = _told(connection.cursor_factory, self)


def _told(cursor: Any, fate: Fate) -> Any:
    """The driver's cursor class, telling of each statement."""

    class Told(cursor):  # type: ignore[misc]
        def execute(self, *words: Any, **options: Any) -> Any:
            fate.meets(STATEMENT)
            return super().execute(*words, **options)

        def executemany(self, *words: Any, **options: Any) -> Any:
            fate.meets(STATEMENT)
            return super().executemany(*words, **options)

    return Told
