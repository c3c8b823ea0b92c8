"""JSON documents as text: one spelling for comparing, because PostgreSQL gives its own order and spacing back."""

from __future__ import annotations

import msgspec

from hub.store.transaction import Encoded


def canonical(text: Encoded | None) -> str | None:
    """The document with sorted keys and no spaces."""
    return None if text is None else msgspec.json.encode(msgspec.json.decode(text), order="sorted").decode()
