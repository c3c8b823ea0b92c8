"""Which secrets the store holds, how they are sealed, and sealing them with another key.

Invariant: no secret is opened for it, and none is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hub.steward.errors import StewardError
from hub.store import audit, second_factors
from hub.store.sealing import about_factor
from hub.store.tokens import StoredTokens
from hub.store.transaction import Transaction
from hub.sync.world import World


class StoredSecret(NamedTuple):
    """What it is, and the name of the key; empty where it is not sealed."""

    about: str
    key: str


def stored_secrets(world: World) -> list[StoredSecret]:
    """All of them."""
    seals = world.database.seals
    with world.database.look() as tx:
        factors = [
            StoredSecret(about_factor(one.user_id), seals.key_name(one.secret)) for one in second_factors.listing(tx)
        ]
    return [*(StoredSecret(one.about, one.key_name() or "") for one in _tokens(world)), *factors]


def renew_seals(world: World, author: str) -> list[str]:
    """Seal what is not sealed with the key in use; what that was. It goes on where it was cut off."""
    if not world.database.seals.name:
        raise StewardError("no_key")
    renewed = [one.about for one in _tokens(world) if one.renew_seal()]
    with world.database.begin() as tx:
        renewed += list(_factors(world, tx))
        facts = {"key": world.database.seals.name, "secrets": renewed}
        audit.append(tx, world.now_text(), author, "secrets_rotated", facts)
    return renewed


def _factors(world: World, tx: Transaction) -> Iterator[str]:
    for one in second_factors.listing(tx):
        about = about_factor(one.user_id)
        sealed = world.database.seals.renewed(one.secret, about)
        if sealed != one.secret:
            second_factors.reseal(tx, one.user_id, sealed)
            yield about


def _tokens(world: World) -> list[StoredTokens]:
    names = StoredTokens(world.database, "", world.now_text).names()
    return [StoredTokens(world.database, name, world.now_text) for name in names]
