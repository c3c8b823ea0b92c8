"""A bundle: what one run touched as one file, pseudonymised, with everything that is needed to do it again elsewhere.

Invariant: no payload, text of a system, token or name of a person is in it; the key of the pseudonyms is thrown away.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from hub.merging.claims import read_marks, write_marks
from hub.model.schema import CanonicalSchema
from hub.steward.bundle_format import SETTING, About, StreamAbout
from hub.steward.errors import StewardError
from hub.steward.neighbourhoods import weighed_in
from hub.steward.pseudonyms import Pseudonyms
from hub.store import extract, runs, setting
from hub.store.database import Database
from hub.store.scratch import scratch_copy
from hub.store.transaction import Transaction
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Packed(msgspec.Struct, frozen=True):
    """What was written."""

    file: str
    run: int
    golden_records: int


def pack(
    world: World, run_id: int, path: Path, streams: list[StreamAbout], custom: dict[str, dict[str, Any]]
) -> Packed:
    """Write the bundle of a run; a file of that name is not replaced."""
    if path.exists():
        raise StewardError("file_exists", file=str(path))
    with scratch_copy(world.database, world.schema) as url:
        copy = Database(url)
        try:
            with copy.begin() as tx:
                about = _about(tx, world, run_id, streams, custom)
                count = extract.keep_only(tx, run_id)
                about = msgspec.structs.replace(about, weighed=weighed_in(tx, world))
                extract.forget_weighed(tx)
                _hide(tx, world.schema, Pseudonyms(secrets.token_hex(32)))
                tx.run("DELETE FROM setting")
                setting.remember(tx, SETTING, msgspec.json.encode(about).decode())
            extract.write_whole(copy, path)
        finally:
            copy.close()
    return Packed(str(path), run_id, count)


def _about(
    tx: Transaction, world: World, run_id: int, streams: list[StreamAbout], custom: dict[str, dict[str, Any]]
) -> About:
    run = runs.by_id(tx, run_id)
    if run is None:
        raise StewardError("no_run", number=run_id)
    ledger = _decode(run.ledger) if run.ledger else {}
    # Names of records and the words of systems stay at home; the counts tell what happened.
    counts = {name: value for name, value in ledger.items() if name not in {"merges", "stopped"}}
    rules = dict(world.rules)
    facts = (run.kind, run.state, run.started_at, run.config_digest)
    return About(run_id, *facts, rules, streams, custom, world.shared_by_max, counts)


def _hide(tx: Transaction, schema: CanonicalSchema, hidden: Pseudonyms) -> None:
    kinds = {e: {spec.name: spec.kind for spec in schema.fields(e).values()} for e in schema.entities}
    entity_of = dict(tx.rows("SELECT id, entity FROM source_record"))
    named = _Names(tx, kinds)

    def value(entity: str, field: str, content: Any) -> Any:
        kind = kinds.get(entity, {}).get(field, "text")
        return named.reference(content) if kind == "ref" else hidden.value(kind, content)

    def source(entity: str, doc: str, marks: str | None) -> tuple[str, str, str | None]:
        values = {field: value(entity, field, content) for field, content in _decode(doc).items()}
        found = read_marks(marks)
        for field, mark in found.items():
            mark.value, mark.sent, mark.saw = (value(entity, field, each) for each in (mark.value, mark.sent, mark.saw))
            mark.late = tuple((until, value(entity, field, each)) for until, each in mark.late)
        return entity, msgspec.json.encode(values).decode(), write_marks(found)

    def golden(entity: str, doc: str) -> tuple[str, str]:
        values = {
            field: content if kinds[entity].get(field) == "ref" else value(entity, field, content)
            for field, content in _decode(doc).items()
        }
        return entity, msgspec.json.encode(values, order="sorted").decode()

    def decision(left: int, content: str | None) -> tuple[int, str | None, str, str]:
        values = {field: value(entity_of[left], field, each) for field, each in _decode(content or "{}").items()}
        return left, msgspec.json.encode(values).decode() if content else None, "somebody", ""

    extract.rewrite(tx, "source_record", ("entity", "doc", "marks"), source)
    extract.rewrite(tx, "golden", ("entity", "doc"), golden)
    extract.rewrite(tx, "raw_record", ("external_id",), lambda name: (named.of(name),))
    extract.rewrite(tx, "intent", ("external_id",), lambda name: (name and named.of(name),))
    tx.run("UPDATE intent SET payload = '{}', fields = '{}', message = ''")
    extract.rewrite(tx, "decision", ("left", "value", "author", "reason"), lambda left, v, *_: decision(left, v))
    tx.run("DELETE FROM waiting_reference")
    tx.run("UPDATE run SET ledger = NULL")


class _Names:
    """Numbers in the place of external ids, in the same order: among equals the order of names decides."""

    def __init__(self, tx: Transaction, kinds: Mapping[str, Mapping[str, str]]) -> None:
        found = {row[0] for row in tx.rows("SELECT external_id FROM raw_record")}
        found |= {row[0] for row in tx.rows("SELECT external_id FROM intent WHERE external_id IS NOT NULL")}
        for entity, doc in tx.rows("SELECT entity, doc FROM source_record"):
            references = [content for field, content in _decode(doc).items() if kinds[entity].get(field) == "ref"]
            found |= {_taken_apart(content)[1] for content in references}
        ordered = sorted(found, key=lambda name: f"{name}#")
        self._numbers = {name: f"{number:09}" for number, name in enumerate(ordered, start=1)}

    def of(self, name: str) -> str:
        """The number of an external id."""
        return self._numbers[name]

    def reference(self, content: str | None) -> str | None:
        """`<stream>/<external id>#<part>` with the id's number."""
        if content is None:
            return None
        stream, name, part = _taken_apart(content)
        return f"{stream}/{self._numbers.get(name, 'unknown')}#{part}"


def _taken_apart(reference: str) -> tuple[str, str, str]:
    stream, _, rest = reference.partition("/")
    name, _, part = rest.rpartition("#")
    return stream, name, part
