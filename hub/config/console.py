"""What a company says of its console: who needs a second factor, and at which site people sign in."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from hub.config.survivorship import Section
from hub.config.words import outside

Role = Literal["viewer", "accountant", "steward", "operator", "admin"]


class OidcSettings(Section):
    """The company's own site for signing in (OpenID Connect)."""

    issuer: str = Field(description="サイトのアドレス / The site's address, as it calls itself")
    client_id: str = Field(description="サイトに登録した名前 / The name under which the console is registered there")
    client_secret: str = Field(description="その秘密。${file:…} など / Its secret; ${file:…} or the like")
    roles: dict[str, Role] = Field(min_length=1, description="グループごとの役割 / The role of each group")
    title: str = Field(default="OpenID", description="ボタンの言葉 / What the link is called")
    scopes: list[str] = Field(default=["openid", "profile", "email"], description="求める範囲 / What is asked for")
    name_claim: str = Field(default="email", description="利用者名になる項目 / The claim that names the user")
    role_claim: str = Field(default="groups", description="グループの項目 / The claim that holds the groups")

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, url: str) -> str:
        parts = urlsplit(url)
        is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if not parts.hostname or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not is_here):
            raise ValueError("must be an https:// address")
        return url

    @field_validator("client_secret")
    @classmethod
    def _is_elsewhere(cls, text: str) -> str:
        return outside(text)

    @field_validator("scopes")
    @classmethod
    def _has_openid(cls, scopes: list[str]) -> list[str]:
        if "openid" not in scopes:
            raise ValueError("must hold openid")
        return scopes


class ReviewSettings(Section):
    """How conflicts are reviewed."""

    four_eyes: dict[str, list[str]] = Field(
        default={},
        description="二人で決める項目や組を種類ごとに / Fields or groups, by entity, of which two people decide",
    )


class ConsoleSettings(Section):
    """The console."""

    second_factor: list[Role] = Field(
        default=[], description="2段階認証が必要な役割 / Roles whose local users need a second factor"
    )
    oidc: OidcSettings | None = Field(default=None, description="会社のサイトでのサインイン / Signing in elsewhere")
    review: ReviewSettings = Field(default=ReviewSettings(), description="競合の決め方 / How conflicts are reviewed")
