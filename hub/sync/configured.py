"""Configured: what a configuration that is new, or changed, means for what the store holds already.

Invariant: golden records survive by the rules that are in force, and nothing waits to be written that the
configuration does not allow.
"""

from __future__ import annotations

import hashlib

from hub.store import golden, outbox, resolve_queue, setting, streams
from hub.store.transaction import Transaction
from hub.sync.losses import tell_losses
from hub.sync.reasons import Reason
from hub.sync.world import PushPolicy, StreamSetup, World

_NOT_ALLOWED = Reason("not_allowed").text()
_RECONFIGURED = Reason("reconfigured").text()


def follow_configuration(tx: Transaction, world: World) -> None:
    """Queue what the configuration makes anew, and take back what it no longer lets the hub write."""
    _resolve_for_new_rules(tx, world)
    _plan_for_new_targets(tx, world)
    _await_return(tx, world)


def is_followed(tx: Transaction, world: World) -> bool:
    """Whether no other configuration has been followed since this one."""
    policies = {stream.stream_id: _policy(stream) for stream in world.streams()}
    return setting.remembered(tx, "rules") in (None, _rules(world)) and streams.policies(tx) in ({}, policies)


def _rules(world: World) -> str:
    said = (world.rules, world.shared_by_max, *([world.definitions] if world.definitions else []))
    return hashlib.sha256(" ".join(map(str, said)).encode()).hexdigest()


def _policy(stream: StreamSetup) -> str:
    return f"{stream.mapping_digest} {stream.push}"


def _resolve_for_new_rules(tx: Transaction, world: World) -> None:
    """Golden records only cache what survives under the rules; other rules make them anew."""
    rules = _rules(world)
    if setting.remembered(tx, "rules") != rules:
        resolve_queue.enqueue_all(tx)
        setting.remember(tx, "rules", rules)


def _plan_for_new_targets(tx: Transaction, world: World) -> None:
    """A stream that may be written since now, or otherwise than before, is compared with every golden record."""
    for stream in world.streams():
        policy = _policy(stream)
        if streams.policy(tx, stream.stream_id) != policy:
            _withdraw(tx, world, stream)
            tell_losses(tx, world, stream)
            if stream.push != PushPolicy():
                golden.enqueue_all(tx)
            streams.set_policy(tx, stream.stream_id, policy)


def _withdraw(tx: Transaction, world: World, stream: StreamSetup) -> None:
    """Take back what waits for a stream: what is still allowed is planned anew, against what stands there now."""
    allowed = sorted(stream.push.operations)
    outbox.drop_unsent(tx, stream.stream_id, allowed, _RECONFIGURED, world.now_text())
    if count := outbox.drop_unsent(tx, stream.stream_id, None, _NOT_ALLOWED, world.now_text()):
        world.log("writes_withdrawn", stream=stream.place, writes=count, why=str(Reason("not_allowed")))


def _await_return(tx: Transaction, world: World) -> None:
    """A stream that is in no configuration is planned for by nobody; when it is in one again, it is new."""
    for stream_id in streams.names(tx):
        if world.stream(stream_id) is None:
            streams.set_policy(tx, stream_id, None)
