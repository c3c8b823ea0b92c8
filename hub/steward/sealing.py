"""Which secrets the store holds, how they are sealed, and sealing them with another key.

Invariant: no secret is opened for it, and none is told.
"""

from __future__ import annotations

from typing import NamedTuple

from hub.steward.errors import StewardError
from hub.store import audit
from hub.store.tokens import StoredTokens
from hub.sync.world import World


class StoredSecret(NamedTuple):
    """What it is, and the name of the key; empty where it is not sealed."""

    about: str
    key: str


def stored_secrets(world: World) -> list[StoredSecret]:
    """All of them."""
    return [StoredSecret(one.about, one.key_name() or "") for one in _tokens(world)]


def renew_seals(world: World, author: str) -> list[str]:
    """Seal what is not sealed with the key in use; what that was. It goes on where it was cut off."""
    if not world.database.seals.name:
        raise StewardError("no_key")
    renewed = [one.about for one in _tokens(world) if one.renew_seal()]
    with world.database.begin() as tx:
        facts = {"key": world.database.seals.name, "secrets": renewed}
        audit.append(tx, world.now_text(), author, "secrets_rotated", facts)
    return renewed


def _tokens(world: World) -> list[StoredTokens]:
    names = StoredTokens(world.database, "", world.now_text).names()
    return [StoredTokens(world.database, name, world.now_text) for name in names]
