"""A program that uses the HTTP API by a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.console.security import tokens
from hub.console.security.scopes import API, SCOPES
from tests.console.browser import Browser, Page
from tests.console.office import Office


class Told:
    """What a program was answered."""

    def __init__(self, page: Page) -> None:
        self.status, self.headers = page.status, page.headers
        self.document: Any = msgspec.json.decode(page.text)


class Program:
    """One that asks in the name of a user."""

    def __init__(self, office: Office, token: str | None) -> None:
        self._browser = Browser(office.app)
        self._headers = {} if token is None else {"authorization": f"Bearer {token}"}

    def get(self, path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Told:
        headers = {**self._headers, **(headers or {})}
        return Told(self._browser.get(API + path, headers=headers, params=parameters or None))

    def post(self, path: str, body: Any = None, raw: bytes | None = None, kind: str = "application/json") -> Told:
        sent = msgspec.json.encode(body) if raw is None else raw
        headers = {**self._headers, "content-type": kind}
        return Told(self._browser.ask("POST", API + path, content=sent, headers=headers))

    def ask(self, method: str, path: str) -> Told:
        return Told(self._browser.ask(method, API + path, headers=self._headers))


def program(office: Office, role: str = "admin", scopes: Sequence[str] | None = None) -> Program:
    """A program of the user of a role; with every scope that is of use to them, unless these are named."""
    return Program(office, token_of(office, role, scopes))


def token_of(office: Office, role: str, scopes: Sequence[str] | None = None, days: int = 30) -> str:
    useful = SCOPES if role in ("steward", "operator", "admin") else ("read",)
    return tokens.add(office.lab.world, role, scopes or useful, days, "a test", "test").token
