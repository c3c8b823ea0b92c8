"""OAuth access tokens by a refresh token, which many vendors replace at each use.

Invariant: a single-use refresh token is spent by exactly one process, and the new one is durable before its first use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from pydantic import SecretStr

from hub.sdk.auth import BasicAuth
from hub.sdk.bad_json import UNREADABLE
from hub.sdk.connector import Context
from hub.sdk.errors import BrokenContractError, ConnectorError, OutcomeUnknownError, PersonNeededError
from hub.sdk.http import Http, HttpSettings
from hub.sdk.response import Response

LONGEST_MARGIN_S = 300.0
"""A token is renewed this long before its end, or a tenth of its life: clocks differ, and answers take time."""
LONGEST_LIFE_S = 366 * 86_400.0

# What can stand in a header.
_Token = Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]+\Z")]
_APP_REFUSED = frozenset({"invalid_client", "unauthorized_client"})
_CUT_OFF = "; an earlier refresh was sent and its answer never stored (a crash, a time-out), so the token is spent"


class TokenDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a `TokenStore` holds.

    `in_flight` marks a refresh token that was sent and whose answer is not stored yet; `origin` is the fingerprint of
    the token that an operator entered and this one descends from, so that entering a new one counts. `granted_at` is
    when the refresh token came.
    """

    refresh_token: str
    access_token: str = ""
    renew_at: datetime | None = None
    in_flight: bool = False
    origin: str = ""
    granted_at: datetime | None = None

    def __repr__(self) -> str:
        return f"TokenDocument(renew_at={self.renew_at}, in_flight={self.in_flight})"


class _Granted(msgspec.Struct, frozen=True):
    """The token endpoint's answer."""

    access_token: _Token
    refresh_token: str | None = None
    expires_in: float | None = None


class OAuthRefresh:
    """Access tokens by a refresh token, which the vendor may replace at each use.

    `refresh_token` is the one an operator entered; it counts until the store holds a document. `credentials` says where
    the client's id and secret travel: in the form or as basic authentication.
    """

    def __init__(
        self,
        http: HttpSettings,
        context: Context,
        *,
        token_url: str,
        client_id: str,
        client_secret: SecretStr,
        refresh_token: SecretStr | None = None,
        credentials: Literal["form", "basic"] = "form",
        refresh_token_lives_days: int | None = None,
    ) -> None:
        self._context = context
        self._tokens = context.tokens
        self._client = (client_id, client_secret)
        self._entered = refresh_token
        basic = BasicAuth(client_id, client_secret) if credentials == "basic" else None
        shared = http.model_dump(include={"timeout_s", "total_deadline_s", "max_body_mb", "ca_bundle"})
        self._http = Http(HttpSettings(base_url=token_url, **shared), context, basic)
        self._in_form = credentials == "form"
        self._lives_days = refresh_token_lives_days
        self._known = TokenDocument("")

    def __repr__(self) -> str:
        return f"OAuthRefresh({self._client[0]!r})"

    def headers(self) -> Mapping[str, str]:
        if not self._is_fresh(self._known):
            self._known = self._refreshed(spent=None)
        return {"Authorization": f"Bearer {self._known.access_token}"}

    def refresh_after(self, status: int) -> bool:
        """A refused token is renewed once; if somebody else renewed it meanwhile, theirs is taken."""
        if status != 401:
            return False
        self._known = self._refreshed(spent=self._known.access_token)
        return True

    def _is_fresh(self, document: TokenDocument) -> bool:
        now, renew_at = self._context.now(), document.renew_at
        is_good = bool(document.access_token) and (renew_at is None or now < renew_at)
        return is_good and not _is_ageing(document, self._lives_days, now)

    def _refreshed(self, spent: str | None) -> TokenDocument:
        """A usable document: the stored one if another process was faster, else a new one."""
        with self._tokens.lock():
            stored = self._stored()
            if self._is_fresh(stored) and stored.access_token != spent:
                return stored
            if stored.in_flight:
                self._context.log("token_refresh_was_cut_off", what_follows="the stored token is tried once more")
            self._tokens.save(_written(msgspec.structs.replace(stored, in_flight=True)))
            self._context.reached("before refresh")
            document = self._granted(stored, self._ask(stored))
            self._context.reached("after refresh answer")
            self._tokens.save(_written(document))
            self._context.reached("after token stored")
            self._context.log("token_refreshed", renew_at=document.renew_at)
            return document

    def _stored(self) -> TokenDocument:
        entered = self._entered.get_secret_value() if self._entered is not None else ""
        origin = hashlib.sha256(entered.encode()).hexdigest()[:16] if entered else ""
        text = self._tokens.load()
        stored = _read(text) if text is not None else None
        if stored is not None and origin in {"", stored.origin}:
            return stored
        if not entered:
            raise PersonNeededError("no refresh token was entered: authorize the app once and enter what it gives")
        return TokenDocument(entered, origin=origin)

    def _ask(self, stored: TokenDocument) -> Response:
        form = {"grant_type": "refresh_token", "refresh_token": stored.refresh_token}
        if self._in_form:
            form |= {"client_id": self._client[0], "client_secret": self._client[1].get_secret_value()}
        try:
            answer = self._http.request("POST", "", data=form, writes=True, accept=(400, 401))
        except OutcomeUnknownError:
            raise  # the mark stays: the token may be spent
        except BrokenContractError as exc:
            raise BrokenContractError(str(exc)) from None  # so does it here; and the evidence could show a token
        except ConnectorError:
            self._tokens.save(_written(stored))
            raise
        finally:
            self._http.close()  # the next refresh is hours away
        if answer.status != 200:
            raise self._refusal(answer, stored)
        return answer

    def _refusal(self, answer: Response, stored: TokenDocument) -> PersonNeededError:
        reason = _error_code(answer)
        self._tokens.save(_written(stored))
        if reason in _APP_REFUSED:
            return PersonNeededError(
                f"the app's id or secret was refused ({reason}): enter them as the vendor shows them"
            )
        why = _CUT_OFF if stored.in_flight else ""
        return PersonNeededError(
            f"the refresh token was refused ({reason}){why}: authorize the app again and enter the new refresh token"
        )

    def _granted(self, stored: TokenDocument, answer: Response) -> TokenDocument:
        try:
            granted = answer.json(_Granted)
        except BrokenContractError:
            # Its evidence would show the tokens. The mark stays, because the refresh token may be spent.
            raise BrokenContractError(
                "the token endpoint's answer cannot be read; is `token_url` right? If it stays so, authorize the app "
                "again and enter the new refresh token"
            ) from None
        now = self._context.now()
        return TokenDocument(
            refresh_token=granted.refresh_token or stored.refresh_token,
            access_token=granted.access_token,
            renew_at=None if granted.expires_in is None else now + _usable(granted.expires_in),
            origin=stored.origin,
            granted_at=now if granted.refresh_token else stored.granted_at or now,
        )


def needs_heartbeat(text: str | None, lives_days: int | None, now: datetime) -> bool:
    """Whether a stored token document, which no request has renewed for long, must be used before it lapses.

    `lives_days` is how long an unused refresh token stays good; None: for ever.
    """
    if lives_days is None:
        return False
    return text is None or _is_ageing(_read(text), lives_days, now)


def _is_ageing(document: TokenDocument, lives_days: int | None, now: datetime) -> bool:
    if lives_days is None:
        return False
    return document.granted_at is None or now - document.granted_at >= timedelta(days=lives_days) / 3


def _usable(lifetime_s: float) -> timedelta:
    lifetime_s = min(max(lifetime_s, 0.0), LONGEST_LIFE_S)
    return timedelta(seconds=lifetime_s - min(LONGEST_MARGIN_S, lifetime_s * 0.1))


def _read(text: str) -> TokenDocument:
    try:
        return msgspec.json.decode(text, type=TokenDocument)
    except msgspec.DecodeError:
        raise PersonNeededError("the stored token document cannot be read: authorize the app again") from None


def _error_code(answer: Response) -> str:
    """The OAuth error code, and nothing else of the answer: a description may repeat what was sent."""
    try:
        code = msgspec.json.decode(answer.body)["error"]
    except (*UNREADABLE, KeyError, TypeError):
        return str(answer.status)
    return code if isinstance(code, str) and code.replace("_", "").isalnum() and len(code) < 40 else str(answer.status)


def _written(document: TokenDocument) -> str:
    return msgspec.json.encode(document).decode()
