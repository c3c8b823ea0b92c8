"""Consent records: one that says no is an opt-out; one that says yes and is younger than an opt-out is its proof.

Invariant: a proof ends the opt-outs up to its own time that the hub knew when it came, and never what a person pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from hub.merging.claims import read_marks
from hub.merging.permissions import taken_away
from hub.store import conflicts, decisions, golden, golden_links, identity, resolve_queue, sources
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.times import utc_text_of
from hub.store.transaction import Transaction
from hub.sync.references import golden_number, golden_text
from hub.sync.world import Document, World

_FIELDS = {
    "email": "contact_email",
    "phone": "contact_phone",
    "mail": "contact_mail",
    "fax": "contact_fax",
    "sns": "contact_sns",
}
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class _Consent(NamedTuple):
    """What a consent says of a channel; the youngest is the one that counts."""

    at: str
    golden_id: int
    doc: Document

    @property
    def permits(self) -> bool:
        return bool(self.doc["state"] == "opt_in")


def take_consents(tx: Transaction, world: World, consents: Sequence[SourceRow]) -> None:
    """Weigh the permissions of the persons whom these consents, just resolved, are about."""
    ids = set(identity.golden_of(tx, [row.source_id for row in consents]).values())
    persons = {golden_number(doc["person"]) for doc in _docs(golden.by_ids(tx, sorted(ids))) if "person" in doc}
    for golden_id, row in golden.by_ids(tx, sorted(persons)).items():
        members = sources.of_golden(tx, [golden_id])
        for field, consent in _youngest(tx, world, golden_id).items():
            is_out = _decode(row.doc).get(field) is False
            if is_out == consent.permits and _counts(tx, world, members, field, consent):
                _decide(tx, world, golden_id, members, field, consent)


def _docs(rows: Mapping[int, GoldenRow]) -> Iterator[Document]:
    yield from (_decode(row.doc) for row in rows.values())


def _youngest(tx: Transaction, world: World, golden_id: int) -> dict[str, _Consent]:
    """The youngest consent of a person for each permission."""
    linking = [number for number, field, _ in golden_links.leading_to(tx, [golden_id]) if field == "person"]
    youngest: dict[str, _Consent] = {}
    for number, row in sorted(golden.by_ids(tx, sorted(set(linking))).items()):
        doc = _decode(row.doc) if row.entity == "consent" else {}
        field = _FIELDS.get(doc.get("channel", ""))
        if field is not None and "at" in doc and doc.get("state") in ("opt_in", "opt_out"):
            said = _Consent(min(utc_text_of(doc["at"]), world.now_text()), number, doc)
            # Of two from one moment, the one that takes the permission away.
            youngest[field] = max(youngest.get(field, said), said, key=lambda c: (c.at, c.doc["state"]))
    return youngest


def _counts(tx: Transaction, world: World, members: Sequence[SourceRow], field: str, consent: _Consent) -> bool:
    """Whether nobody has decided since; and where it permits, whether every opt-out is older, and nothing is pinned."""
    unit = world.rules["person"].unit_of(field).name
    about = [row for row in decisions.about(tx, [row.source_id for row in members]) if row.unit == unit]
    if any(row.at >= consent.at for row in about):
        return False
    is_proof = all(_out_since(row, field) < consent.at for row in members) and all(row.kind != "pin" for row in about)
    return is_proof or not consent.permits


def _out_since(row: SourceRow, field: str) -> str:
    return taken_away(_decode(row.doc), read_marks(row.marks), row.since, [field]).get(field, "")


def _decide(
    tx: Transaction, world: World, golden_id: int, members: Sequence[SourceRow], field: str, consent: _Consent
) -> None:
    unit = world.rules["person"].unit_of(field).name
    name = golden_text("consent", consent.golden_id)
    number = decisions.add(
        tx,
        "choose",
        min(row.source_id for row in members),
        unit=unit,
        value=msgspec.json.encode({field: consent.permits}).decode(),
        author="hub",
        reason=": ".join([name, *([consent.doc["proof"]] if "proof" in consent.doc else [])]),
        at=consent.at,
    )
    waiting = conflicts.open_of(tx, [golden_id]).get((golden_id, unit))
    if waiting is not None:
        conflicts.decide(tx, waiting, name, world.now_text())
    resolve_queue.enqueue(tx, [(row.source_id, row.entity) for row in members])
    world.log("consent_taken", golden=golden_text("person", golden_id), field=field, consent=name, decision=number)
