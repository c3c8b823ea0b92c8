"""Records of erased persons, known again by keyed hashes: they are left out of what is stored, whoever brings them.

Invariant: of a remote record that is also about somebody else, only what is not about the person stays, in its payload
too. A record that was about somebody else until now, and tells of an erased person, changes nothing. Where an erased
person may still stand in a shared record, nothing is written until its system shows that place empty.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hub.mapping.compile import CompiledMapping, CompiledPart
from hub.mapping.elements import RECORD
from hub.mapping.path import Path, goes_into_a_list, is_blank, read, write
from hub.matching.keys import known_by
from hub.normalize.names import company_key
from hub.normalize.persons import person_key
from hub.sdk.records import BadRecord
from hub.store import erasures, raw, sources
from hub.store.transaction import Transaction
from hub.sync.payloads import content_hash
from hub.sync.reading import Mapped, Refused
from hub.sync.world import Document, StreamSetup

# What hangs on a person, and tells of nobody else.
HANGING = frozenset({"employment", "consent", "activity"})
_encode = msgspec.json.Encoder(decimal_format="number").encode


def name_of(stream_id: int, external_id: str, part: str | None = None) -> str:
    """The fact that is true of one remote record, or of one part of it, for ever."""
    return f"record|{stream_id}/{external_id}" + (f"#{part}" if part is not None else "")


def row_facts(stream: StreamSetup, part: str, doc: Document, firms: Iterable[Document]) -> set[str]:
    """What is true of a person in any row of a list that names its rows by what stands in them: who corrects a mailbox
    or a code there makes another row of it, and the person in it is who he was, by his name and his firm's.
    """
    name = doc.get("name") or f"{doc.get('family_name', '')} {doc.get('given_name', '')}".strip()
    if not stream.manifest.id_from_key or not name:
        return set()
    called = {company_key(firm["name"]) for firm in firms if firm.get("name")} - {""}
    return {f"row|{stream.stream_id}#{part}|{person_key(name)}|{firm}" for firm in called}


class Erased:
    """Looks at the records of one page of a stream."""

    def __init__(self, tx: Transaction, stream: StreamSetup, key: bytes) -> None:
        self._tx, self._stream, self._key = tx, stream, key

    @classmethod
    def of(cls, tx: Transaction, stream: StreamSetup) -> Erased | None:
        """None where nobody was ever erased."""
        key = erasures.key_of(tx)
        return None if key is None else cls(tx, stream, key)

    def without_refused(self, refused: Sequence[Refused]) -> list[Refused]:
        """Records that can't be read, without those that are known by their names."""
        return [one for one in refused if not self._blocked([self._name(one.record.external_id)])]

    def without_bad(self, bad: Sequence[BadRecord]) -> list[BadRecord]:
        """The same for records that the connector can't read."""
        return [one for one in bad if one.external_id is None or not self._blocked([self._name(one.external_id)])]

    def without(self, mapped: Sequence[Mapped]) -> list[Mapped]:
        """The records that may be stored, with what may be stored of them."""
        facts = {fact for one in mapped for part, doc in one.parts.items() for fact in self._facts(one, part, doc)}
        known = self._blocked(sorted(facts))
        return [kept for one in mapped if (kept := self._kept(one, known)) is not None] if known else list(mapped)

    def let_go_emptied(self, mapped: Sequence[Mapped]) -> None:
        """Parts of shared records that a system shows without an erased person may be about others from now on."""
        lacked = {
            self._name(one.record.external_id, part): (one, part)
            for one in mapped
            for part in lacking(self._stream, one.parts)
        }
        known = self._blocked(sorted(lacked))
        empty = [
            fact for fact in known if _says_nothing(self._stream.mapping, lacked[fact][1], lacked[fact][0].payload)
        ]
        erasures.let_go(self._tx, [erasures.digest(self._key, fact) for fact in empty])

    def _kept(self, one: Mapped, known: set[str]) -> Mapped | None:
        gone = {part for part, doc in one.parts.items() if known & set(self._own_facts(one, part, doc))}
        gone |= {part for part, doc in one.parts.items() if self._hangs(one, part, doc, known, gone)}
        if not gone:
            return one
        rest = {part: doc for part, doc in one.parts.items() if part not in gone}
        if not rest or gone & self._stored_parts(one):
            return None
        payload = kept_of(one.payload, self._stream.mapping, rest)
        record = msgspec.structs.replace(one.record, payload=payload)
        return msgspec.structs.replace(one, record=record, hash=content_hash(payload), parts=rest)

    def _stored_parts(self, one: Mapped) -> set[str]:
        """The parts under which the hub knows somebody who was not erased."""
        found = raw.by_external_id(self._tx, self._stream.stream_id, one.record.external_id)
        return {row.part for row in sources.of_raw(self._tx, [found[0]])} if found is not None else set()

    def _hangs(self, one: Mapped, part: str, doc: Document, known: set[str], gone: set[str]) -> bool:
        if self._entity(part) not in HANGING:
            return False
        targets = self._targets(part, doc)
        return any(f"record|{target}" in known or self._is_of(one, target, gone) for target in targets)

    def _is_of(self, one: Mapped, target: str, gone: set[str]) -> bool:
        return target in {f"{self._stream.stream_id}/{one.record.external_id}#{part}" for part in gone}

    def _targets(self, part: str, doc: Document) -> list[str]:
        found = self._stream.mapping.part_of(part)
        return [doc[field] for field in found.refs if field in doc] if found is not None else []

    def _facts(self, one: Mapped, part: str, doc: Document) -> Iterable[str]:
        yield from self._own_facts(one, part, doc)
        if self._entity(part) in HANGING:
            yield from (f"record|{target}" for target in self._targets(part, doc))

    def _own_facts(self, one: Mapped, part: str, doc: Document) -> Iterable[str]:
        yield self._name(one.record.external_id)
        yield self._name(one.record.external_id, part)
        if self._entity(part) == "person":
            yield from known_by(doc)
            firms = [doc for name, doc in one.parts.items() if self._entity(name) == "company"]
            yield from row_facts(self._stream, part, doc, firms)

    def _name(self, external_id: str, part: str | None = None) -> str:
        return name_of(self._stream.stream_id, external_id, part)

    def _entity(self, part: str) -> str:
        return self._stream.mapping.entity_of(part)

    def _blocked(self, facts: Sequence[str]) -> set[str]:
        by_digest = {erasures.digest(self._key, fact): fact for fact in facts}
        return {by_digest[one] for one in erasures.blocked(self._tx, list(by_digest))}


def lacking(stream: StreamSetup, there: Container[str]) -> list[str]:
    """The parts that one record of the stream could have, and has not."""
    return [part.name for part in stream.mapping.parts.values() if part.for_each is None and part.name not in there]


def _says_nothing(mapping: CompiledMapping, name: str, payload: Document) -> bool:
    """Whether all that only this part is read from is blank."""
    of_others = {path for part in mapping.parts.values() if part.name != name for path in _paths(part)}
    return all(is_blank(read(payload, path)) for path in _paths(mapping.parts[name]) if path not in of_others)


Place = tuple[int, str, str]
"""stream_id, external_id, part."""


def of_erased(tx: Transaction, records: Iterable[tuple[StreamSetup, str, Container[str]]]) -> frozenset[Place]:
    """The places in these records, by the parts that are known of each, where an erased person may still stand."""
    key = erasures.key_of(tx)
    if key is None:
        return frozenset()
    places = {
        erasures.digest(key, name_of(stream.stream_id, external_id, part)): (stream.stream_id, external_id, part)
        for stream, external_id, there in records
        for part in lacking(stream, there)
    }
    return frozenset(places[one] for one in erasures.blocked(tx, list(places)))


def kept_of(payload: Mapping[str, Any], mapping: CompiledMapping, parts: Iterable[str]) -> bytes:
    """The payload with nothing in it but what these parts are read from; what stands in lists of values is left out."""
    kept: dict[str, Any] = {}
    _copy(payload, kept, mapping.whole)
    known = {part.name: part for name in parts if (part := mapping.part_of(name)) is not None}
    for part in known.values():
        if part.for_each is None:
            _copy(payload, kept, _paths(part))
            continue
        found = read(payload, part.for_each.path)
        elements: list[Document] = []
        for element in found if isinstance(found, list) else ():
            elements.append({})
            _copy(element, elements[-1], [*_paths(part), part.for_each.key])
        write(kept, part.for_each.path, elements)
    return _encode(kept)


def _paths(part: CompiledPart) -> list[Path]:
    of_rules = [path for rule in part.rules for path in rule.paths]
    return [*of_rules, *part.requires, *([] if part.unless is None else [part.unless])]


def _copy(source: Any, into: Document, paths: Iterable[Path]) -> None:
    for path in paths:
        value = None if goes_into_a_list(path) or path[0] == RECORD else read(source, path)
        if value is not None:
            write(into, path, value)
