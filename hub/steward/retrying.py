"""What a run wished and was not done: why, and trying it again.

Invariant: nothing that may have arrived is sent again, unless a person says that it is not there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Literal

import msgspec

from hub.steward.changes import why_of
from hub.steward.decide import check_author, deciding
from hub.steward.errors import StewardError
from hub.steward.release import let_go
from hub.store import audit, golden, intents, raw, runs
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.reasons import Reason
from hub.sync.references import golden_text
from hub.sync.world import World

Retried = Literal["rejected", "lost"]
"""rejected: the system refused it, so it is planned anew. lost: a creation that a person has looked for in vain."""
RETRIED: tuple[Retried, ...] = ("rejected", "lost")
_TOLD = ("rejected", "unknown", "sending", "lost")
_EVER = "9999"
_EVERY_ONE = 2**62


class NotDone(msgspec.Struct, frozen=True):
    """A write that was refused, or of which nobody knows what became."""

    stream: str
    operation: str
    external_id: str | None
    golden: str
    state: str
    why: Reason | None


class Unfinished(msgspec.Struct, frozen=True):
    """`counts` by `connection/stream` and state, held and waiting writes included; the first of `writes` one by one."""

    counts: dict[str, dict[str, int]]
    writes: list[NotDone]

    def count(self, *states: str) -> int:
        """How many there are in these states."""
        return sum(count for found in self.counts.values() for state, count in found.items() if state in states)


def unfinished_of(world: World, number: int, limit: int) -> Unfinished:
    """What a run wished, or tried, and was not done until now."""
    with world.database.look() as tx:
        span = _span(tx, number)
        counts: dict[str, dict[str, int]] = {}
        for (stream_id, state), count in intents.unfinished_counts(tx, *span).items():
            if (stream := world.stream(stream_id)) is not None:
                counts.setdefault(stream.place, Counter())[state] = count
        rows = intents.unfinished(tx, *span, _TOLD, limit)
        entities = {number: row.entity for number, row in golden.by_ids(tx, [row.golden_id for row in rows]).items()}
        return Unfinished(counts, [_told(world, row, entities) for row in rows if world.stream(row.stream_id)])


def try_again(world: World, number: int, what: Retried, author: str) -> int:
    """Wish again what was refused in a run, or send again its creations that were lost; how many there were.

    The next sync carries it out; a write that was refused is planned from what holds then.
    """
    check_author(author)
    with deciding(world) as tx:
        found = [
            i for i in intents.unfinished(tx, *_span(tx, number), (what,), _EVERY_ONE) if world.stream(i.stream_id)
        ]
        if not found:
            raise StewardError("retry_nothing", number=number)
        if what == "lost":
            let_go(tx, found)
        else:
            _wish_again(tx, found)
        facts = {"run": number, "intents": [intent.intent_id for intent in found], "kind": what}
        audit.append(tx, world.now_text(), author, "writes_retried", facts)
    world.log("writes_retried", run=number, intents=len(found), kind=what, author=author)
    return len(found)


def try_all_again(tx: Transaction, world: World, author: str) -> None:
    """Wish again whatever systems have refused in any run; the sync to come plans it from what holds then.

    A creation that a known record stands in the way of is left to that record: news of it is heard by the pull.
    """
    refused = [i for i in intents.refused_still(tx, _EVERY_ONE) if world.stream(i.stream_id)]
    found = [intent for intent in refused if not _is_in_the_way(tx, intent)]
    if found:
        _wish_again(tx, found)
        facts = {"intents": [intent.intent_id for intent in found], "kind": "rejected"}
        audit.append(tx, world.now_text(), author, "writes_retried", facts)


def _is_in_the_way(tx: Transaction, intent: IntentRow) -> bool:
    """Whether the record because of which a creation was refused is there as far as is known."""
    if intent.operation != "create" or intent.external_id is None:
        return False
    known = raw.by_external_id(tx, intent.stream_id, intent.external_id)
    return known is not None and known[4] is None


def _span(tx: Transaction, number: int) -> tuple[int, str, str]:
    row = runs.by_id(tx, number)
    if row is None:
        raise StewardError("no_run", number=number)
    return number, row.started_at, row.finished_at or _EVER


def _wish_again(tx: Transaction, found: list[IntentRow]) -> None:
    by_stream: dict[int, set[int]] = defaultdict(set)
    for intent in found:
        by_stream[intent.stream_id].add(intent.golden_id)
    for stream, golden_ids in by_stream.items():
        intents.forget_refused(tx, stream, sorted(golden_ids))
    golden.enqueue(tx, sorted(set(golden.living(tx, sorted({i.golden_id for i in found})).values())))


def _told(world: World, row: IntentRow, entities: dict[int, str]) -> NotDone:
    stream = world.stream(row.stream_id)
    name = golden_text(entities[row.golden_id], row.golden_id) if row.golden_id in entities else ""
    place = stream.place if stream is not None else str(row.stream_id)
    return NotDone(place, row.operation, row.external_id, name, row.state, why_of(row)[1])
