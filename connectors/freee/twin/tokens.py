"""The twin's token endpoint: access tokens live six hours, and a refresh token is good for one use.

Invariant: of all refresh tokens ever given, at most one is good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from connectors.freee.twin.rules import JsonObject

ACCESS_LASTS = timedelta(hours=6)
REFRESH_LASTS = timedelta(days=90)


class Tokens:
    """Who may ask, and until when."""

    def __init__(self, client_id: str, client_secret: str, refresh_token: str, now: Callable[[], datetime]) -> None:
        self._client = (client_id, client_secret)
        self._now = now
        self.refresh_token = refresh_token
        self.refresh_ends_at = now() + REFRESH_LASTS
        self.access_ends_at: dict[str, datetime] = {}
        self.refreshes = 0

    def refresh(self, form: Mapping[str, str], company_id: int) -> tuple[int, JsonObject]:
        """The answer to a form: 200 with new tokens, or freee's refusal."""
        if (form.get("client_id"), form.get("client_secret")) != self._client:
            return 401, {"error": "invalid_client", "error_description": "クライアントの認証に失敗しました。"}
        is_good = form.get("refresh_token") == self.refresh_token and self._now() < self.refresh_ends_at
        if form.get("grant_type") != "refresh_token" or not is_good:
            return 401, {"error": "invalid_grant", "error_description": "認可の期限が切れたか、使用済みです。"}
        return 200, self._granted(company_id)

    def allows(self, authorization: str) -> bool:
        """Whether this header carries a living access token."""
        scheme, _, token = authorization.partition(" ")
        return scheme == "Bearer" and self._now() < self.access_ends_at.get(token, self._now())

    def expire_access(self) -> None:
        """Let every access token lapse at once, as a password change does."""
        self.access_ends_at.clear()

    def revoke(self) -> None:
        """Let nothing that was given count any more: the app must be authorized again."""
        self.expire_access()
        self.refresh_token = ""

    def _granted(self, company_id: int) -> JsonObject:
        self.refreshes += 1
        access_token = f"access-{self.refreshes}"
        self.refresh_token = f"refresh-{self.refreshes}"
        self.refresh_ends_at = self._now() + REFRESH_LASTS
        self.access_ends_at[access_token] = self._now() + ACCESS_LASTS
        return {
            "access_token": access_token,
            "token_type": "bearer",
            "expires_in": int(ACCESS_LASTS.total_seconds()),
            "refresh_token": self.refresh_token,
            "scope": "read write",
            "created_at": int(self._now().timestamp()),
            "company_id": company_id,
        }
