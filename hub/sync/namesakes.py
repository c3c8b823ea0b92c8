"""Namesakes: customers of one natural key, of whom one answers when the lost creation of the other is looked up.

Invariant: what a record says is compared with what was sent as records are compared with each other (match keys and
walls); who says less than was sent contradicts nothing.
"""

from __future__ import annotations

from hub.matching.cluster import Member
from hub.matching.evidence import wall_between
from hub.matching.keys import IDENTIFYING, match_keys
from hub.normalize.compare import same
from hub.sync.world import Document, World


def is_namesake(world: World, entity: str, sent: Document, shown: Document, *, is_named: bool) -> bool:
    """Whether a record is another customer's than the one to be created. What refers to customers is not asked.

    One that is `named` was found before, and may be known by another key by now; a wall parts it still.
    """
    if entity in world.refers:
        return False
    if wall_between(entity)(_member(entity, sent), _member(entity, shown)) is not None:
        return True
    if is_named or not _differ(world, entity, sent, shown):
        return False
    return set(match_keys(entity, sent)).isdisjoint(match_keys(entity, shown))


def _differ(world: World, entity: str, sent: Document, shown: Document) -> bool:
    """Whether the two say otherwise in anything by which a customer is known."""
    kinds = world.kinds(entity)
    told = IDENTIFYING.get(entity, frozenset()).intersection(sent, shown)
    both = ((field, sent[field], shown[field]) for field in told)
    return any(None not in (one, other) and not same(kinds[field], one, other) for field, one, other in both)


def _member(entity: str, doc: Document) -> Member:
    return Member(0, "", match_keys(entity, doc), {field: value for field, value in doc.items() if value is not None})
