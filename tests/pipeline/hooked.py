"""Systems in memory that tell of changes by webhook, and the requests that they send, true or forged."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec
from pydantic import SecretStr

from hub.sdk.connector import ConnectorSettings
from hub.sdk.records import Change, Page, PushResult
from hub.sdk.signature import Signature, WebhookRequest
from hub.sdk.webhook import Webhooks
from hub.sync.notices import Accepted, Refused, accept
from tests.pipeline.lab import Lab
from tests.pipeline.systems import Clock, System

Contents = tuple[dict[str, dict[str, Any]], dict[str, datetime], dict[str, datetime]]
"""Records, when each was changed, and when each was deleted."""


class HookedSettings(ConnectorSettings):
    """The secret of the system's webhooks."""

    key: SecretStr | None = None


class HookedSystem(System):
    """A system with webhooks, signed the way of HubSpot; its pulls show what it held `lag_s` ago, at most
    as much as its manifest says."""

    Settings = HookedSettings
    webhooks = Webhooks(
        signature=Signature(
            kind="hmac",
            header="X-Signature",
            encoding="base64",
            signed=("method", "uri", "body", "timestamp"),
            timestamp_header="X-Timestamp",
        ),
        secrets=("key",),
        id_paths=("event",),
        stream_path="about",
        streams={"person.": "people"},
        external_id_paths=("record",),
        kind_path="about",
        gone_kinds=frozenset({"person.erased"}),
        at_path="at",
        max_body=4096,
    )

    def __init__(self, name: str, *args: Any, **options: Any) -> None:
        super().__init__(name, *args, **options)
        self.settings = HookedSettings(key=SecretStr(f"key of {name}"))
        self.lag_s = self.manifest.index_lag_s
        self._past: list[tuple[datetime, Contents]] = [(datetime.min.replace(tzinfo=UTC), self._copy())]

    def user_creates(self, record_id: str, **fields: Any) -> str:
        super().user_creates(record_id, **fields)
        self._keep()
        return record_id

    def user_edits(self, record_id: str, **fields: Any) -> None:
        super().user_edits(record_id, **fields)
        self._keep()

    def user_deletes(self, record_id: str) -> None:
        super().user_deletes(record_id)
        self._keep()

    def carry_out(self, change: Change) -> PushResult:
        result = super().carry_out(change)
        self._keep()
        return result

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        shown = self.clock.moment - timedelta(seconds=self.lag_s)
        now = self.records, self.changed_at, self.deleted
        self.records, self.changed_at, self.deleted = next(then for at, then in reversed(self._past) if at <= shown)
        try:
            pages = list(super().pull(stream, cursor))
        finally:
            self.records, self.changed_at, self.deleted = now
        yield from pages

    def changes(self, until: datetime) -> list[datetime]:
        """When anything changed here, up to a moment."""
        return [at for at, _ in self._past[1:] if at <= until]

    def _copy(self) -> Contents:
        return dict(self.records), dict(self.changed_at), dict(self.deleted)

    def _keep(self) -> None:
        contents = self._copy()
        if contents != self._past[-1][1]:
            self._past.append((self.clock.moment, contents))

    def event(self, number: str, record_id: str, kind: str = "person.changed") -> dict[str, Any]:
        """What the system says of a record."""
        return {"event": number, "about": kind, "record": record_id, "at": self.clock.moment.isoformat()}

    def request(self, *events: Mapping[str, Any]) -> WebhookRequest:
        """A true request, signed now."""
        return self.signed(msgspec.json.encode(events))

    def signed(self, body: bytes, key: str | None = None, at: datetime | None = None) -> WebhookRequest:
        """A request with this body; true unless the key is another's or the time another one."""
        bare = WebhookRequest("POST", f"https://hub.example.jp/hooks/{self.name}", {}, body)
        stamp = str(int((at or self.clock.moment).timestamp()))
        proof = self.webhooks.signature.proof(bare, key or f"key of {self.name}", stamp)
        return replace(bare, headers={"x-signature": proof, "x-timestamp": stamp})


class HookedLab(Lab):
    """A laboratory whose systems have webhooks."""

    def make_system(self, name: str, **manifest: Any) -> HookedSystem:
        return HookedSystem(name, self.clock, **manifest)

    def hooked(self, name: str) -> HookedSystem:
        """One of the systems."""
        system = self[name]
        assert isinstance(system, HookedSystem)
        return system

    def receives(self, name: str, request: WebhookRequest) -> Accepted | Refused:
        """The hub is sent a request for a connection."""
        return accept(self.world, name, request.method, request.uri, request.headers, request.body)


class Sender(Protocol):
    """Whoever sends true requests, signed now or as of another time or key."""

    name: str
    clock: Clock

    def request(self, *events: Mapping[str, Any]) -> WebhookRequest: ...
    def signed(self, body: bytes, key: str | None = None, at: datetime | None = None) -> WebhookRequest: ...


Forger = Callable[[Sender, dict[str, Any], random.Random], WebhookRequest]


def _altered(system: Sender, event: dict[str, Any], chance: random.Random) -> WebhookRequest:
    true = system.request(event)
    at = chance.randrange(len(true.body))
    return replace(true, body=true.body[:at] + bytes([true.body[at] ^ 1 << chance.randrange(8)]) + true.body[at + 1 :])


def _cut(system: Sender, event: dict[str, Any], chance: random.Random) -> WebhookRequest:
    true = system.request(event)
    return replace(true, body=true.body[: chance.randrange(len(true.body))])


def _replayed(system: Sender, event: dict[str, Any], chance: random.Random) -> WebhookRequest:
    body = msgspec.json.encode([event])
    return system.signed(body, at=system.clock.moment + timedelta(seconds=chance.choice((-302, -86_400, 302))))


def _newly_stamped(system: Sender, event: dict[str, Any], chance: random.Random) -> WebhookRequest:
    old = _replayed(system, event, chance)
    stamp = {name: value for name, value in system.request(event).headers.items() if "timestamp" in name}
    return replace(old, headers={**old.headers, **stamp})


def _unsigned(system: Sender, event: dict[str, Any], chance: random.Random) -> WebhookRequest:
    true = system.request(event)
    gone = chance.choice(sorted(true.headers))
    return replace(true, headers={name: value for name, value in true.headers.items() if name != gone})


def _malformed(system: Sender, event: dict[str, Any], chance: random.Random) -> WebhookRequest:
    body = msgspec.json.encode([event])
    return system.signed(
        chance.choice(
            (
                b"",
                body[: chance.randrange(len(body) - 1)],
                b"\xff" + body,
                body.replace(b"person", b"per\xc3son"),
                b"[" * 4000,
                b"[NaN]",
                msgspec.json.encode(
                    [{**event, "record": chance.choice((None, "", True, [], {}, 1.5, "x" * 101, "\0"))}]
                ),
                msgspec.json.encode([{**event, "at": chance.choice(("soon", 10**18, []))}]),
                msgspec.json.encode([{**event, "event": {"of": "another shape"}}]),
            )
        )
    )


FORGERS: dict[str, Forger] = {
    "another's key": lambda system, event, chance: system.signed(msgspec.json.encode([event]), "key of nobody"),
    "another connection's key": lambda system, event, chance: system.signed(
        msgspec.json.encode([event]), "key of beta" if system.name == "alpha" else "key of alpha"
    ),
    "an altered body": _altered,
    "a cut body": _cut,
    "an old time": _replayed,
    "an old proof under a new time": _newly_stamped,
    "no proof": _unsigned,
    "another address": lambda system, event, chance: replace(
        system.request(event), uri="https://hub.example.jp/hooks/x"
    ),
    "another method": lambda system, event, chance: replace(system.request(event), method="PUT"),
    "too many bytes": lambda system, event, chance: system.request({**event, "more": "x" * 5000}),
    "not readable": _malformed,
}
"""What no hub may take for a true event, by the name of its fault."""
