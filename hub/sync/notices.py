"""Webhooks: an event is verified, stored and answered; that the next pull is due is all that follows from it.

Invariant: nothing in a notice reaches a record. Lost, doubled, late or out of order, it changes only when a pull is
made, and a pull reads what is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from hub.sdk.signature import Flaw, WebhookRequest
from hub.sdk.webhook import UnreadableNoticeError, Webhooks
from hub.store import notices
from hub.store.times import moment_of, utc_text
from hub.sync.world import ConnectionSetup, World

# Longer than any sender goes on repeating an event (HubSpot: a day), and than the three days that one may be late.
KEPT = timedelta(days=4)

Ground = Literal["unknown_connection", "no_webhooks", "no_secret", "too_large", "malformed"] | Flaw


@dataclass(frozen=True)
class Accepted:
    """All events of the request are durable: `new` ones, `known` ones, and those of no stream that is pulled."""

    new: int
    known: int
    passed_over: int


@dataclass(frozen=True)
class Refused:
    """Nothing was stored."""

    reason: Ground


def accept(
    world: World, connection: str, method: str, uri: str, headers: Mapping[str, str], body: bytes
) -> Accepted | Refused:
    """Take in one request to a connection's webhook; `uri` is the address that its system was told to call.

    Raises `StoreError` where nothing could be stored; the sender then has to try again.
    """
    setup = world.connections.get(connection)
    if setup is None:
        return Refused("unknown_connection")
    answer = _taken(world, setup, WebhookRequest(method, uri, headers, body))
    if isinstance(answer, Refused):
        world.log("webhook_refused", connection=connection, reason=answer.reason, size=len(body))
    else:
        told = {"new": answer.new, "known": answer.known, "passed_over": answer.passed_over}
        world.log("webhook_accepted", connection=connection, **told)
    return answer


def _taken(world: World, setup: ConnectionSetup, request: WebhookRequest) -> Accepted | Refused:
    webhooks = setup.connector.webhooks
    if webhooks is None:
        return Refused("no_webhooks")
    if len(request.body) > webhooks.max_body:
        return Refused("too_large")
    secret = webhooks.secret(setup.connector.settings)
    if secret is None:
        return Refused("no_secret")
    flaw = webhooks.signature.flaw(request, secret, world.now())
    return _stored(world, setup, webhooks, request.body) if flaw is None else Refused(flaw)


def _stored(world: World, setup: ConnectionSetup, webhooks: Webhooks, body: bytes) -> Accepted | Refused:
    try:
        found, passed_over = webhooks.read(body)
    except UnreadableNoticeError as error:
        world.log("webhook_unreadable", connection=setup.name, reason=str(error))
        return Refused("malformed")
    pulled = {name for name, stream in setup.streams.items() if stream.pulls}
    mine = [notice for notice in found if notice.stream in pulled]
    new = 0
    if mine:
        with world.database.begin(durable=True) as tx:
            new = notices.add(tx, setup.name, mine, world.now_text())
    return Accepted(new, len(mine) - new, passed_over + len(found) - len(mine))


@dataclass(frozen=True)
class Heard:
    """What had been heard of a connection when a pull began; the pull settles it."""

    up_to: int
    began_at: datetime


def heard(world: World, connection: ConnectionSetup) -> Heard | None:
    """To be asked before the first request of a pull."""
    with world.database.begin() as tx:
        up_to = notices.newest(tx, connection.name)
    return None if up_to is None else Heard(up_to, world.now())


def settle(world: World, connection: ConnectionSetup, before: Heard) -> None:
    """The pull has read every stream to its end."""
    with world.database.begin() as tx:
        notices.settle(tx, connection.name, before.up_to, utc_text(before.began_at - lag(connection)))
        notices.forget(tx, utc_text(before.began_at - KEPT))


def lag(connection: ConnectionSetup) -> timedelta:
    """How long after an event a pull may still miss what it is about."""
    return timedelta(seconds=max((stream.manifest.index_lag_s for stream in connection.streams.values()), default=0))


def pulls_wanted(world: World) -> dict[str, datetime]:
    """The connections with waiting notices, and from when on a pull of each is worth while.

    For a new notice that is at once; for one that a pull has followed too early, when its system must show the change.
    """
    with world.database.begin() as tx:
        rows = notices.waiting(tx)
    wanted: dict[str, datetime] = {}
    for row in rows:
        connection = world.connections.get(row.connection)
        if connection is not None:
            at = moment_of(row.since) + (lag(connection) if row.state == "early" else timedelta())
            wanted[row.connection] = min(at, wanted.get(row.connection, at))
    return wanted
