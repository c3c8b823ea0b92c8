"""What goes wrong on the way between a connector and its vendor during one run, as data."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Literal, get_args

from hub.sdk.twin import TwinRequest, TwinResponse

Kind = Literal[
    "unreachable",
    "down",
    "failed",
    "failed after the write",
    "dropped",
    "lost",
    "late",
    "cut",
    "cut unseen",
    "dripping",
    "throttled",
    "punished",
    "page of a person",
    "token lapsed",
    "token refused",
    "file open",
    "file away",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Of = Literal["any", "write", "token"]
WAITS = ("", "3", "40", "0", "-5", "soon", "99999999999", "a date", "a date long past")
_PERSONS_PAGE = "<!doctype html><html><body>ただいまメンテナンス中です</body></html>".encode()


@dataclass(frozen=True)
class Trouble:
    """It befalls `times` requests from the one with the number `at` on, counted among those of a kind.

    `wait` is what a throttling answer says of it; `share` how much of a cut body arrives.
    """

    kind: Kind
    of: Of = "any"
    at: int = 0
    times: int = 1
    wait: str = ""
    share: float = 0.5

    def befalls(self, numbers: dict[str, int]) -> bool:
        """Whether it befalls the request of which these are the numbers.

        Where tokens are given, nobody can tell a refusal without a ground from a true one.
        """
        if self.kind == "token refused" and "token" in numbers:
            return False
        return self.of in numbers and self.at <= numbers[self.of] < self.at + self.times

    def answer(self, now: datetime, connection: str) -> TwinResponse:
        """What a vendor, or something before it, answers without looking at the request."""
        if self.kind == "page of a person":
            return TwinResponse(200, _PERSONS_PAGE, {"content-type": "text/html; charset=utf-8"})
        if self.kind == "token refused":
            return TwinResponse(401, b"{}", {"content-type": "application/json"})
        status = {"down": 503, "failed": 502, "throttled": 429}[self.kind]
        headers = {"content-type": "application/json", **self._waits(now)}
        return TwinResponse(status, b'{"message": "later"}', headers)

    def _waits(self, now: datetime) -> dict[str, str]:
        dates = {"a date": now + timedelta(seconds=20), "a date long past": now - timedelta(days=400)}
        text = format_datetime(dates[self.wait], usegmt=True) if self.wait in dates else self.wait
        return {"retry-after": text} if text else {}


def numbers_of(request: TwinRequest, asked: dict[str, int]) -> dict[str, int]:
    """Count a request in, and tell its number among each of its kinds."""
    is_token = request.path.endswith("/token")
    writes = request.method in ("PUT", "DELETE") or (
        request.method == "POST" and not is_token and not request.path.endswith(("/search", "/batch/read"))
    )
    kinds = ["any"] + ["write"] * writes + ["token"] * is_token
    numbers = {kind: asked.get(kind, 0) for kind in kinds}
    asked.update({kind: number + 1 for kind, number in numbers.items()})
    return numbers


def trouble(chance: random.Random, connection: str) -> Trouble:
    """Any that can befall this connection."""
    if connection in ("sheet", "mail"):
        return Trouble("file open" if connection == "sheet" and chance.randrange(2) else "file away")
    kinds = [kind for kind in KINDS if not kind.startswith("file")]
    kinds = [kind for kind in kinds if connection == "books" or kind not in ("punished", "token lapsed")]
    writers: tuple[Of, ...] = ("any", "write", "write")
    of: Of = chance.choice(writers) if connection != "cards" else "any"
    if connection == "books" and chance.randrange(6) == 0:
        of = "token"
    return Trouble(
        chance.choice(kinds),
        of,
        chance.choice((0, 0, 0, 1, 2, 3)),
        chance.choice((1, 1, 2, 6, 99)),
        chance.choice(WAITS),
        chance.random(),
    )
