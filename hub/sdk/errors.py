"""Errors of a connector, grouped by what happens next; a bad record is a result and never an error."""

from __future__ import annotations

import math
from collections.abc import Iterable

LONGEST_WISH_S = 86_400.0
LONGEST_WAIT_S = 3600.0
"""Longer waits than an hour are a server's mistake more often than its wish; asking again hourly harms nobody."""
EVIDENCE_MAX = 2000
"""How many bytes are kept of an answer that nobody understood."""


def believed_wait_s(wished_s: float) -> float:
    """What a system may mean: more than a day is a mistake (milliseconds, an epoch), and is taken for an hour."""
    if math.isnan(wished_s) or wished_s > LONGEST_WISH_S:
        return LONGEST_WAIT_S
    return max(wished_s, 0.0)


class ConnectorError(Exception):
    """The root of the three; the engine catches these and nothing wider."""


class PersonNeededError(ConnectorError):
    """Bad settings, access denied, a lapsed token: the connection pauses and a person is told how to mend it.

    The text says what happened and what to do, with no secret in it.
    """


class ChoiceNeededError(PersonNeededError):
    """A setting has to be written, and `choices` are the words that it may have."""

    def __init__(self, message: str, setting: str, choices: Iterable[str]) -> None:
        super().__init__(message)
        self.setting, self.choices = setting, tuple(choices)


class RetryLaterError(ConnectorError):
    """Rate limited or unavailable: the run stops at its checkpoint and goes on later.

    `wait_s` is what the system asked for, as far as it is believed, None where it did not say. Nothing of the request
    was processed.
    """

    def __init__(self, message: str, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.wait_s = None if wait_s is None else believed_wait_s(wait_s)


class OutcomeUnknownError(RetryLaterError):
    """A request that may have been processed got no answer (timed out, cut off, 500): only a look-up can tell.

    For a pull this is a `RetryLaterError`; a push turns it into results with the outcome `unknown`.
    """


class BrokenContractError(ConnectorError):
    """An answer that we do not understand: the stream stops and the evidence is kept.

    `evidence` is the first part of the answer, at most 2,000 bytes; the log of the run shows its shape. `may_be_done`:
    it says that a write went well, and only a look-up can tell what became of it.
    """

    def __init__(self, message: str, evidence: bytes = b"", *, may_be_done: bool = False) -> None:
        super().__init__(message)
        self.evidence, self.may_be_done = evidence[:EVIDENCE_MAX], may_be_done
