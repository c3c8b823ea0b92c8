"""Evidence: records are weighed against those with which they share a block key, and pairs that may be one are stored.

Invariant: once the queue is empty, the stored likenesses are those of all pairs that share a key which is not too
common, weighed as the records are now and by the book of rarities; no order of arrival changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations
from math import inf, log2

from hub.matching.cluster import Height, Member, Wall
from hub.matching.conditions import Facts
from hub.matching.evidence_model import Definition
from hub.matching.weigh import Line, Weighed, lines, weigh
from hub.matching.weigher import weigher
from hub.store import evidence, resolve_queue, sources
from hub.store.apart import Apart
from hub.store.evidence import LikenessRow, Pair, TraitRow
from hub.store.transaction import Transaction
from hub.sync.against import Against
from hub.sync.census import Census
from hub.sync.known import Known, read_keys
from hub.sync.meetings import Meetings
from hub.sync.renamings import Mentions
from hub.sync.traits import Features, features_of

# Between so many records at most pairs are weighed at a time: memory stays flat.
_SLICE = 500
NO_BOOK = -1
"""The number of no book: who is known by it has to be weighed."""


class Evidence:
    """Weighs the records of one entity within one transaction; what was taken `apart` already is not again."""

    def __init__(
        self, tx: Transaction, entity: str, definition: Definition, mentions: Mentions, apart: Apart | None = None
    ) -> None:
        self._tx, self._entity, self.definition, self._apart = tx, entity, definition, apart
        self._mentions = mentions
        self._weigher = weigher(definition)
        self._census = Census.of(tx, definition)
        self._chance = log2(self._census.count)
        self._known = Known(tx, self._weigher, self._census)
        self._meetings = Meetings(tx, definition)
        self._alike: dict[int, list[LikenessRow]] = {}
        self.stirred: set[int] = set()

    def take(self, source_ids: Sequence[int]) -> list[Pair]:
        """Look at records that are new or changed; the pairs that were alike and are so no more."""
        lost: list[Pair] = []
        for start in range(0, len(source_ids), _SLICE):
            lost += self._take(source_ids[start : start + _SLICE])
        return lost

    def learn_anew(self, source_ids: Sequence[int]) -> None:
        """Store facts and keys of records as this definition asks for them. They count as not yet weighed, and what was
        weighed of them stands until it is their turn.
        """
        found = features_of(self._tx, self._entity, source_ids, self._mentions, self._apart)
        stored = evidence.traits(self._tx, list(found))
        self._known.learn(found, NO_BOOK)
        self._change_keys(stored, found)

    def alike(self, source_ids: Sequence[int]) -> list[LikenessRow]:
        """Every pair that the evidence makes one and that one of these records is in."""
        unasked = [source_id for source_id in source_ids if source_id not in self._alike]
        self._alike.update((source_id, []) for source_id in unasked)
        if unasked:
            self._add(evidence.likenesses(self._tx, unasked, self.definition.same), set(unasked))
        wanted, alike = set(source_ids), self._alike
        # A pair of two of these stands with both: the first one tells it.
        return [row for i in wanted for row in alike[i] if row[0] == i or row[0] not in wanted]

    def _add(self, rows: Iterable[LikenessRow], holders: Set[int]) -> None:
        alike = self._alike
        for row in rows:
            one, other, _ = row
            if one in holders:
                alike[one].append(row)
            if other in holders:
                alike[other].append(row)

    @property
    def same(self) -> float:
        """From so many bits on a pair is one customer."""
        return self.definition.same

    def against_among(self, source_ids: Sequence[int], alike: Iterable[LikenessRow]) -> tuple[Wall, Height]:
        """What keeps two of these records apart, a level of the evidence that the rest of it does not outweigh; and how
        much speaks against two that no wall parts. `alike` are those that the evidence makes one.
        """
        self._known.recall(source_ids)
        if unknown := [source_id for source_id in source_ids if source_id not in self._known.facts]:
            self._take(unknown)
        # What was weighed by another book may come out otherwise by this one.
        fresh = self._known.by_this_book
        against = self._against((one, other) for one, other, _ in alike if one in fresh and other in fresh)
        return against.wall, against.height

    def nothing_against(self, groups: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[bool]:
        """Of each group whether nothing speaks against any pair of its new records, or of one of these and a member."""
        self._known.recall({source_id for group in groups for some in group for source_id in some})
        return [self._is_agreed(newcomers, members) for newcomers, members in groups]

    def _is_agreed(self, newcomers: Sequence[int], members: Sequence[int]) -> bool:
        if not self._known.by_this_book.issuperset((*newcomers, *members)):
            return False
        facts, weigher, met = self._known.facts, self._weigher, list(members)
        for one in newcomers:
            alike = {side for row in self._alike[one] for side in row[:2]}
            unlike = (facts[other] for other in met if other not in alike)
            if any(weigher.height(facts[one], other, self._chance) > 0 for other in unlike):
                return False
            met.append(one)
        return True

    def against_known(self, members: Sequence[Member]) -> list[tuple[int, int, float | None]]:
        """The pairs of these that anything speaks against, and how much; None where a wall parts them. Nothing speaks
        yet against a record that was not looked at.
        """
        self._known.recall([member.source_id for member in members])
        known = sorted((m for m in members if m.source_id in self._known.facts), key=lambda member: member.source_id)
        height = self._against().height
        told = ((one, other, height(one, other)) for one, other in combinations(known, 2))
        return [(a.source_id, b.source_id, high if high < inf else None) for a, b, high in told if high > 0]

    def read_facts(self, source_ids: Iterable[int]) -> set[int]:
        """Read what is known of many records at once; of which of them anything is."""
        wanted = set(source_ids)
        self._known.recall(wanted)
        return wanted.intersection(self._known.facts)

    def told(self, one: int, other: int) -> tuple[list[Line], float]:
        """Each line of evidence about two stored records, and their sum."""
        self._known.recall((one, other))
        return lines(self.definition, self._named(one), self._named(other)), self.weighed(one, other).score

    def weighed(self, one: int, other: int) -> Weighed:
        """Two records that were looked at."""
        return weigh(self.definition, self._named(one), self._named(other), self.count)

    def words_for(self, pairs: Sequence[Pair]) -> list[str]:
        """What speaks for these pairs of looked-at records, the weightiest first."""
        best: dict[str, float] = {}
        facts = self._known.facts
        for one, other in pairs:
            for words, worth in self._weigher.tell_pair(facts[one], facts[other]):
                if worth > best.get(words, 0.0):
                    best[words] = worth
        return [words for words, _ in sorted(best.items(), key=lambda told: (-told[1], told[0]))]

    @property
    def count(self) -> int:
        """Among how many records a pair is found by chance."""
        return self._census.count

    def _against(self, alike: Iterable[Pair] = ()) -> Against:
        return Against(self._weigher, self._known.facts, self._chance, alike)

    def _named(self, source_id: int) -> Facts:
        return dict(zip(self._weigher.columns, self._known.facts[source_id], strict=True))

    def _take(self, source_ids: Sequence[int]) -> list[Pair]:
        found = features_of(self._tx, self._entity, source_ids, self._mentions, self._apart)
        stored = evidence.traits(self._tx, list(found))
        changed = {
            i: told for i, told in found.items() if i not in stored or not self._known.says_the_same(stored[i], told)
        }
        if not changed:
            return []
        before = {i: stored[i] for i in changed if i in stored}
        self._known.learn(changed)
        crossed = self._change_keys(before, changed)
        self._wake_people(list(changed))
        # Of a record that is new nothing is stored yet.
        weighed_before = sorted(crossed.union(before) - (changed.keys() - before))
        stood = {row[:2] for row in self.alike(weighed_before)}
        self._weigh_again(sorted(crossed.union(changed)), weighed_before)
        stand = {row[:2] for row in self.alike(weighed_before)}
        self.stirred.update(*(pair for pair in stood ^ stand if changed.keys().isdisjoint(pair)))
        return sorted(stood - stand)

    def _change_keys(self, before: Mapping[int, TraitRow], changed: Mapping[int, Features]) -> set[int]:
        return self._meetings.change(
            {source_id: read_keys(row.keys) for source_id, row in before.items()}, self._known.keys_of(changed)
        )

    def _weigh_again(self, source_ids: Sequence[int], weighed_before: Sequence[int]) -> None:
        pairs = self._meetings.pairs(self._known.keys_of(source_ids))
        self._known.recall({source_id for pair in pairs for source_id in pair})
        rows = self._likenesses(pairs)
        evidence.replace_likenesses(self._tx, weighed_before, rows)
        self._note(set(source_ids), [row for row in rows if row[2] >= self.same])

    def _note(self, weighed: Set[int], alike: Iterable[LikenessRow]) -> None:
        """These are all pairs of what was weighed: the store need not be asked for them."""
        for source_id, rows in self._alike.items():
            self._alike[source_id] = [row for row in rows if weighed.isdisjoint(row[:2])]
        self._alike.update((source_id, []) for source_id in weighed)
        self._add(alike, self._alike.keys())

    def _likenesses(self, pairs: Iterable[Pair]) -> list[LikenessRow]:
        """Those that may be one."""
        weigh_pair, facts, chance, ask = self._weigher.weigh_pair, self._known.facts, self._chance, self.definition.ask
        weighed = ((one, other, weigh_pair(facts[one], facts[other], chance)[0]) for one, other in pairs)
        return [row for row in weighed if row[2] >= ask]

    def _wake_people(self, changed: Sequence[int]) -> None:
        """Who works for a company is known by it, too."""
        if self._entity == "company":
            resolve_queue.enqueue(self._tx, [(i, "person") for i in evidence.staff_of(self._tx, changed)])


def wake_holders(tx: Transaction, posts: Sequence[int]) -> None:
    """Let the people be looked at once more in whose remote records these employments stand."""
    raw_ids = sorted({row.raw_id for row in sources.by_ids(tx, posts)})
    resolve_queue.enqueue(tx, [(source_id, "person") for source_id in evidence.known_among(tx, raw_ids, "person")])
