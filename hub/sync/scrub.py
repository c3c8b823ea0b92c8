"""Taking persons out of a store: their records, all that hangs on them, and the sentences that tell of them.

Invariant: of a remote record that is about others too, their parts stay, and of its payload what they are read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from hub.matching.company_features import company_features
from hub.matching.keys import known_by
from hub.merging.claims import Marks, encode_marks, read_marks
from hub.store import erasures, evidence, golden, golden_links, identity, past, resolve_queue, sources
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.erased import HANGING, name_of
from hub.sync.evidence import NO_BOOK
from hub.sync.payloads import content_hash
from hub.sync.references import golden_text
from hub.sync.renamings import former_name
from hub.sync.traces import Traces

# Shorter words stand in too many other sentences.
_WORD_MIN = 4
_decode = msgspec.json.Decoder(dict[str, Any]).decode
Redacted = Callable[[Sequence[SourceRow]], bytes]
"""The payload that stays of a remote record, by the parts that are about others."""


def hanging_on(tx: Transaction, golden_ids: Sequence[int]) -> list[int]:
    """The golden records that tell of these persons and of nobody else."""
    linking = {number for number, field, _ in golden_links.leading_to(tx, golden_ids) if field == "person"}
    return [i for i, row in sorted(golden.by_ids(tx, sorted(linking)).items()) if row.entity in HANGING]


def rest_of(tx: Transaction, raw_id: int, rows: Iterable[SourceRow]) -> list[SourceRow]:
    """The parts of a remote record that are not among these."""
    own = {row.source_id for row in rows}
    return [row for row in sources.of_raw(tx, [raw_id]) if row.source_id not in own]


def docs_of(rows: Iterable[SourceRow]) -> Iterator[dict[str, Any]]:
    """What is said of persons by anybody, also where the hub wrote over it."""
    for row in rows:
        if row.entity == "person":
            doc = _decode(row.doc)
            yield doc
            yield {**doc, **{f: mark.value for f, mark in read_marks(row.marks).items() if mark.value is not None}}


def scrub(tx: Transaction, golden_ids: Sequence[int], rows: Sequence[SourceRow], redacted: Redacted) -> None:
    """Delete these golden and source records, and what tells of them."""
    source_ids, raw_ids = [row.source_id for row in rows], {row.raw_id for row in rows}
    rests = {raw_id: rest_of(tx, raw_id, rows) for raw_id in sorted(raw_ids)}
    names = [golden_text("person", number) for number in golden_ids]
    said = list(docs_of(rows))
    words, halves = _words(said), _halves(said)
    erasures.forget_words(tx, names, erasures.decisions_about(tx, source_ids), words)
    traces = Traces(words, halves)
    if words or halves:
        _forget_former_names(tx, traces)
    erasures.forget_quarantined(tx, sorted({(row.stream_id, row.external_id) for row in rows}))
    resolve_queue.enqueue_referring(tx, golden_ids)
    for raw_id, rest in rests.items():
        if rest:
            payload = redacted(rest)
            erasures.redact(tx, raw_id, payload, content_hash(payload))
    erasures.remove(tx, golden_ids, source_ids, [raw_id for raw_id, rest in rests.items() if not rest])
    if words or halves:
        traces.forget(tx)


def _forget_former_names(tx: Transaction, traces: Traces) -> None:
    """Forget what was typed over in companies where it tells of the person, and have them weighed without it."""
    for page in past.marks_of_companies(tx):
        for source_id, text in page:
            if traces.are_in(text.encode()):
                _forget_former_name(tx, traces, source_id, read_marks(text))


def _forget_former_name(tx: Transaction, traces: Traces, source_id: int, marks: Marks) -> None:
    told = {f: m for f, m in marks.items() if traces.are_in(msgspec.json.encode([m.saw, m.sent, m.late]))}
    if not told:
        return
    core = company_features(former_name(marks), "")[0]
    for row in evidence.traits(tx, [source_id]).values():
        facts = ["" if fact == core else fact for fact in msgspec.json.decode(row.facts)]
        evidence.store_traits(tx, [row._replace(book=NO_BOOK, facts=msgspec.json.encode(facts))])
    kept = marks | {f: msgspec.structs.replace(m, saw=None, sent=None, bounced=0, late=()) for f, m in told.items()}
    sources.set_marks(tx, [(encode_marks(kept), source_id)])
    resolve_queue.enqueue(tx, [(source_id, "company")])


def scrub_again(tx: Transaction) -> None:
    """Take out of an earlier state of a store whoever was erased since."""
    key = erasures.key_of(tx)
    if key is None:
        return
    found = [row for page in sources.each_page(tx, ["person", *sorted(HANGING)]) for row in _blocked(tx, key, page)]
    persons = {row.golden_id for row in found if row.entity == "person" and row.golden_id is not None}
    found += sources.of_golden(tx, hanging_on(tx, sorted(persons)))
    rows = list({row.source_id: row for row in found}.values())
    touched = sorted({row.golden_id for row in rows if row.golden_id is not None})
    own = {row.source_id for row in rows}
    left = {golden_id for golden_id, source_id in identity.members_of(tx, touched) if source_id not in own}
    # Who was one with an erased person then, and was parted from him since, is weighed anew.
    others = [row for row in sources.of_golden(tx, sorted(left)) if row.source_id not in own]
    resolve_queue.enqueue(tx, [(row.source_id, row.entity) for row in others])
    erasures.empty_golden(tx, sorted(left))
    ended = [golden_id for golden_id in touched if golden_id not in left]
    ended += [earlier for one in ended for earlier in golden.ids_leading_to(tx, one)]
    scrub(tx, ended, rows, lambda rest: b"{}")


def _blocked(tx: Transaction, key: bytes, rows: Sequence[SourceRow]) -> Iterator[SourceRow]:
    facts = {row.source_id: {erasures.digest(key, fact) for fact in _facts(row)} for row in rows}
    blocked = erasures.blocked(tx, set().union(*facts.values()))
    yield from (row for row in rows if facts[row.source_id] & blocked)


def _facts(row: SourceRow) -> Iterator[str]:
    yield name_of(row.stream_id, row.external_id, row.part)
    for doc in docs_of([row]):
        yield from known_by(doc)


def _halves(docs: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """The names that stand in two fields."""
    pairs = (("family_name", "given_name"), ("family_kana", "given_kana"))
    return {(doc[family], doc[given]) for doc in docs for family, given in pairs if doc.get(family) and doc.get(given)}


def _words(docs: Iterable[dict[str, Any]]) -> list[str]:
    """The words by which sentences tell of a person and of nobody else: mailboxes, mobile numbers, whole names, which
    people write with a space between or without one.
    """
    said: set[str] = set()
    for doc in docs:
        said |= {doc[field] for field in ("email", "mobile", "name") if field in doc} | set(doc.get("other_emails", ()))
        said |= {doc["name"].replace(" ", between) for between in ("", "\u3000") if "name" in doc}
    return sorted(word for word in said if len(word) >= _WORD_MIN)
