"""Golden records do not depend on the order of arrival: any order, pages and runs end in the same customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.cluster import Member
from hub.matching.evidence import wall_between
from hub.matching.keys import match_keys, strength
from hub.merging.claims import Source
from hub.merging.survive import survive
from hub.sdk.records import Page, RawRecord
from hub.store import resolve_queue
from hub.store.times import utc_text
from hub.sync.world import PushPolicy
from tests.laws import lawful
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System
from tests.pipeline.test_properties import laboratory

CONTACTS = """
mapping: 1
connector: memory
stream: people
when: at
parts:
  person:
    fields:
      family_name: family
      given_name: given
      email: {from: email, with: email}
      mobile: {from: mobile, with: phone}
      occupation: job
      contact_email: {from: mail_ok, with: boolean}
  company:
    requires: company
    fields:
      name: company
      corporate_number: number
      postal_code: {from: postal, with: postal_code}
  employment:
    requires: company
    fields:
      person: {part: person}
      company: {part: company}
      title: title
"""
SYSTEMS = ("alpha", "beta", "gamma")
START = datetime.fromisoformat("2024-05-01T00:00:00+00:00")
Name = str
"""How a record is named everywhere: `alpha/people/3#person`."""


@dataclass(frozen=True)
class Arrival:
    """A record, and where it is found."""

    system: str
    record_id: str
    payload: dict[str, Any]

    def name(self, part: str) -> Name:
        return f"{self.system}/people/{self.record_id}#{part}"


class Feed(System):
    """A system that shows what it is told to show, in pages of its own; its cursor counts what it has shown."""

    shown: list[list[RawRecord]] = []

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        for number, page in enumerate(self.shown[int(cursor or 0) :], start=int(cursor or 0) + 1):
            yield Page(page, str(number))


def some(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([*values, None])


payloads = st.fixed_dictionaries(
    {
        "family": st.sampled_from(["山田", "佐藤"]),
        "given": st.sampled_from(["太郎", "花子"]),
        "email": some("a@example.jp", "b@example.jp", "info@example.jp"),
        "mobile": some("090-1234-5678", "080-8765-4321"),
        "job": some("部長", "課長"),
        "mail_ok": some("true", "false"),
        "company": some("株式会社アクメ", "有限会社アクメ", "アクメ"),
        "number": some("7000012050002", "2000012010019"),
        "postal": some("100-0001", "530-0001"),
        "title": some("主任"),
        "day": st.integers(0, 3),
    }
)


def _arrivals(found: list[tuple[str, dict[str, Any]]]) -> list[Arrival]:
    made = []
    for number, (system, payload) in enumerate(found):
        said = {field: value for field, value in payload.items() if value is not None and field != "day"}
        at = (START + timedelta(days=payload["day"])).isoformat()
        # Names sort in another order than records arrive.
        made.append(Arrival(system, str((number * 7 + 3) % 13), {**said, "at": at}))
    return made


worlds = st.lists(st.tuples(st.sampled_from(SYSTEMS), payloads), min_size=3, max_size=12).map(_arrivals)
orders = worlds.flatmap(
    lambda world: st.tuples(
        st.permutations(world),
        st.lists(st.integers(1, 4), min_size=1, max_size=4),
        st.permutations(world),
        st.lists(st.integers(1, 4), min_size=1, max_size=4),
        st.sampled_from([2, 3, 200]),
    )
)


def settle_in(lab: Lab, world: Sequence[Arrival], sizes: Sequence[int]) -> dict[frozenset[Name], dict[str, Any]]:
    """Let the records arrive, a few for each run; the golden records by the names of their members."""
    waiting, turn = list(world), 0
    while waiting:
        size = sizes[turn % len(sizes)]
        for arrival in waiting[:size]:
            raw = RawRecord(arrival.record_id, msgspec.json.encode(arrival.payload))
            _feed(lab, arrival.system).shown.append([raw])
        waiting, turn = waiting[size:], turn + 1
        lab.sync(steps=("pull", "resolve"))
    return golden_records(lab)


def _feed(lab: Lab, name: str) -> Feed:
    feed = lab.world.connections[name].connector
    assert isinstance(feed, Feed)
    return feed


def golden_records(lab: Lab) -> dict[frozenset[Name], dict[str, Any]]:
    """Every living golden record; references between them are told by the members of what they refer to."""
    with lab.database.begin() as tx:
        rows = tx.rows(
            "SELECT c.golden_id, t.connection, r.external_id, s.part, g.doc FROM crosswalk c "
            "JOIN golden g ON g.id = c.golden_id JOIN source_record s ON s.id = c.source_id "
            "JOIN raw_record r ON r.id = s.raw_id JOIN stream t ON t.id = s.stream_id"
        )
        living = tx.rows("SELECT id FROM golden WHERE redirect_to IS NULL")
    members: dict[int, set[Name]] = {}
    for golden_id, connection, external_id, part, _ in rows:
        members.setdefault(golden_id, set()).add(f"{connection}/people/{external_id}#{part}")
    assert {row[0] for row in living} == members.keys()
    docs = {row[0]: msgspec.json.decode(row[4]) for row in rows}
    return {frozenset(names): _without_ids(docs[golden_id], members) for golden_id, names in members.items()}


def _without_ids(doc: dict[str, Any], members: dict[int, set[Name]]) -> dict[str, Any]:
    told = dict(doc)
    for field in ("person", "company"):
        if field in told:
            told[field] = sorted(members[int(told[field].split("/")[1])])
    return told


def lab_of_feeds(lab: Lab, shared_by_max: int = 200) -> Lab:
    feeds = {name: Feed(name, lab.clock) for name in SYSTEMS}
    for feed in feeds.values():
        feed.shown = []
    connections = {n: replace(c, connector=feeds[n]) for n, c in lab.world.connections.items()}
    lab.world = replace(lab.world, connections=connections, shared_by_max=shared_by_max)
    return lab


@lawful(16)
@given(orders)
def test_the_order_of_arrival_decides_nothing(drawn: Any) -> None:
    one, one_sizes, other, other_sizes, shared_by_max = drawn
    found = []
    for world, sizes in ((one, one_sizes), (other, other_sizes)):
        with laboratory(SYSTEMS, CONTACTS, push=PushPolicy()) as lab:
            found.append(settle_in(lab_of_feeds(lab, shared_by_max), world, sizes))
    assert found[0] == found[1]


def test_a_key_that_too_many_held_joins_those_who_are_left() -> None:
    shared = {"family": "山田", "given": "太郎", "email": "a@example.jp", "at": START.isoformat()}
    three = [Arrival(system, "1", shared) for system in SYSTEMS]
    with laboratory(SYSTEMS, CONTACTS, push=PushPolicy()) as lab:
        assert len(settle_in(lab_of_feeds(lab, shared_by_max=2), three, [3])) == 3
        moved = Arrival("gamma", "1", {**shared, "email": "c@example.jp"})
        found = settle_in(lab, [moved], [1])
    alpha, beta, gamma = (arrival.name("person") for arrival in three)
    assert found.keys() == {frozenset({alpha, beta}), frozenset({gamma})}


def test_a_key_joins_who_takes_it_while_another_gives_it_up() -> None:
    shared = {"family": "山田", "given": "太郎", "email": "a@example.jp", "at": START.isoformat()}
    before = [Arrival("alpha", "1", shared), Arrival("beta", "1", shared)]
    alone = Arrival("gamma", "1", {**shared, "email": "c@example.jp"})
    with laboratory(SYSTEMS, CONTACTS, push=PushPolicy()) as lab:
        settle_in(lab_of_feeds(lab, shared_by_max=2), [*before, alone], [3])
        given_up = Arrival("alpha", "1", {**shared, "email": "b@example.jp"})
        found = settle_in(lab, [given_up, Arrival("gamma", "1", shared)], [2])
    # Alpha stays with beta: an address that somebody corrects parts nobody.
    assert found.keys() == {frozenset(f"{system}/people/1#person" for system in SYSTEMS)}


@lawful(16)
@given(worlds, st.lists(st.tuples(st.integers(0, 11), payloads), max_size=8), st.sampled_from([2, 3, 200]))
def test_edits_weighed_one_by_one_are_as_if_everything_were_weighed_again(
    world: list[Arrival], edits: list[tuple[int, dict[str, Any]]], shared_by_max: int
) -> None:
    with laboratory(SYSTEMS, CONTACTS, push=PushPolicy()) as lab:
        settle_in(lab_of_feeds(lab, shared_by_max), world, [5])
        for place, payload in edits:
            edited = world[place % len(world)]
            said = {field: value for field, value in payload.items() if value is not None and field != "day"}
            at = {"at": (START + timedelta(days=payload["day"])).isoformat()}
            settle_in(lab, [Arrival(edited.system, edited.record_id, {**said, **at})], [1])
        found = golden_records(lab), _lineages(lab)
        with lab.database.begin() as tx:
            resolve_queue.enqueue_all(tx)
        lab.sync(steps=("resolve",))
        assert (golden_records(lab), _lineages(lab)) == found


def _lineages(lab: Lab) -> list[tuple[int, Any]]:
    with lab.database.begin() as tx:
        rows = tx.rows("SELECT id, lineage FROM golden WHERE redirect_to IS NULL ORDER BY id")
    return [(row[0], row[1] and msgspec.json.decode(row[1])) for row in rows]


@lawful(16)
@given(worlds)
def test_golden_records_are_those_of_a_naive_oracle(world: list[Arrival]) -> None:
    with laboratory(SYSTEMS, CONTACTS, push=PushPolicy()) as lab:
        found = settle_in(lab_of_feeds(lab), world, [3])
        expected = {**_oracle(lab, world, "person"), **_oracle(lab, world, "company")}
    assert {names: doc for names, doc in found.items() if "employment" not in next(iter(names))} == expected


def _oracle(lab: Lab, world: list[Arrival], part: str) -> dict[frozenset[Name], dict[str, Any]]:
    """All pairs, the strongest shared key first, no wall inside a group; then survivorship over each group."""
    mapping = lab.world.connections["alpha"].streams["people"].mapping
    docs: dict[Name, dict[str, Any]] = {}
    since: dict[Name, str] = {}
    for arrival in world:
        at, parts = mapping.map(arrival.payload)
        if part in parts:
            docs[arrival.name(part)] = parts[part]
            since[arrival.name(part)] = utc_text(datetime.fromisoformat(str(at)))
    groups = _greedy(part, docs)
    rules = lab.world.rules[part]
    golden = {}
    for group in groups:
        claimants = [Source(n, name.split("/")[0], name, since[name], docs[name], {}) for n, name in enumerate(group)]
        golden[frozenset(group)] = survive(claimants, rules, {}).values
    return golden


def _greedy(entity: str, docs: dict[Name, dict[str, Any]]) -> list[set[Name]]:
    members = {name: Member(0, name, match_keys(entity, doc), doc) for name, doc in docs.items()}
    wall = wall_between(entity)
    edges = []
    for one, other in combinations(sorted(members), 2):
        shared = set(members[one].keys) & set(members[other].keys)
        if shared:
            edges.append((-max(map(strength, shared)), one, other))
    groups = [{name} for name in members]
    for _, one, other in sorted(edges):
        left = next(group for group in groups if one in group)
        right = next(group for group in groups if other in group)
        if left is not right and not any(wall(members[a], members[b]) for a in left for b in right):
            groups.remove(right)
            left |= right
    return groups
