"""Doubles: customers who stand several times in one system, and a proposal which record should stay there.

Invariant: nothing is written. What is merged or archived in a system, a person does there, and the hub follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

from hub.merging.agreement import agree
from hub.steward.errors import StewardError
from hub.steward.naming import display_name
from hub.store import doubles, golden, sources
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import Document, StreamSetup, World

Way = Literal["merge", "archive", "delete", "by_hand"]

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Standing(msgspec.Struct, frozen=True):
    """One record of the customer: how many records of its own system refer to it, of how many units it says what the
    golden record says, and the values of those in which it differs.
    """

    record: str
    since: str
    referring: int
    agreeing: int
    differing: dict[str, Document]


class Double(msgspec.Struct, frozen=True):
    """A customer with several records in one stream; `stays` is proposed to be kept, `way` is how the system lets the
    others go.
    """

    stream: str
    entity: str
    golden: str
    display: str
    way: Way
    stays: Standing
    others: list[Standing]


class Doubles(msgspec.Struct, frozen=True):
    """Those of `total` that were asked for."""

    total: int
    doubles: list[Double]
    format: int = 1


def doubled(world: World, stream: str | None = None, limit: int | None = None) -> Doubles:
    """Where most refer to comes first: there a double does most harm."""
    wanted = [one for one in world.streams() if one.manifest.writable and stream in (None, one.place)]
    if stream is not None and not wanted:
        known = ", ".join(one.place for one in world.streams() if one.manifest.writable)
        raise StewardError("no_stream", name=stream, known=known or "—")
    with world.database.begin() as tx:
        found = [double for one in wanted for double in _of_stream(tx, world, one)]
    found.sort(key=lambda double: (-_harm(double), double.stream, double.golden))
    return Doubles(len(found), found[:limit])


def _of_stream(tx: Transaction, world: World, stream: StreamSetup) -> list[Double]:
    by_golden = doubles.doubled(tx, stream.stream_id, stream.mapping.anchor)
    rows = {row.source_id: row for row in sources.by_ids(tx, [i for ids in by_golden.values() for i in ids])}
    goldens = golden.by_ids(tx, list(by_golden))
    referring = _referring(tx, list(by_golden))
    found = []
    for golden_id, source_ids in by_golden.items():
        doc = _decode(goldens[golden_id].doc)
        standing = [_standing(world, stream, rows[i], doc, referring) for i in source_ids]
        stays = min(standing, key=_rank)
        others = [one for one in standing if one is not stays]
        name = golden_text(stream.anchor_entity, golden_id)
        way = _way(stream)
        found.append(Double(stream.place, stream.anchor_entity, name, display_name(doc), way, stays, others))
    return found


def _referring(tx: Transaction, golden_ids: Sequence[int]) -> Counter[str]:
    """How many source records refer to each one, by the reference as it is stored."""
    docs = (doc for _, doc in doubles.referring(tx, golden_ids))
    return Counter(value for doc in docs for value in set(_texts(_decode(doc).values())))


def _texts(values: Iterable[Any]) -> Iterable[str]:
    return (value for value in values if isinstance(value, str))


def _standing(world: World, stream: StreamSetup, row: SourceRow, doc: Document, referring: Counter[str]) -> Standing:
    said = _decode(row.doc)
    agreeing, differing = 0, {}
    for unit in world.rules[row.entity].units:
        here = {field: said[field] for field in unit.fields if field in said}
        if not here:
            continue
        if agree(unit, here, {field: doc[field] for field in unit.fields if field in doc}):
            agreeing += 1
        else:
            differing[unit.name] = here
    target = f"{stream.stream_id}/{row.external_id}#{row.part}"
    return Standing(f"{stream.place}/{row.external_id}", row.since, referring[target], agreeing, differing)


def _rank(one: Standing) -> tuple[Any, ...]:
    """The record that most refer to, then that which says most of what is true, then the oldest."""
    return -one.referring, -one.agreeing, one.since, one.record


def _harm(double: Double) -> int:
    return sum(one.referring for one in (double.stays, *double.others))


def _way(stream: StreamSetup) -> Way:
    if stream.manifest.merges:
        return "merge"
    for way in ("archive", "delete"):
        if way in stream.manifest.operations:
            return way
    return "by_hand"
