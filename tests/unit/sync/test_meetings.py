"""Records meet where they share a key that no more hold than its cap allows, whatever happened before."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.evidence_model import Definition, Key
from hub.model.schema import CanonicalSchema
from hub.store import evidence
from hub.store.migrate import open_store
from hub.sync.meetings import Meetings
from tests.laws import lawful
from tests.pipeline.ready import ready_file

# Keys of even numbers are of the first kind, of odd ones of the second: the lowest bits tell.
CAPS = (2, 3)
DEFINITION = Definition("person", tuple(Key(("a",), cap) for cap in CAPS), (), (), same=1, ask=1)
KEYS = st.frozensets(st.sampled_from([0, 1, 32, 33, 64, 65]), max_size=4)
CHANGES = st.lists(st.dictionaries(st.integers(1, 7), KEYS, min_size=1), min_size=1, max_size=5)
Held = dict[int, frozenset[int]]


def holders(held: Held) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for source_id, keys in held.items():
        for key in keys:
            found[key].add(source_id)
    return found


def finds(key: int, count: int) -> bool:
    return count <= CAPS[key & 31]


def expected_pairs(held: Held) -> set[tuple[int, int]]:
    return {
        pair for key, some in holders(held).items() if finds(key, len(some)) for pair in combinations(sorted(some), 2)
    }


def expected_crossed(before: Held, now: Held) -> set[int]:
    were, are = holders(before), holders(now)
    crossed = {key for key in were.keys() | are.keys() if finds(key, len(were[key])) != finds(key, len(are[key]))}
    return {source_id for key in crossed for source_id in are[key]}


@lawful(30)
@given(changes=CHANGES)
def test_those_meet_who_share_a_key_that_is_not_too_common(changes: list[Held]) -> None:
    with TemporaryDirectory(prefix="hub-law-") as folder:
        check(ready_file(Path(folder) / "hub.db"), changes)


def test_on_each_database_a_key_that_grows_common_lets_its_holders_go_and_come_back(store_url: str) -> None:
    common = {source_id: frozenset({32, 33}) for source_id in range(1, 6)}
    check(store_url, [common, {source_id: frozenset() for source_id in (1, 2, 3)}, {1: frozenset({32})}])


def check(store_url: str, changes: list[Held]) -> None:
    """What is stored after each change, in a transaction of its own, is what the records hold."""
    held: Held = {}
    database = open_store(store_url, CanonicalSchema())
    for change in changes:
        before = {source_id: held[source_id] for source_id in change if source_id in held}
        now = held | change
        with database.begin() as tx:
            meetings = Meetings(tx, DEFINITION)
            assert meetings.change(before, change) == expected_crossed(held, now)
            assert meetings.pairs(now) == expected_pairs(now)
            one = min(change)
            assert meetings.pairs({one: now[one]}) == {pair for pair in expected_pairs(now) if one in pair}
            # Some keys lie among those of late, and some in the large table.
            evidence.sort_in(tx, late_max=4)
            assert Meetings(tx, DEFINITION).pairs(now) == expected_pairs(now)
        held = now
    database.close()
