"""The ways a request proves who asks; a secret lives in a header and nowhere else, not in a text, log or repr.

Single-use refresh tokens are spent by exactly one process, and the new one is durable before anybody uses it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from pydantic import SecretStr

from hub.sdk.connector import Context
from hub.sdk.errors import ConnectorError, OutcomeUnknownError, PersonNeededError
from hub.sdk.exchange import Auth
from hub.sdk.http import Http, HttpSettings
from hub.sdk.response import Response

__all__ = ["ApiKey", "Auth", "BasicAuth", "Bearer", "OAuthRefresh", "TokenDocument"]

LONGEST_MARGIN_S = 300.0
"""A token is renewed this long before its end, or a tenth of its life: clocks differ, and answers take time."""


class _FixedHeader:
    """A header that never changes."""

    def __init__(self, name: str, value: str) -> None:
        if not value or not value.isascii() or not value.isprintable() or value != value.strip():
            raise PersonNeededError(f"the secret for {name} is empty or no plain ASCII: enter it again")
        self._name = name
        self._headers = {name: value}

    def headers(self) -> Mapping[str, str]:
        return self._headers

    def refresh_after(self, status: int) -> bool:
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name})"


class ApiKey(_FixedHeader):
    """A key in a header of its own."""

    def __init__(self, header: str, secret: SecretStr) -> None:
        super().__init__(header, secret.get_secret_value())


class Bearer(_FixedHeader):
    """A token that does not lapse."""

    def __init__(self, secret: SecretStr) -> None:
        super().__init__("Authorization", f"Bearer {secret.get_secret_value()}")


class BasicAuth(_FixedHeader):
    """A user and a password."""

    def __init__(self, user: str, secret: SecretStr) -> None:
        pair = f"{user}:{secret.get_secret_value()}".encode()
        super().__init__("Authorization", f"Basic {base64.b64encode(pair).decode('ascii')}")


class TokenDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a `TokenStore` holds.

    `in_flight` marks a refresh token that was sent and whose answer is not stored yet; `origin` is the fingerprint of
    the token that an operator entered and this one descends from, so that entering a new one counts.
    """

    refresh_token: str
    access_token: str = ""
    renew_at: datetime | None = None
    in_flight: bool = False
    origin: str = ""

    def __repr__(self) -> str:
        return f"TokenDocument(renew_at={self.renew_at}, in_flight={self.in_flight})"


class _Granted(msgspec.Struct, frozen=True):
    """The token endpoint's answer."""

    access_token: str
    refresh_token: str | None = None
    expires_in: int | None = None


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
    ) -> None:
        self._context = context
        self._tokens = context.tokens
        self._client = (client_id, client_secret)
        self._entered = refresh_token
        basic = BasicAuth(client_id, client_secret) if credentials == "basic" else None
        shared = http.model_dump(include={"timeout_s", "total_deadline_s", "max_body_mb", "ca_bundle"})
        self._http = Http(HttpSettings(base_url=token_url, **shared), context, basic)
        self._in_form = credentials == "form"
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
        renew_at = document.renew_at
        return bool(document.access_token) and (renew_at is None or self._context.now() < renew_at)

    def _refreshed(self, spent: str | None) -> TokenDocument:
        """A usable document: the stored one if another process was faster, else a new one."""
        with self._tokens.lock():
            stored = self._stored()
            if self._is_fresh(stored) and stored.access_token != spent:
                return stored
            self._tokens.save(_written(msgspec.structs.replace(stored, in_flight=True)))
            document = self._granted(stored, self._ask(stored))
            self._tokens.save(_written(document))
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
        except ConnectorError:
            self._tokens.save(_written(msgspec.structs.replace(stored, in_flight=False)))
            raise
        finally:
            self._http.close()  # the next refresh is hours away
        if answer.status != 200:
            raise self._refusal(answer, stored)
        return answer

    def _refusal(self, answer: Response, stored: TokenDocument) -> PersonNeededError:
        reason = _error_code(answer)
        if stored.in_flight:
            why = (
                "; an earlier refresh was sent and its answer never stored (a crash or a time-out), so the single-use "
                "token is spent"
            )
        else:
            self._tokens.save(_written(msgspec.structs.replace(stored, in_flight=False)))
            why = ""
        return PersonNeededError(
            f"the refresh token was refused ({reason}){why}: authorize the app again and enter the new refresh token"
        )

    def _granted(self, stored: TokenDocument, answer: Response) -> TokenDocument:
        granted = answer.json(_Granted)
        return TokenDocument(
            refresh_token=granted.refresh_token or stored.refresh_token,
            access_token=granted.access_token,
            renew_at=None if granted.expires_in is None else self._context.now() + _usable(granted.expires_in),
            origin=stored.origin,
        )


def _usable(lifetime_s: int) -> timedelta:
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
    except (msgspec.DecodeError, KeyError, TypeError):
        return str(answer.status)
    return code if isinstance(code, str) and code.replace("_", "").isalnum() and len(code) < 40 else str(answer.status)


def _written(document: TokenDocument) -> str:
    return msgspec.json.encode(document).decode()
