"""How a webhook proves who sent it, as data: what is signed, how, and where the proof stands in the request.

Invariant: nothing of a request is believed, and no part of its body is read, before its proof has held.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Part = Literal["method", "uri", "body", "timestamp"]
Flaw = Literal["unsigned", "forged", "stale"]
"""unsigned: the header is missing. forged: the proof is not the one that the secret gives. stale: a proof of another
time, as somebody has it who recorded a true request."""


@dataclass(frozen=True)
class WebhookRequest:
    """A request as it came in; `uri` is the address that the sender called, as he wrote it."""

    method: str
    uri: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        """The header of this name, in whatever case it came."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)


class Signature(BaseModel):
    """hmac: HMAC-SHA256 over the `signed` parts, one after the other. shared_token: the secret itself.

    A signed timestamp (`timestamp_header`) more than `max_age_s` from now, either way, is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["hmac", "shared_token"]
    header: str
    encoding: Literal["base64", "hex"] = "hex"
    prefix: str = ""
    """What stands before the proof in its header, like `sha256=`."""
    signed: tuple[Part, ...] = ("body",)
    timestamp_header: str | None = None
    timestamp_unit: Literal["ms", "s"] = "s"
    max_age_s: int = Field(default=300, gt=0)

    @model_validator(mode="after")
    def _is_whole(self) -> Signature:
        if self.kind == "hmac" and "body" not in self.signed:
            raise ValueError("a proof that does not cover the body proves nothing")
        if ("timestamp" in self.signed) != (self.timestamp_header is not None):
            raise ValueError("`timestamp_header` and a signed `timestamp` need each other")
        return self

    def flaw(self, request: WebhookRequest, secret: str, now: datetime) -> Flaw | None:
        """Why the request is not to be believed; None where it is. The comparison takes the same time for all."""
        shown = request.header(self.header)
        stamp = request.header(self.timestamp_header) if self.timestamp_header is not None else ""
        if not shown or stamp is None:
            return "unsigned"
        if not hmac.compare_digest(_bytes(shown), _bytes(self.proof(request, secret, stamp))):
            return "forged"
        return "stale" if self.timestamp_header is not None and self._is_stale(stamp, now) else None

    def proof(self, request: WebhookRequest, secret: str, stamp: str = "") -> str:
        """What the header has to show."""
        if self.kind == "shared_token":
            return self.prefix + secret
        parts = {
            "method": _bytes(request.method),
            "uri": _bytes(request.uri),
            "body": request.body,
            "timestamp": _bytes(stamp),
        }
        digest = hmac.digest(_bytes(secret), b"".join(parts[part] for part in self.signed), "sha256")
        return self.prefix + (digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode())

    def _is_stale(self, stamp: str, now: datetime) -> bool:
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 20):
            return True
        per_second = 1000 if self.timestamp_unit == "ms" else 1
        return abs(int(stamp) / per_second - now.timestamp()) > self.max_age_s


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
