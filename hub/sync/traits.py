"""Traits: source records as the matcher compares them, a person with the employer and the post that stand beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from hub.matching.columns import company_row, person_row
from hub.matching.features import FEATURES, features
from hub.store import sources
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction

_decode = msgspec.json.Decoder(dict[str, Any]).decode

Features = dict[str, str]
Doc = Mapping[str, Any]


def features_of(tx: Transaction, entity: str, source_ids: Sequence[int]) -> dict[int, Features]:
    """The features of these records of one entity."""
    told = rows_of(tx, entity, source_ids)
    return {source_id: dict(zip(FEATURES, features(row), strict=True)) for source_id, row in told.items()}


def rows_of(tx: Transaction, entity: str, source_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """These records of one entity as rows of a file that the matcher reads."""
    rows = sources.by_ids(tx, source_ids)
    return dict(_people(tx, rows)) if entity == "person" else {r.source_id: company_row(_decode(r.doc)) for r in rows}


def _people(tx: Transaction, rows: Sequence[SourceRow]) -> Iterator[tuple[int, dict[str, str]]]:
    beside: dict[int, list[SourceRow]] = {}
    for row in sources.of_raw(tx, sorted({row.raw_id for row in rows})):
        beside.setdefault(row.raw_id, []).append(row)
    employers = _employers(tx, [row for some in beside.values() for row in some if row.entity == "employment"])
    for row in rows:
        post = _post(beside[row.raw_id])
        company = employers.get(str(post.get("company"))) or _first(beside[row.raw_id], "company")
        yield row.source_id, person_row(_decode(row.doc), company, post)


def _post(parts: Sequence[SourceRow]) -> Doc:
    """The employment that a record tells of; of several the primary one."""
    posts = [_decode(row.doc) for row in sorted(parts, key=lambda row: row.part) if row.entity == "employment"]
    return next((post for post in posts if post.get("is_primary")), posts[0] if posts else {})


def _first(parts: Sequence[SourceRow], entity: str) -> Doc:
    found = sorted((row.part, row.doc) for row in parts if row.entity == entity)
    return _decode(found[0][1]) if found else {}


def _employers(tx: Transaction, posts: Sequence[SourceRow]) -> dict[str, Doc]:
    """The companies that posts refer to, as far as their records are there."""
    targets = {str(target) for row in posts if (target := _decode(row.doc).get("company"))}
    return {target: _decode(doc) for target, doc in sources.referred(tx, sorted(targets)).items()}
