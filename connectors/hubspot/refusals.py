"""Reads HubSpot's error bodies: what they mean for a request, and the vendor's reason in words.

Every field of an error body is optional, as HubSpot itself warns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from hub.sdk.bad_json import UNREADABLE
from hub.sdk.errors import ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.response import Response
from hub.sdk.throttle import LimitHeaders
from hub.sdk.verdict import retry_after_s

_EXISTING_ID = re.compile(r"Existing ID:\s*(\d+)")
_WAITS_S = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0}
_LOCKED_S = 2.0
_PASSING = frozenset({"INTERNAL_ERROR", "RATE_LIMITS"})

REFUSALS = (400, 404, 409)
"""The statuses by which HubSpot refuses what a request asks for, and not the request itself."""


class Refusal(msgspec.Struct, frozen=True, rename="camel"):
    """The body of a refused request, or one entry of a batch's `errors`."""

    message: str = ""
    category: str = ""
    policy_name: str = ""
    context: dict[str, list[str]] = {}
    errors: list[dict[str, Any]] = []

    @property
    def words(self) -> str:
        """The reason as a person reads it, with the properties it is about."""
        details = [str(each.get("message", "")) for each in self.errors]
        text = "; ".join(dict.fromkeys(each for each in details if each)) or self.message
        return text or self.category or "HubSpot gave no reason"

    @property
    def existing_id(self) -> str | None:
        """The record that holds the value which must be unique, where the refusal is about that."""
        if self.category not in {"CONFLICT", ""}:
            return None
        named = self.context.get("existingId")
        found = _EXISTING_ID.search(self.message)
        return named[0] if named else found.group(1) if found else None

    @property
    def is_not_found(self) -> bool:
        """Whether it says that a record does not exist."""
        return self.category == "OBJECT_NOT_FOUND"

    @property
    def is_passing(self) -> bool:
        """Whether it is HubSpot's own trouble, and no answer to what was asked for."""
        return self.category in _PASSING

    @property
    def properties(self) -> set[str]:
        """The properties that the refusal is about."""
        return {name for each in self.errors for name in _texts(each.get("context"), "propertyName")}


def _texts(context: object, key: str) -> list[str]:
    listed = context.get(key) if isinstance(context, dict) else None
    return [str(each) for each in listed] if isinstance(listed, list) else []


def refusal_of(response: Response) -> Refusal:
    """The error body; an empty refusal where it is no JSON of that shape."""
    try:
        return msgspec.json.decode(response.body, type=Refusal)
    except UNREADABLE:
        return Refusal()


def own_refusal(response: Response) -> Refusal:
    """The error body of a refused request.

    Raises `BrokenContractError` where the answer is not HubSpot's: a proxy's page must neither make records missing nor
    refuse for good what HubSpot never saw.
    """
    if not _is_hubspots(response):
        raise response.broken("is no answer of HubSpot's; is `base_url` right?")
    return refusal_of(response)


def _is_hubspots(response: Response) -> bool:
    """Of a 404 more is asked, for every server has one of its own."""
    try:
        document = msgspec.json.decode(response.body)
    except UNREADABLE:
        return response.status != 404 and not response.body.strip()
    if not isinstance(document, dict):
        return False
    return response.status != 404 or not document.keys().isdisjoint({"category", "correlationId"})


def classify(response: Response) -> ConnectorError | None:
    """What HubSpot's own statuses mean; None leaves the answer to the usual reading."""
    match response.status:
        case 429:
            return _throttled(response)
        case 423:
            return RetryLaterError(f"{response.asked}: the account is locked for a moment (423)", _LOCKED_S)
        case 477:
            wait_s = retry_after_s(response.headers.get("retry-after"), response.received_at)
            return RetryLaterError(f"{response.asked}: HubSpot is moving this account to another data centre", wait_s)
        case 401:
            return _unauthorized(response)
        case 403:
            return PersonNeededError(f"{response.asked}: access is denied (403): {_lacking(refusal_of(response))}")
        case _:
            return None


def _unauthorized(response: Response) -> PersonNeededError:
    category = refusal_of(response).category
    told = f" {category}" if category else ""
    return PersonNeededError(
        f"{response.asked}: the token was refused (401{told}): copy the private app's token again, or authorize the "
        "app again"
    )


def _throttled(response: Response) -> RetryLaterError:
    policy = refusal_of(response).policy_name.upper()
    wait_s = retry_after_s(response.headers.get("retry-after"), response.received_at)
    if policy == "DAILY":
        # The day ends at midnight in the account's time zone, which no answer tells.
        return RetryLaterError(
            f"{response.asked}: the account's daily limit is reached (429 DAILY); it is renewed at midnight in the "
            "account's time zone"
        )
    told = f" {policy}" if policy else ""
    return RetryLaterError(
        f"{response.asked}: too many requests (429{told})",
        wait_s if wait_s is not None else _WAITS_S.get(policy, 1.0),
    )


def _lacking(refusal: Refusal) -> str:
    scopes = {name for each in refusal.errors for name in _texts(each.get("context"), "requiredGranularScopes")}
    if scopes:
        return f"give the app the scopes {', '.join(sorted(scopes))}"
    return f"{refusal.words}; give the app the scopes crm.objects.contacts and crm.objects.companies, read and write"


@dataclass(frozen=True)
class HubSpotLimits(LimitHeaders):
    """HubSpot tells what is left of a rolling window and the window's length in milliseconds."""

    remaining: str = "X-HubSpot-RateLimit-Remaining"
    reset: str = "X-HubSpot-RateLimit-Interval-Milliseconds"
    reset_is: Literal["seconds", "milliseconds", "epoch"] = "milliseconds"
