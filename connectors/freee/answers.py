"""What freee's answers mean: its words for a person, and which of its refusals pass by waiting.

Invariant: nothing is guessed from a status alone where freee uses one status for two things (401 and 403).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.sdk.errors import BrokenContractError, ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.response import Response

BURST_WAIT_S = 600.0
"""After a burst freee answers 403 to everything for about ten minutes."""

STATUSES_WE_READ = frozenset({400, 404})

# freee's published list of codes: these 401s stay the same however often the token is renewed.
_CODES_FOR_A_PERSON = {
    "user_do_not_have_permission": "give the freee user the right to 取引先, 取引 and 請求書 (メンバー管理)",
    "company_not_found": "`company_id` names no company of this freee user",
    "freee_plan_limit": "the company's freee plan does not include this API",
    "source_ip_address_limit": "freee refuses this IP address; let the company's admin allow it",
    "re_authorization_required": "the app's permissions changed; authorize it again and enter the new refresh token",
}
_WORDS_OF_A_DENIAL = ("権限", "許可", "プラン", "IPアドレス", "permission", "forbidden", "denied", "not allowed")
_WORDS_OF_A_LIMIT = ("制限を超", "上限", "しばらく", "時間をおいて", "アクセスが集中", "too many", "rate limit")


def classify(response: Response) -> ConnectorError | None:
    """freee's own reading of 401 and 403; None leaves the rest to the usual one."""
    if response.status == 401:
        return _unauthorized(response)
    if response.status == 403:
        return _forbidden(response)
    return None


def words(response: Response) -> str:
    """The vendor's reason in its own words: the particular ones where there are any, else the general ones."""
    particular: list[str] = []
    general: list[str] = []
    for kind, message in _messages(_document(response)):
        (general if kind == "status" else particular).append(message)
    reason = " / ".join(dict.fromkeys(particular or general))
    return reason or f"freee answered {response.status} without a reason"


def refusal(response: Response) -> str:
    """The reason of a 400 or 404, in the vendor's words.

    Raises `BrokenContractError` where the answer is not freee's: a proxy's 404 must not look like a deleted partner.
    """
    if not isinstance(_document(response).get("errors"), list):
        raise response.broken("is no answer of freee's; is `base_url` right?")
    return words(response)


def _unauthorized(response: Response) -> ConnectorError | None:
    advice = _CODES_FOR_A_PERSON.get(str(_document(response).get("code", "")))
    if advice is None:
        return None
    return PersonNeededError(f"{response.asked}: freee refused (401): {words(response)}; {advice}")


def _forbidden(response: Response) -> ConnectorError:
    text = response.body.decode("utf-8", "replace").casefold()
    is_denial = any(word.casefold() in text for word in _WORDS_OF_A_DENIAL)
    is_limit = any(word.casefold() in text for word in _WORDS_OF_A_LIMIT)
    if is_denial and not is_limit:
        return PersonNeededError(
            f"{response.asked}: freee denies access (403): {words(response)}; "
            "give the app and its user the right in freee's settings and authorize again"
        )
    # The limit's own words are not published; waiting out a denial that we don't recognise costs only time.
    return RetryLaterError(
        f"{response.asked}: freee limits this app for about ten minutes (403): {words(response)}", BURST_WAIT_S
    )


def _document(response: Response) -> dict[str, Any]:
    try:
        document = response.json()
    except (BrokenContractError, RetryLaterError):
        return {}
    return document if isinstance(document, dict) else {}


def _messages(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for error in _listed(document.get("errors")):
        if isinstance(error, dict):
            for message in _listed(error.get("messages")):
                yield str(error.get("type")), str(message)
    for name in ("message", "messages"):
        if document.get(name):
            yield "status", str(document[name])


def _listed(found: object) -> list[Any]:
    return found if isinstance(found, list) else []
