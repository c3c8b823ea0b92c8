"""What a twin is asked and what it answers, free of any web framework."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import msgspec


@dataclass(frozen=True)
class TwinRequest:
    """One request as it arrived. Header names are lower case; of a repeated parameter `params` holds the last."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def params(self) -> dict[str, str]:
        return dict(self.param_pairs)

    @property
    def param_pairs(self) -> list[tuple[str, str]]:
        """Every parameter in order, repeated ones too."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def form(self) -> dict[str, str]:
        """The body of a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The body; None where there is none. Raises `RefusedError` (400) where it is not JSON."""
        if not self.body:
            return None
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError as exc:
            raise RefusedError(reply({"message": f"not JSON: {exc}"}, 400)) from exc


@dataclass(frozen=True)
class TwinResponse:
    """One answer; `reply` makes it of data."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """The answer's document."""
        return msgspec.json.decode(self.body) if self.body else None


class RefusedError(Exception):
    """Raised anywhere in a handler to answer with `response` at once."""

    def __init__(self, response: TwinResponse) -> None:
        super().__init__(response.status)
        self.response = response


def reply(document: Any = None, status: int = 200, headers: dict[str, str] | None = None) -> TwinResponse:
    """An answer of JSON, or without a body where `document` is None."""
    if document is None:
        return TwinResponse(status, b"", dict(headers or {}))
    kind = {"content-type": "application/json; charset=utf-8"}
    return TwinResponse(status, msgspec.json.encode(document), kind | (headers or {}))


def refusal(status: int, document: Any, headers: dict[str, str] | None = None) -> RefusedError:
    """To be raised: the vendor's way to say no."""
    return RefusedError(reply(document, status, headers))
