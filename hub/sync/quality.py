"""Once a day after a run: how complete customers are, and how many of them several systems know.

Invariant: a sample answers, so that it costs the same among a million as among a few thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from hub.store import quality
from hub.store.quality import Quality
from hub.store.transaction import Encoded, Transaction
from hub.sync.world import World

SAMPLE = 4000
MAIN_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "company": ("name", "kana", "corporate_number", "phone", "email", "postal_code"),
        "person": ("family_name", "family_kana", "email", "phone", "mobile", "postal_code"),
    }
)
_DAY = len("2026-11-28")
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def note_quality(world: World) -> None:
    """Look, where nobody has looked today."""
    today = world.now_text()[:_DAY]
    with world.database.look() as tx:
        if quality.is_noted(tx, today):
            return
        sampled = quality.sample(tx, tuple(MAIN_FIELDS), SAMPLE)
        found = [_of(tx, today, entity, docs) for entity, docs in sampled.items() if docs]
    if found:
        with world.database.begin() as tx:
            quality.note(tx, found)


def _of(tx: Transaction, day: str, entity: str, docs: Mapping[int, Encoded]) -> Quality:
    fields = MAIN_FIELDS[entity]
    filled = sum(len(_decode(doc).keys() & set(fields)) for doc in docs.values())
    several = sum(count > 1 for count in quality.systems_of(tx, list(docs)).values())
    return Quality(day, entity, len(docs), round(filled / len(docs) / len(fields), 4), round(several / len(docs), 4))
