"""Names that people type, and what they stand for: `person/12` and `freee/partners/101#company`.

Invariant: a name either leads to what is stored or to an error that says what to type instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from hub.steward.errors import StewardError
from hub.store import erasures, golden, quarantine, raw, sources, streams
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.world import World

_SPEAKING = ("name", "title", "subject", "product", "code", "email", "kind")


def display_name(doc: Mapping[str, Any]) -> str:
    """What people call the record; empty where nothing in it speaks."""
    for field in _SPEAKING:
        if isinstance(doc.get(field), str):
            return str(doc[field])
    return " ".join(str(doc[field]) for field in ("family_name", "given_name") if field in doc)


def display_names(tx: Transaction, texts: Collection[str]) -> dict[str, str]:
    """What people call each of these golden names."""
    by_number = {int(text.rsplit("/", 1)[1]): text for text in texts}
    rows = golden.by_ids(tx, sorted(by_number))
    return {by_number[number]: display_name(msgspec.json.decode(row.doc)) for number, row in rows.items()}


def customers_named(tx: Transaction, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Of each of these golden records its name and what people call it."""
    rows = golden.by_ids(tx, sorted(set(numbers)))
    return {
        number: (golden_text(row.entity, number), display_name(msgspec.json.decode(row.doc)))
        for number, row in rows.items()
    }


def is_golden_name(world: World, text: str) -> bool:
    """Whether `text` reads like `person/12`; a record's name has a connection, a stream and an id."""
    entity, _, number = text.partition("/")
    return entity in world.schema.entities and number.isdecimal()


def golden_named(tx: Transaction, world: World, text: str) -> GoldenRow:
    """The golden record of this name, living or merged away."""
    entity, _, number = text.partition("/")
    if not is_golden_name(world, text):
        raise StewardError("no_golden_name", name=text)
    row = golden.by_ids(tx, [int(number)]).get(int(number))
    if row is None and int(number) in erasures.numbers(tx):
        raise StewardError("was_erased", text=text)
    if row is None:
        raise StewardError("no_golden", name=text)
    if row.entity != entity:
        raise StewardError("other_golden", name=text, number=number, found=golden_text(row.entity, row.golden_id))
    return row


def field_named(world: World, target: str, text: str) -> str:
    """The field of a golden or remote record that people mean: by its name, or by its label in either language."""
    entities = [target.partition("/")[0]] if is_golden_name(world, target) else list(world.schema.entities)
    known = [world.schema.fields(entity) for entity in entities]
    if any(text in fields for fields in known):
        return text
    labels = {label: name for fields in known for name, f in fields.items() for label in (f.label_ja, f.label_en)}
    return labels.get(text, text)


def living(tx: Transaction, world: World, text: str) -> int:
    """The number of the living golden record that a name leads to."""
    return golden.follow(tx, golden_named(tx, world, text).golden_id)


def parts_named(tx: Transaction, text: str) -> list[SourceRow]:
    """The source records of a remote record, or the one part that `#part` names."""
    stream_id, rest = _stream_named(tx, text)
    found, part = raw.by_external_id(tx, stream_id, rest), None
    if found is None and "#" in rest:
        rest, _, part = rest.rpartition("#")
        found = raw.by_external_id(tx, stream_id, rest)
    if found is None:
        raise _why_unknown(tx, stream_id, text, rest)
    rows = sources.of_raw(tx, [found[0]])
    chosen = [row for row in rows if part is None or row.part == part]
    if not chosen:
        raise StewardError("no_part", name=text, known=", ".join(sorted(row.part for row in rows)) or "—")
    return sorted(chosen, key=lambda row: row.source_id)


def source_named(tx: Transaction, world: World, text: str) -> SourceRow:
    """One source record; where no part is named, the anchor of the remote record."""
    if is_golden_name(world, text):
        row = golden_named(tx, world, text)
        raise StewardError("golden_given", name=text, known=", ".join(_records_of(tx, row.golden_id)))
    rows = parts_named(tx, text)
    stream = world.stream(rows[0].stream_id)
    anchors = [row for row in rows if stream is not None and row.part == stream.mapping.anchor]
    found = rows if len(rows) == 1 else anchors
    if len(found) != 1:
        raise StewardError("several_parts", name=text, known=", ".join("#" + row.part for row in rows))
    return found[0]


def _records_of(tx: Transaction, golden_id: int) -> list[str]:
    names = streams.names(tx)
    rows = sources.of_golden(tx, [golden.follow(tx, golden_id)])
    return [record_name(row, names) for row in rows]


def _stream_named(tx: Transaction, text: str) -> tuple[int, str]:
    """The stream's number and the rest of a record's name; names of streams may hold slashes."""
    known = {f"{connection}/{stream}": number for number, (connection, stream) in streams.names(tx).items()}
    fitting = [place for place in known if text.startswith(f"{place}/") and len(text) > len(place) + 1]
    if not fitting:
        raise StewardError("no_record_name", name=text, known=", ".join(sorted(known)) or "—")
    place = max(fitting, key=len)
    return known[place], text[len(place) + 1 :]


def _why_unknown(tx: Transaction, stream_id: int, text: str, external_id: str) -> StewardError:
    reasons = [row.reason for row in quarantine.listing(tx, stream_id) if row.external_id == external_id]
    if reasons:
        return StewardError("in_quarantine", name=text, said=reasons[0])
    return StewardError("no_record", name=text)
