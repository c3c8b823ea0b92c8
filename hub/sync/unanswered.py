"""Unanswered: updates of which nobody knows whether they arrived, noted in the records that they were sent to.

Invariant: what a pull then shows as it was sent is the hub's own word, also where no look-up can tell of it before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from hub.merging.claims import encode_marks, read_marks
from hub.merging.written import unanswered
from hub.store import raw, sources
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.story import read_story
from hub.sync.world import StreamSetup

# Nothing on the way to a system delivers a request later than that.
ON_THE_WAY = timedelta(days=2)
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def note_unanswered(tx: Transaction, stream: StreamSetup, intents: Sequence[IntentRow]) -> None:
    """Note what each update may have left in its record."""
    updates = {i.external_id: i for i in intents if i.operation == "update" and i.external_id is not None}
    states = raw.gate(tx, stream.stream_id, sorted(updates))
    told = {state.raw_id: updates[external_id] for external_id, state in states.items()}
    noted = []
    for row in sources.of_raw(tx, sorted(told)):
        intent = told[row.raw_id]
        part = read_story(intent.fields).get(row.part)
        if part is not None:
            args = (_decode(row.doc), read_marks(row.marks), row.since, part.to, intent.intent_id)
            noted.append((encode_marks(unanswered(*args)), row.source_id))
    sources.set_marks(tx, noted)
