"""What the console is given by whoever serves it: worlds to look at and to work in, words, a clock, settings."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hub.config.places import Places
from hub.console.counting import Counting
from hub.console.live import Live
from hub.console.security.attempts import Attempts
from hub.console.security.limits import PER_MINUTE, Limits
from hub.console.security.oidc import Away, Oidc
from hub.console.security.passwords import Passwords
from hub.console.security.waiting import Waiting
from hub.console.words import Engine, Language
from hub.steward.running import RunUnderWay, under_way
from hub.sync.world import World


class Owing(NamedTuple):
    """A user whose password was right, and where they want to go."""

    user_id: int
    name: str
    there: str


Worlds = Callable[[], AbstractContextManager[World]]


@dataclass(frozen=True)
class House:
    """`looking` gives the world to read and to decide in. `working` gives it to whoever plans and writes: alone, so
    that it may wait, or raise `LockedError` where another process is the hub.

    `speak` words what the inner floors say. `next_runs` tells when each job is due; `wake` is
    called after a decision, so that it takes effect at once where there is a schedule. `is_secure`: browsers reach the
    console over TLS only. `requests_per_minute` is what each program may ask of the HTTP API. `second_factor` are
    the roles whose local users must have one; `oidc` is the site at which others sign in. `patience_s` is how long a
    page waits for a count over all bills, `looked_through` how many
    bills, or entries of the audit log, it looks through at a time. `places` tells where the rules are written.
    """

    looking: Worlds
    working: Worlds
    speak: Callable[[Language], Engine]
    now: Callable[[], datetime]
    zone: ZoneInfo
    attempts: Attempts
    log: Callable[..., None]
    passwords: Passwords = field(default_factory=Passwords)
    next_runs: Callable[[], Mapping[str, datetime]] = dict
    wake: Callable[[], None] = lambda: None
    language: Language = "ja"
    silence_after: timedelta | None = None
    is_secure: bool = False
    requests_per_minute: int = PER_MINUTE
    second_factor: Collection[str] = ()
    oidc: Oidc | None = None
    patience_s: float = 0.15
    looked_through: int = 200_000
    places: Places = field(default_factory=Places)

    @cached_property
    def owing(self) -> Waiting[Owing]:
        """Who has given a right password and still owes a code."""
        return Waiting(self.now)

    @cached_property
    def away(self) -> Waiting[Away]:
        """Who was sent to another site to sign in there."""
        return Waiting(self.now)

    @cached_property
    def live(self) -> Live:
        """The runs under way, for everybody who watches them."""

        def look() -> Sequence[RunUnderWay]:
            with self.looking() as world:
                return under_way(world.database)

        return Live(look, time.monotonic)

    @cached_property
    def counting(self) -> Counting:
        """Counts over all bills."""
        return Counting(self.now, self.patience_s)

    @cached_property
    def limits(self) -> Limits:
        """How often each program may ask."""
        return Limits(self.now, self.requests_per_minute)
