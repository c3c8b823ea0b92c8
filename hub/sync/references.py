"""References as stored in source records: `<stream number>/<external id>#<part>`; golden ones read `company/42`.

Mappings speak of `#part` (of the same record) and `stream/external id#part` (of the same connection).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hub.mapping.compile import CompiledMapping
from hub.store import identity
from hub.store.transaction import Transaction
from hub.sync.world import Document


def absolute(text: str, stream_id: int, external_id: str, stream_ids: Mapping[str, int]) -> str:
    """A mapping's reference with the store's numbers in it."""
    if text.startswith("#"):
        return f"{stream_id}/{external_id}{text}"
    stream, rest = text.split("/", 1)
    return f"{stream_ids[stream]}/{rest}"


def external_id_of(text: str) -> str:
    """The remote system's own id in `<stream number>/<external id>#<part>`."""
    return text.split("/", 1)[1].rsplit("#", 1)[0]


def make_absolute(
    mapping: CompiledMapping,
    parts: Mapping[str, Document],
    stream_id: int,
    external_id: str,
    stream_ids: Mapping[str, int],
) -> None:
    """Do so for all references of a mapped record, in place."""
    for name, doc in parts.items():
        part = mapping.part_of(name)
        for field in part.refs if part is not None else ():
            if field in doc:
                doc[field] = absolute(doc[field], stream_id, external_id, stream_ids)


def golden_text(entity: str, golden_id: int) -> str:
    """How a golden record is named everywhere: `company/42`."""
    return f"{entity}/{golden_id}"


def golden_number(text: str) -> int:
    """The number in `company/42`."""
    return int(text.rsplit("/", 1)[1])


def to_golden(
    tx: Transaction, docs: Sequence[Document], fields: Mapping[str, str]
) -> tuple[list[Document], list[list[str]]]:
    """Copies of `docs` whose reference fields (name -> entity) hold golden names, and the targets that are not known
    yet.
    """
    if not fields:
        return list(docs), [[] for _ in docs]
    wanted = {doc[field] for doc in docs for field in fields if field in doc}
    known = identity.resolve_references(tx, sorted(wanted))
    resolved, waiting = [], []
    for doc in docs:
        copy, missing = dict(doc), []
        for field, entity in fields.items():
            target = copy.pop(field, None)
            if target in known:
                copy[field] = golden_text(entity, known[target])
            elif target is not None:
                missing.append(target)
        resolved.append(copy)
        waiting.append(missing)
    return resolved, waiting


def reference_fields(fields: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The reference fields among (name, entity referred to)."""
    return {name: entity for name, entity in fields if entity is not None}
