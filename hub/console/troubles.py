"""Why there is no page, as errors that the frame turns into pages: each says what happened and what to do."""

from __future__ import annotations

from typing import Any, Literal

Code = Literal[
    "not_found",
    "role",
    "form",
    "form_type",
    "form_size",
    "form_fields",
    "method",
    "token",
    "scope",
    "often",
    "json",
    "parameters",
    "match_decided",
]


class TroubleError(Exception):
    """The answer is the status and the page of this code."""

    def __init__(self, status: int, code: Code, **data: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.data = status, code, data


class SignInNeededError(Exception):
    """Nobody is signed in; `back` is where they wanted to go."""

    def __init__(self, back: str) -> None:
        super().__init__("nobody is signed in")
        self.back = back


class FactorNeededError(Exception):
    """The user's role asks for a second factor, and they have none yet."""
