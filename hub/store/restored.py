"""The mark of a restored store: while it stands, plans are made, and nothing of them is sent before a person agrees."""

from __future__ import annotations

import msgspec

from hub.store import setting
from hub.store.transaction import Transaction

_NAME = "restored"


class Restored(msgspec.Struct, frozen=True):
    """When the store was restored, of what moment the backup is, and whether what must not go back in time was brought
    over from the store that stood there before (`carried`).
    """

    at: str
    made_at: str
    carried: bool


def mark(tx: Transaction, restored: Restored) -> None:
    """Hold whatever is planned from here on."""
    setting.remember(tx, _NAME, msgspec.json.encode(restored).decode())


def standing(tx: Transaction) -> Restored | None:
    """The mark, unless a person has looked at a plan since."""
    text = setting.remembered(tx, _NAME)
    return None if text is None else msgspec.json.decode(text, type=Restored)


def lift(tx: Transaction) -> None:
    """A person has looked at the plan."""
    setting.forget(tx, _NAME)
