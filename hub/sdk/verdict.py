"""What an answer's status means for us: fine, again after a wait, later, or a person's job.

Only statuses that surely mean "nothing was done" (401, 429) let a write be sent again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from hub.sdk.errors import (
    BrokenContractError,
    ConnectorError,
    OutcomeUnknownError,
    PersonNeededError,
    RetryLaterError,
    believed_wait_s,
)
from hub.sdk.refusal_words import words_of_refusal
from hub.sdk.response import Response

Classify = Callable[[Response], ConnectorError | None]
"""A vendor's own reading of an answer; None leaves it to the usual one."""


@dataclass(frozen=True)
class Verdict:
    """An error, and whether the request may be sent again at once or after `wait_s`."""

    error: ConnectorError
    repeatable: bool = False
    wait_s: float | None = None


def judge(
    response: Response, now: datetime, *, writes: bool, accept: Collection[int], classify: Classify | None
) -> Verdict | None:
    """None where the caller may read the answer."""
    own = classify(response) if classify is not None else None
    if own is not None:
        return _of_own(own)
    status = response.status
    if status < 300 or status == 304 or status in accept:
        return None
    if status == 429:
        return _throttled(response, now)
    if status in {408, 425} or status >= 500:
        return _unavailable(response, now, writes=writes)
    return Verdict(_refused(response))


def _of_own(error: ConnectorError) -> Verdict:
    if isinstance(error, RetryLaterError) and not isinstance(error, OutcomeUnknownError):
        return Verdict(error, repeatable=error.wait_s is not None, wait_s=error.wait_s)
    return Verdict(error)


def _throttled(response: Response, now: datetime) -> Verdict:
    wait_s = retry_after_s(response.headers.get("retry-after"), now)
    error = RetryLaterError(f"{response.asked}: too many requests (429)", wait_s)
    return Verdict(error, repeatable=True, wait_s=wait_s)


def _unavailable(response: Response, now: datetime, *, writes: bool) -> Verdict:
    wait_s = retry_after_s(response.headers.get("retry-after"), now)
    text = f"{response.asked}: the system is unavailable ({response.status})"
    if writes:
        return Verdict(OutcomeUnknownError(text + "; whether it wrote is not known", wait_s))
    return Verdict(RetryLaterError(text, wait_s), repeatable=response.status in {502, 503, 504, 408}, wait_s=wait_s)


def _refused(response: Response) -> ConnectorError:
    match response.status:
        case 401:
            return PersonNeededError(f"{response.asked}: the key or token was refused (401); enter a valid one")
        case 403:
            return PersonNeededError(
                f"{response.asked}: access is denied (403); let the system's admin give this key the permission"
            )
        case 404 | 410:
            return response.broken("says that nothing is there; is `base_url` right?")
        case status if status < 400:
            return BrokenContractError(
                f"{response.asked}: was sent elsewhere ({status}); is `base_url` right?", evidence=response.body
            )
        case _:
            return _unexpected(response)


def _unexpected(response: Response) -> ConnectorError:
    words = words_of_refusal(response.body)
    if words:
        return response.broken(f"is a refusal that was not expected ({words}); if it stays so, report it with the log")
    return response.broken("is a refusal that was not expected; if it stays so, report it with the log")


def retry_after_s(text: str | None, now: datetime) -> float | None:
    """Seconds by a Retry-After header (seconds or an HTTP date), as far as they are believed; None where it says
    nothing.
    """
    if not text:
        return None
    try:
        wait_s = float(text)
    except ValueError:
        try:
            wait_s = (parsedate_to_datetime(text) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    if math.isnan(wait_s):
        return None
    return believed_wait_s(wait_s)
