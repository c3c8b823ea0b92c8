"""Signing in with the company's own site (OpenID Connect): the code flow with state, nonce and PKCE.

Invariant: what the site says counts only where its signature, issuer, audience, time and nonce are right; nobody gets
in without a role.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple
from urllib.parse import quote_plus, urlsplit

import msgspec
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from hub.console.security.oidc_wire import UnreachableError, Wire
from hub.console.security.roles import ROLES, Role

Why = Literal["unreachable", "misconfigured", "refused", "expired", "unproved", "no_role", "no_name", "taken", "shut"]
_SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
# Clocks differ.
_LEEWAY_S = 60


class OidcError(Exception):
    """Nobody was signed in; `why` is told to the reader, `said` goes into the log and holds no token."""

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(f"{why}: {said}" if said else why)
        self.why, self.said = why, said


class Away(NamedTuple):
    """A browser that was sent to the site: what must come back with it, and where its user wants to go."""

    state: str
    nonce: str
    verifier: str
    back_url: str
    there: str


class Person(NamedTuple):
    """Who the site says it is."""

    issuer: str
    subject: str
    name: str
    role: Role


class _Site(msgspec.Struct, frozen=True):
    """What the site tells of itself (OpenID Connect Discovery)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Granted(msgspec.Struct, frozen=True):
    """The token endpoint's answer; the access token is of no use here."""

    id_token: str
    access_token: str = ""


@dataclass(frozen=True)
class Oidc:
    """The site and what is agreed with it; `roles` says which of its groups has which role here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    roles: Mapping[str, Role]
    title: str = "OpenID Connect"
    scopes: Sequence[str] = ("openid", "profile", "email")
    name_claim: str = "email"
    role_claim: str = "groups"
    wire: Wire = field(default_factory=Wire, repr=False)

    def leave(self, back_url: str, there: str) -> tuple[str, Away]:
        """Where to send a browser, and what to remember of it. Raises `OidcError`."""
        away = Away(_random(), _random(), _random(), back_url, there)
        url: str = prepare_grant_uri(
            self._site().authorization_endpoint,
            self.client_id,
            "code",
            redirect_uri=back_url,
            scope=" ".join(self.scopes),
            state=away.state,
            nonce=away.nonce,
            code_challenge=create_s256_code_challenge(away.verifier),
            code_challenge_method="S256",
        )
        return url, away

    def back(self, away: Away, asked: Mapping[str, str], now: datetime) -> Person:
        """Who has come back, by the parameters of the address. Raises `OidcError`."""
        if not hmac.compare_digest(asked.get("state", "").encode(), away.state.encode()):
            raise OidcError("expired", "another state")
        if asked.get("iss", self.issuer) != self.issuer:
            raise OidcError("unproved", "the answer is another site's")
        if "error" in asked or not asked.get("code"):
            raise OidcError("refused", asked.get("error", "no code")[:80])
        site = self._site()
        granted = self._granted(site, asked["code"], away)
        return self._person(self._proved(site, granted, away, now))

    def _site(self) -> _Site:
        try:
            found = self.wire.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", _Site)
        except UnreachableError as error:
            raise OidcError("unreachable", str(error)) from error
        if found.issuer != self.issuer:
            raise OidcError("misconfigured", f"the site calls itself {found.issuer[:200]}")
        safe = {"https", urlsplit(self.issuer).scheme}
        if not all(_is_at(url, safe) for url in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)):
            raise OidcError("misconfigured", "an address of the site is none, or not https")
        return found

    def _granted(self, site: _Site, code: str, away: Away) -> _Granted:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": away.back_url,
            "code_verifier": away.verifier,
        }
        # RFC 6749, 2.3.1: both are encoded like the fields of a form before they are put together.
        basic: tuple[str, str] | None = (quote_plus(self.client_id), quote_plus(self.client_secret))
        if "client_secret_basic" not in site.token_endpoint_auth_methods_supported:
            basic, form = None, {**form, "client_id": self.client_id, "client_secret": self.client_secret}
        try:
            return self.wire.post(site.token_endpoint, form, basic, _Granted)
        except UnreachableError as error:
            # A code that was used, or a secret that is wrong: the site says 400 or 401.
            raise OidcError("misconfigured" if error.status in (400, 401) else "unreachable", str(error)) from error

    def _proved(self, site: _Site, granted: _Granted, away: Away, now: datetime) -> Mapping[str, Any]:
        """What the identity token says, if all of it is right."""
        try:
            keys = self.wire.get(site.jwks_uri, dict[str, Any])
        except UnreachableError as error:
            raise OidcError("unreachable", str(error)) from error
        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        expected = {"nonce": away.nonce, "client_id": self.client_id, "access_token": granted.access_token}
        try:
            token = jwt.decode(granted.id_token, KeySet.import_key_set(keys), algorithms=_SIGNED_WITH)  # type: ignore[arg-type]
            claims = CodeIDToken(token.claims, token.header, wanted, expected)
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY_S)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a token of others, nobody gets in by it
            raise OidcError("unproved", type(error).__name__) from None
        return dict(claims)

    def _person(self, claims: Mapping[str, Any]) -> Person:
        name, subject = claims.get(self.name_claim), claims["sub"]
        if not isinstance(name, str) or not isinstance(subject, str) or not name:
            raise OidcError("no_name", self.name_claim)
        if self.name_claim == "email" and claims.get("email_verified") is False:
            raise OidcError("no_name", "the mailbox is not verified")
        given = claims.get(self.role_claim, [])
        groups = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        found = [self.roles[group] for group in groups if isinstance(group, str) and group in self.roles]
        if not found:
            raise OidcError("no_role", self.role_claim)
        return Person(self.issuer, subject, name, max(found, key=ROLES.index))


def _is_at(url: str, schemes: Collection[str]) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _random() -> str:
    return secrets.token_urlsafe(48)
