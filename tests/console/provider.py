"""A small site for signing in (OpenID Connect): it proves who is who, and holds the console to what was agreed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote_plus, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://login.test"
CLIENT, SECRET = "customer-hub", "agreed: 100%+"
BACK = "http://console.test/login/oidc/back"


@dataclass
class Provider:
    """`claims` go into the next token over the usual ones; None leaves one out."""

    now: Callable[[], datetime]
    claims: dict[str, Any] = field(default_factory=dict)
    methods: tuple[str, ...] = ("client_secret_basic", "client_secret_post")
    is_down: bool = False
    issuer: str = ISSUER
    token_endpoint: str = f"{ISSUER}/token"
    signs_with: ECKey | None = None
    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def signs_in(self, url: str) -> str:
        """The browser comes with its wishes, somebody signs in, and it is sent back: to this address of the console."""
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query))
        assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, BACK)
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return f"/login/oidc/back?code={code}&state={asked['state']}"

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("down")
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json=self._described())
        if request.url.path == "/keys":
            return httpx.Response(200, json={"keys": [self._key.as_dict(private=False)]})
        return self._token(request)

    def _described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": self.token_endpoint,
            "jwks_uri": f"{ISSUER}/keys",
            "token_endpoint_auth_methods_supported": list(self.methods),
        }

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        if not self._is_client(request, form):
            return httpx.Response(401, json={"error": "invalid_client"})
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if challenge.decode() != asked["code_challenge"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return httpx.Response(200, json={"id_token": self._proof(asked["nonce"]), "access_token": "of no use"})

    def _is_client(self, request: httpx.Request, form: dict[str, str]) -> bool:
        if "client_secret_basic" in self.methods:
            given = request.headers.get("authorization", "").removeprefix("Basic ")
            return base64.b64decode(given) == f"{CLIENT}:{quote_plus(SECRET)}".encode()
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def _proof(self, nonce: str) -> str:
        now = int(self.now().timestamp())
        usual = {"iss": ISSUER, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 300, "nonce": nonce}
        person = {"email": "hanako@example.co.jp", "email_verified": True, "groups": ["hub-stewards"]}
        claims = {name: value for name, value in {**usual, **person, **self.claims}.items() if value is not None}
        if self.claims.get("alg") == "none":
            head, body = (msgspec.json.encode(part) for part in ({"alg": "none"}, claims))
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (head, body)) + "."
        return jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.signs_with or self._key)
