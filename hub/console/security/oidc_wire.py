"""The few requests to the site by which people sign in: short, bounded in time and size, following no redirect.

Invariant: no error holds what was sent or answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

LONGEST_S = 10.0
MOST = 1 << 20
T = TypeVar("T")


class UnreachableError(Exception):
    """No answer that can be used; `status` where there was one."""

    def __init__(self, what: str, status: int | None = None) -> None:
        super().__init__(what)
        self.status = status


class Wire:
    """Asks the site; a person waits for it, so nothing is tried twice."""

    def __init__(
        self, transport: httpx.BaseTransport | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._transport, self._monotonic = transport, monotonic

    def get(self, url: str, kind: type[T]) -> T:
        """What is at an address."""
        return self._read("GET", url, kind)

    def post(self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None, kind: type[T]) -> T:
        """What a form is answered with."""
        return self._read("POST", url, kind, data=form, auth=basic)

    def _read(self, method: str, url: str, kind: type[T], **options: Any) -> T:
        host = urlsplit(url).netloc
        try:
            with (
                httpx.Client(transport=self._transport, timeout=LONGEST_S, follow_redirects=False) as client,
                client.stream(method, url, headers={"accept": "application/json"}, **options) as answer,
            ):
                if answer.status_code != 200:
                    raise UnreachableError(f"{host} answers with {answer.status_code}", answer.status_code)
                return msgspec.json.decode(self._body(answer, host), type=kind)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableError(f"{host} does not answer ({type(error).__name__})") from None
        except msgspec.MsgspecError:
            raise UnreachableError(f"{host} answers with something else") from None

    def _body(self, answer: httpx.Response, host: str) -> bytes:
        body, ends_at = b"", self._monotonic() + LONGEST_S
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > MOST or self._monotonic() > ends_at:
                raise UnreachableError(f"{host} answers with too much, or too slowly")
        return body
