"""The conflicts about one field decided by one rule: shown first with what would be written, and taken back in one go.

Invariant: what is carried out is what was shown, all of it or nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec

from hub.merging.agreement import agree
from hub.merging.rules import Rule, Unit
from hub.merging.survive import claims_of
from hub.steward.conflicts import Conflict, row_of, seen_of, tell
from hub.steward.decide import check_author, decide_in, deciding
from hub.steward.errors import StewardError
from hub.steward.questions import BY_RULE
from hub.steward.review import effects_of
from hub.steward.value_rules import rule_named, unit_asked, winner_of
from hub.steward.weigh import Cluster, clusters
from hub.store import decisions, golden, raw, review
from hub.store.review import Wanted
from hub.store.transaction import Transaction
from hub.sync.world import World

# So many conflicts are decided at once: as many as somebody may be thought to answer for.
MOST_AT_ONCE = 500


class RuledConflict(msgspec.Struct, frozen=True):
    """A conflict with what the rule would choose."""

    conflict: Conflict
    choice: int
    values: dict[str, Any]


class Writes(msgspec.Struct, frozen=True):
    """How many records of a stream would be written over; `is_braked` where the mass-change brake would hold those of
    all conflicts that wait, of which these are a part.
    """

    stream: str
    writes: int
    records: int
    is_braked: bool


class ValueBulk(msgspec.Struct, frozen=True):
    """`left` are the conflicts that the rule answers by none of their choices, and `further` those that wait for
    another time. `seen` is the mark of all of it, which the carrying out gives back. `decisions` are empty where
    nothing was stored, `proposed` are those that wait for a second person.
    """

    entity: str
    unit: str
    key: str
    ruled: list[RuledConflict]
    left: int
    further: int
    writes: list[Writes]
    seen: str
    decisions: list[int] = []
    proposed: int = 0


def ruled(world: World, entity: str, unit: str, key: str) -> ValueBulk:
    """What a rule would decide."""
    with world.database.look() as tx:
        return _ruled(tx, world, entity, unit, key)


def decide_by_rule(world: World, entity: str, unit: str, key: str, author: str, seen: str) -> ValueBulk:
    """Carry out what was shown."""
    check_author(author)
    with deciding(world) as tx:
        found = _ruled(tx, world, entity, unit, key)
        if found.seen != seen:
            raise StewardError("conflicts_moved")
        now = world.now()
        # All of one moment: they are taken back as one.
        at_once = replace(world, now=lambda: now)
        made = [
            decide_in(tx, at_once, one.conflict.number, one.choice, BY_RULE + author, key, seen_of(one.conflict))
            for one in found.ruled
        ]
    numbers = [one.decision for one in made if one.decision]
    return msgspec.structs.replace(found, decisions=numbers, proposed=len(made) - len(numbers))


def made_at_once(world: World, number: int) -> int:
    """How many decisions that were made at once with this one still stand."""
    with world.database.look() as tx:
        found = decisions.by_id(tx, number)
        return 0 if found is None else len(decisions.made_with(tx, found[0].author, found[0].at))


def _ruled(tx: Transaction, world: World, entity: str, name: str, key: str) -> ValueBulk:
    unit = unit_asked(world, entity, name)
    rule = rule_named(world, unit, key)
    rows = [row_of(tx, number) for number in review.open_ones(tx, entity, unit.name, MOST_AT_ONCE)]
    homes = {row.conflict_id: golden.follow(tx, row.golden_id) for row in rows}
    living = clusters(tx, world, sorted(set(homes.values())))
    answered, counts = [], Counter[str]()
    for one in tell(tx, rows):
        # Two customers who became one may bring a conflict each; the decision about the first closes both.
        cluster = living.pop(homes[one.number], None)
        choice = _choice(unit, rule, cluster, one) if cluster is not None else None
        if cluster is None or choice is None:
            continue
        values = next(c.values for c in one.choices if c.number == choice)
        answered.append(RuledConflict(one, choice, values))
        written = [effect for effect in effects_of(tx, world, cluster, unit, values) if effect.is_written]
        counts.update("/".join(effect.record.split("/")[:2]) for effect in written)
    mark = [(one.conflict.number, one.choice, seen_of(one.conflict)) for one in answered]
    seen = hashlib.sha256(msgspec.json.encode((key, mark))).hexdigest()[:16]
    further = review.count(tx, Wanted("open", entity, unit.name)) - len(rows)
    writes = _writes(tx, world, counts, 1 + further / max(1, len(rows)))
    return ValueBulk(entity, unit.name, key, answered, len(rows) - len(answered), further, writes, seen)


def _choice(unit: Unit, rule: Rule, cluster: Cluster, found: Conflict) -> int | None:
    """The choice that says what the rule makes of the claims as they are now."""
    claims = claims_of(unit, cluster.sources)
    if not claims:
        return None
    values = winner_of(unit, rule, claims).values
    return next((c.number for c in found.choices if c.source is not None and agree(unit, c.values, values)), None)


def _writes(tx: Transaction, world: World, counts: Counter[str], share: float) -> list[Writes]:
    told = []
    for stream in world.streams():
        if count := counts[stream.place]:
            live = raw.live_count(tx, stream.stream_id)
            told.append(Writes(stream.place, count, live, world.brake.holds(round(count * share), live)))
    return told
