"""Traits: source records as the matcher compares them, a person with the employer and the post that stand beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import xxhash

from hub.matching.columns import company_row, person_row
from hub.matching.company_features import company_features
from hub.matching.features import FEATURES, features
from hub.merging.claims import read_marks
from hub.store import sources
from hub.store.apart import Apart
from hub.store.sources import PartRow
from hub.store.transaction import Transaction
from hub.sync.renamings import Mentions, former_name

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode
_decode_features = msgspec.json.Decoder(tuple[str, ...]).decode

Features = dict[str, str]
Doc = Mapping[str, Any]


def features_of(
    tx: Transaction, entity: str, source_ids: Sequence[int], mentions: Mentions, apart: Apart | None = None
) -> dict[int, Features]:
    """The features of these records of one entity, with the name that a company had in a record until it was renamed
    there; of those that were taken `apart`, and say the same as then, they are not worked out again.
    """
    rows = rows_of(tx, entity, source_ids)
    kept = apart.find(source_ids) if apart is not None else {}
    found = {source_id: _named(_taken_apart(row, kept.get(source_id))) for source_id, row in rows.items()}
    if entity == "company":
        _add_former_names(tx, found, mentions)
    return found


def _add_former_names(tx: Transaction, found: Mapping[int, Features], mentions: Mentions) -> None:
    """A name that itself tells a former one (in brackets) goes before what was typed over."""
    for source_id, stream_id, part, marks in sources.marked(tx, list(found)):
        if (stream_id, part) in mentions or not (former := former_name(read_marks(marks))):
            continue
        told, core = found[source_id], company_features(former, "")[0]
        if told["company"] not in ("", core) and not told["former"]:
            told["former"] = core


def take_apart(tx: Transaction, entity: str, source_ids: Sequence[int], apart: Apart) -> Iterable[Features]:
    """The features of each of these records, which are kept."""
    rows = rows_of(tx, entity, source_ids)
    found = {source_id: features(row) for source_id, row in rows.items()}
    apart.keep((source_id, _digest(rows[source_id]), _encode(told)) for source_id, told in found.items())
    return map(_named, found.values())


def _taken_apart(row: Mapping[str, str], kept: tuple[int, bytes] | None) -> tuple[str, ...]:
    return _decode_features(kept[1]) if kept is not None and kept[0] == _digest(row) else features(row)


def _named(told: tuple[str, ...]) -> Features:
    return dict(zip(FEATURES, told, strict=True))


def _digest(row: Mapping[str, str]) -> int:
    # 63 bits, because databases have signed integers.
    return xxhash.xxh3_64_intdigest(_encode(row)) >> 1


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
