"""Evidence: records are weighed against those with which they share a block key, and pairs that may be one are stored.

Invariant: once the queue is empty, the stored likenesses are those of all pairs that share a key which is not too
common, weighed as the records are now and by the book of rarities; no order of arrival changes them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import inf, log2

import msgspec

from hub.matching.blocks import block_keys, cap_of
from hub.matching.cluster import Height, Member, Wall
from hub.matching.conditions import Facts
from hub.matching.evidence_model import Definition
from hub.matching.rarity import Book, asked, bits
from hub.matching.weigh import Line, Weighed, lines, weigh
from hub.matching.weigher import Listed, weigher
from hub.store import evidence, sources
from hub.store.evidence import LikenessRow, Pair, TraitRow
from hub.store.transaction import Transaction
from hub.sync.against import Against
from hub.sync.census import Census
from hub.sync.traits import Features, features_of

# Between so many records at most pairs are weighed at a time: memory stays flat.
_SLICE = 500
_encode = msgspec.json.Encoder().encode
_decode_facts = msgspec.json.Decoder(list[str | float]).decode
_decode_keys = msgspec.json.Decoder(list[int]).decode


class Evidence:
    """Weighs the records of one entity within one transaction."""

    def __init__(self, tx: Transaction, entity: str, definition: Definition) -> None:
        self._tx, self._entity, self.definition = tx, entity, definition
        self._weigher = weigher(definition)
        self._census = Census.of(tx, definition)
        self._chance = log2(self._census.count)
        self._features = self._weigher.features
        self._facts: dict[int, list[str | float]] = {}
        self._keys: dict[int, frozenset[int]] = {}

    def take(self, source_ids: Sequence[int]) -> list[Pair]:
        """Look at records that are new or changed; the pairs that were alike and are so no more."""
        lost: list[Pair] = []
        for start in range(0, len(source_ids), _SLICE):
            lost += self._take(source_ids[start : start + _SLICE])
        return lost

    def alike(self, source_ids: Sequence[int]) -> list[LikenessRow]:
        """Every pair that the evidence makes one and that one of these records is in."""
        return evidence.likenesses(self._tx, source_ids, self.definition.same)

    @property
    def same(self) -> float:
        """From so many bits on a pair is one customer."""
        return self.definition.same

    def against_among(self, source_ids: Sequence[int]) -> tuple[Wall, Height]:
        """What keeps two of these records apart, a level of the evidence that the rest of it does not outweigh; and how
        much speaks against two that no wall parts.
        """
        self._recall(source_ids)
        self._take([source_id for source_id in source_ids if source_id not in self._facts])
        against = self._against()
        return against.wall, against.height

    def against_known(self, members: Sequence[Member]) -> list[tuple[int, int, float | None]]:
        """The pairs of these that anything speaks against, and how much; None where a wall parts them. Nothing speaks
        yet against a record that was not looked at.
        """
        self._recall([member.source_id for member in members])
        known = sorted((m for m in members if m.source_id in self._facts), key=lambda member: member.source_id)
        height = self._against().height
        told = ((one, other, height(one, other)) for one, other in combinations(known, 2))
        return [(a.source_id, b.source_id, high if high < inf else None) for a, b, high in told if high > 0]

    def weighed(self, one: int, other: int) -> Weighed:
        """Two records that were looked at, with the words of the evidence."""
        return weigh(self.definition, self._named(one), self._named(other), self.count)

    def told(self, one: int, other: int) -> tuple[list[Line], float]:
        """Each line of evidence about two stored records, and their sum."""
        self._recall((one, other))
        return lines(self.definition, self._named(one), self._named(other)), self.weighed(one, other).score

    def words_for(self, pairs: Sequence[Pair]) -> list[str]:
        """What speaks for these pairs of looked-at records, the weightiest first."""
        best: dict[str, float] = {}
        for pair in pairs:
            for words, worth in self._weigher.tell_pair(*self._sides(pair)):
                best[words] = max(best.get(words, 0.0), worth)
        return [words for words, worth in sorted(best.items(), key=lambda told: (-told[1], told[0])) if worth > 0]

    @property
    def count(self) -> int:
        """Among how many records a pair is found by chance."""
        return self._census.count

    def _against(self) -> Against:
        return Against(self._weigher, self._facts, self._chance)

    def _sides(self, pair: Pair) -> tuple[Listed, Listed]:
        return self._facts[pair[0]], self._facts[pair[1]]

    def _named(self, source_id: int) -> Facts:
        return dict(zip(self._weigher.columns, self._facts[source_id], strict=True))

    def _take(self, source_ids: Sequence[int]) -> list[Pair]:
        found = features_of(self._tx, self._entity, source_ids)
        known = evidence.traits(self._tx, list(found))
        changed = {i: told for i, told in found.items() if not self._is_known(known.get(i), told)}
        if not changed:
            return []
        self._learn(changed)
        again = set(changed) | self._change_keys({i: known[i] for i in changed if i in known}, changed)
        self._wake_people(list(changed))
        return self._weigh_again(sorted(again))

    def _is_known(self, known: TraitRow | None, told: Features) -> bool:
        if known is None or known.book != self._census.number:
            return False
        facts = _decode_facts(known.facts)
        return all(said == told[feature] for feature, said in zip(self._features, facts, strict=False))

    def _learn(self, changed: Mapping[int, Features]) -> None:
        """Store the facts of these records: what they say, and what agreement on it is worth."""
        numbers = sorted({number for told in changed.values() for number in asked(self.definition, told)})
        book = Book(self._census.records, evidence.counted(self._tx, numbers) if self._census.records else {})
        rows = []
        for source_id, told in changed.items():
            worth = bits(self.definition, told, book)
            facts = _text([*(told[feature] for feature in self._features), *worth.values()])
            row = TraitRow(source_id, self._census.number, facts, _text(block_keys(self.definition, told)))
            rows.append(row)
            self._note(row)
        evidence.store_traits(self._tx, rows)

    def _note(self, row: TraitRow) -> None:
        self._facts[row.source_id] = _decode_facts(row.facts)
        self._keys[row.source_id] = frozenset(_decode_keys(row.keys))

    def _recall(self, source_ids: Iterable[int]) -> None:
        unknown = [source_id for source_id in source_ids if source_id not in self._facts]
        for row in evidence.traits(self._tx, unknown).values():
            self._note(row)

    def _change_keys(self, known: Mapping[int, TraitRow], changed: Iterable[int]) -> set[int]:
        """Store the block keys; who holds one that found pairs before and does so no more, or the other way round."""
        before = {i: frozenset(_decode_keys(known[i].keys)) if i in known else frozenset() for i in changed}
        gone = [(key, i) for i, keys in before.items() for key in keys - self._keys[i]]
        new = [(key, i) for i, keys in before.items() for key in self._keys[i] - keys]
        shift = Counter(key for key, _ in new)
        shift.subtract(key for key, _ in gone)
        held = evidence.holder_counts(self._tx, sorted(shift))
        evidence.change_keys(self._tx, gone, new)
        crossed = [
            key
            for key, by in shift.items()
            if self._finds(key, held.get(key, 0)) != self._finds(key, held.get(key, 0) + by)
        ]
        return {source_id for _, source_id in evidence.holders(self._tx, sorted(crossed))}

    def _finds(self, key: int, holders: int) -> bool:
        return holders <= cap_of(self.definition, key)

    def _weigh_again(self, source_ids: Sequence[int]) -> list[Pair]:
        before = {row[:2] for row in self.alike(source_ids)}
        self._recall(source_ids)
        pairs = self._pairs(source_ids)
        self._recall({source_id for pair in pairs for source_id in pair})
        rows = self._likenesses(sorted(pairs))
        evidence.replace_likenesses(self._tx, source_ids, rows)
        return sorted(before - {row[:2] for row in rows if row.score >= self.definition.same})

    def _likenesses(self, pairs: Iterable[Pair]) -> list[LikenessRow]:
        """Those that may be one."""
        weigh_pair, facts, chance, ask = self._weigher.weigh_pair, self._facts, self._chance, self.definition.ask
        weighed = ((one, other, weigh_pair(facts[one], facts[other], chance)[0]) for one, other in pairs)
        return [LikenessRow(one, other, score) for one, other, score in weighed if score >= ask]

    def _pairs(self, source_ids: Sequence[int]) -> set[Pair]:
        """Every pair with one of these records that shares a key which not too many share."""
        wanted = set(source_ids)
        holding: defaultdict[int, list[int]] = defaultdict(list)
        for key, source_id in evidence.holders(self._tx, sorted({k for i in source_ids for k in self._keys[i]})):
            holding[key].append(source_id)
        return {
            (min(one, other), max(one, other))
            for key, some in holding.items()
            if self._finds(key, len(some))
            for one in wanted.intersection(some)
            for other in some
            if one != other
        }

    def _wake_people(self, changed: Sequence[int]) -> None:
        """Who works for a company is known by it, too."""
        if self._entity == "company":
            sources.enqueue(self._tx, [(i, "person") for i in evidence.staff_of(self._tx, changed)])


def wake_holders(tx: Transaction, posts: Sequence[int]) -> None:
    """Let the people be looked at once more in whose remote records these employments stand."""
    raw_ids = sorted({row.raw_id for row in sources.by_ids(tx, posts)})
    sources.enqueue(tx, [(source_id, "person") for source_id in evidence.known_among(tx, raw_ids, "person")])


def _text(values: Sequence[object]) -> str:
    return _encode(values).decode()
