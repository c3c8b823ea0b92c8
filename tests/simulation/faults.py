"""What goes wrong between the hub and one system during one run, as a connector tells it to the engine."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from hub.sdk.errors import BrokenContractError, OutcomeUnknownError, PersonNeededError, RetryLaterError

Kind = Literal[
    "none",
    "down",
    "unreadable",
    "lapsed",
    "pull cut",
    "pull garbled",
    "emptied",
    "throttled",
    "cut",
    "cut before",
    "lost",
    "answer lost",
    "delayed",
]
# All but the first, which is no trouble.
KINDS: tuple[Kind, ...] = get_args(Kind)[1:]
# What systems ask us to wait: nothing said, seconds, until tomorrow, and the absurd.
WAITS = (None, 0.0, 5.0, 3600.0, 86_400.0, 4e9)


@dataclass(frozen=True)
class Fault:
    """One trouble; `at` is the page or the write at which it begins."""

    kind: Kind = "none"
    at: int = 0
    wait_s: float | None = None

    def on_pull(self, page: int) -> None:
        """Before the first page (0) and after each; raises what a connector would raise."""
        if page == 0 and self.kind in ("down", "unreadable"):
            raise RetryLaterError("out of order", self.wait_s)
        if page == 0 and self.kind == "lapsed":
            raise PersonNeededError("the token has lapsed")
        if page == self.at and self.kind == "pull cut":
            raise OutcomeUnknownError("the line was cut")
        if page == self.at and self.kind == "pull garbled":
            raise BrokenContractError("this is no page", b"<html>")

    def before_write(self, place: int) -> str:
        """What becomes of the request with this place in its batch: `sent`, `lost` or `delayed`."""
        if self.kind == "down":
            raise RetryLaterError("out of order", self.wait_s)
        if self.kind == "lapsed":
            raise PersonNeededError("the token has lapsed")
        if place == self.at and self.kind == "throttled":
            raise RetryLaterError("slow down", self.wait_s)
        if place == self.at and self.kind == "cut before":
            raise OutcomeUnknownError("the line was cut")
        return self.kind if self.kind in ("lost", "delayed") and place >= self.at else "sent"

    def after_write(self, place: int) -> str:
        """What becomes of the answer: `given` or `lost`."""
        if place == self.at and self.kind == "cut":
            raise OutcomeUnknownError("the line was cut")
        return "lost" if self.kind == "answer lost" and place >= self.at else "given"


@dataclass(frozen=True)
class Rival:
    """Somebody who types a value into the very field that the hub's `at`-th update of a run is about to write."""

    at: int
    value: str

    FIELDS: ClassVar[tuple[str, ...]] = ("job", "notes", "rank")


NO_FAULT = Fault()


def fault(chance: random.Random) -> Fault:
    """Any trouble."""
    return Fault(chance.choice(KINDS), chance.randrange(3), chance.choice(WAITS))
