"""Whom records refer to, and whom nobody has read: a purchase of a member who is in no list.

Invariant: nothing is stored beside what waits, so that what is told ends with the arrival or with a corrected number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from hub.store import golden, quarantine, streams, unlinked
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import Names, record_name
from hub.sync.references import external_id_of, golden_text
from hub.sync.world import World

Why = Literal["absent", "quarantined", "not_read"]
"""absent: its stream has been read, and no such record is in it. not_read: no stream of that name is read here."""
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class LookedFor(msgspec.Struct, frozen=True):
    """A reference of `source` in `field` that leads to nobody: `external_id` is looked for in the stream `place`."""

    field: str
    source: str
    place: str
    external_id: str
    why: Why


class UnlinkedStatus(msgspec.Struct, frozen=True):
    """How many records of a stream refer to somebody whom nobody has read; `example` is one of them."""

    connection: str
    stream: str
    records: int
    example: str


def looked_for(tx: Transaction, world: World, rows: Mapping[int, SourceRow]) -> list[LookedFor]:
    """What these source records, by their ids, look for."""
    found = unlinked.of_sources(tx, sorted(rows))
    names = streams.names(tx) if found else {}
    return [told for number, target in found for told in _told(tx, world, names, rows[number], target)]


def _told(tx: Transaction, world: World, names: Names, row: SourceRow, target: str) -> Iterator[LookedFor]:
    stream_id, external_id = int(target.split("/", 1)[0]), external_id_of(target)
    read = {stream.stream_id for stream in world.streams() if stream.pulls}
    why: Why = "absent" if stream_id in read else "not_read"
    if (stream_id, external_id) in quarantine.standing(tx, [external_id]):
        why = "quarantined"
    for field, value in _decode(row.doc).items():
        if value == target:
            yield LookedFor(field, record_name(row, names), "/".join(names[stream_id]), external_id, why)


def unlinked_streams(tx: Transaction) -> list[UnlinkedStatus]:
    """The streams that have such records, by their names."""
    counts, names = unlinked.counts(tx), streams.names(tx)
    examples = golden.by_ids(tx, [golden_id for _, golden_id in counts.values() if golden_id is not None])
    told = {number: golden_text(row.entity, number) for number, row in examples.items()}
    found = [UnlinkedStatus(*names[number], count, told.get(one or 0, "")) for number, (count, one) in counts.items()]
    return sorted(found, key=lambda one: (one.connection, one.stream))
