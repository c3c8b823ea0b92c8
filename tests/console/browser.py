"""A browser without a screen: it keeps cookies, follows redirects, and fills in the forms of pages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.types import ASGIApp

BASE = "http://console.test"


@dataclass
class Form:
    """A form of a page with the values that it holds as it is served."""

    action: str
    method: str
    fields: dict[str, str]
    buttons: list[dict[str, str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(named.get("action", ""), named.get("method", "get"), {}, []))
        elif tag == "button" and self.found:
            self.found[-1].buttons.append(named)
        elif tag in ("input", "textarea", "select") and "name" in named and self.found:
            self.found[-1].fields[named["name"]] = named.get("value", "")


def text_of(markup: str) -> str:
    """What a reader sees of it, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


class Page:
    """What a request came to."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status, self.text, self.headers = answer.status_code, answer.text, answer.headers
        self.raw = answer.content

    @property
    def location(self) -> str:
        return str(self.headers.get("location", ""))

    @property
    def words(self) -> str:
        """What a reader sees, in one line."""
        return text_of(self.text)

    def forms(self) -> list[Form]:
        parser = _Forms()
        parser.feed(self.text)
        return parser.found

    def form(self, action: str) -> Form:
        """The form that leads there."""
        (found, *_) = [form for form in self.forms() if form.action == action]
        return found


class Browser:
    """Asks the application in this process."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: Mapping[str, str] | None = None, **options: Any) -> Page:
        """One request; what it sets as cookies is sent from then on."""
        answer = asyncio.run(self._ask(method, path, form, options))
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return Page(answer)

    def get(self, path: str, **options: Any) -> Page:
        return self.ask("GET", path, **options)

    def post(self, path: str, form: Mapping[str, str] | None = None, **options: Any) -> Page:
        return self.ask("POST", path, form or {}, **options)

    def follow(self, page: Page) -> Page:
        """Where a page that was answered by a redirect leads."""
        assert page.status == 303, (page.status, page.words)
        parts = urlsplit(page.location)
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))

    def sends(self, page: Page, action: str, **values: str) -> Page:
        """Fill in the form of a page and send it."""
        return self.post(action, {**page.form(action).fields, **values})

    def signs_in(self, name: str, password: str) -> Page:
        return self.sends(self.get("/login"), "/login", name=name, password=password)

    async def _ask(
        self, method: str, path: str, form: Mapping[str, str] | None, options: Mapping[str, Any]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=False, client=("203.0.113.7", 4711))
        async with httpx.AsyncClient(transport=transport, base_url=BASE, cookies=self.cookies) as client:
            return await client.request(method, path, data=form, **options)
