"""Traits: source records as the matcher compares them, a person with the employer and the post that stand beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from hub.matching.columns import company_row, person_row
from hub.matching.features import FEATURES, features
from hub.store import sources
from hub.store.sources import PartRow
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
    if entity == "person":
        return dict(_people(tx, source_ids))
    return {source_id: company_row(_decode(doc)) for source_id, doc in sources.said(tx, source_ids)}


def _people(tx: Transaction, source_ids: Sequence[int]) -> Iterator[tuple[int, dict[str, str]]]:
    beside: defaultdict[int, list[_Part]] = defaultdict(list)
    for row in sources.beside(tx, source_ids):
        beside[row.raw_id].append(_Part(row, _decode(row.doc)))
    posts = {raw_id: _post(parts) for raw_id, parts in beside.items()}
    employers = _employers(tx, beside, posts)
    wanted = set(source_ids)
    found = [part for parts in beside.values() for part in parts if part.row.source_id in wanted]
    for part in sorted(found, key=lambda part: part.row.source_id):
        raw_id = part.row.raw_id
        company = employers[raw_id] or _first(beside[raw_id], "company")
        yield part.row.source_id, person_row(part.doc, company, posts[raw_id])


class _Part(NamedTuple):
    row: PartRow
    doc: Doc

    @property
    def name(self) -> str:
        """How references name it."""
        return f"{self.row.place}#{self.row.part}"


def _post(parts: Sequence[_Part]) -> Doc:
    """The employment that a record tells of; of several the primary one."""
    told = [part for part in parts if part.row.entity == "employment"]
    posts = [part.doc for part in sorted(told, key=lambda part: part.row.part)]
    return next((post for post in posts if post.get("is_primary")), posts[0] if posts else {})


def _first(parts: Sequence[_Part], entity: str) -> Doc:
    found = [part for part in parts if part.row.entity == entity]
    return min(found, key=lambda part: part.row.part).doc if found else {}


def _employers(tx: Transaction, beside: Mapping[int, Sequence[_Part]], posts: Mapping[int, Doc]) -> dict[int, Doc]:
    """The company that each post refers to, which mostly stands beside it; nothing where it is not there."""
    targets = {raw_id: str(post.get("company")) for raw_id, post in posts.items()}
    found: dict[str, Doc] = {part.name: part.doc for raw_id, parts in beside.items() for part in parts}
    elsewhere = sorted({target for target in targets.values() if target not in found} - {"None"})
    found |= {target: _decode(doc) for target, doc in sources.referred(tx, elsewhere).items()}
    return {raw_id: found.get(target, {}) for raw_id, target in targets.items()}
