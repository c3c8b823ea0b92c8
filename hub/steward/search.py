"""Finding customers: by what they are or were called in any writing, numbers, mailboxes, and names in a system.

Invariant: whatever is typed is text, in any width; nothing is stored. Each hit is looked at as it stands now, so an
index that lags shows nobody who does not fit; it says how many it does not know yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from hub.matching.keys import match_keys
from hub.matching.terms import (
    ENTITIES,
    FITS,
    FORMAT,
    Fit,
    Probe,
    fit,
    fit_former,
    former_probes,
    probes,
    shelves,
)
from hub.normalize.emails import is_role_mailbox
from hub.normalize.numbers import is_corporate_number, number_key
from hub.normalize.text import tidy
from hub.steward.naming import display_name, is_golden_name
from hub.store import golden, identity, search, search_terms
from hub.store.search_terms import Reached
from hub.store.transaction import Transaction
from hub.sync.former import former_names_of
from hub.sync.references import golden_number, golden_text
from hub.sync.world import World

CUSTOMERS = tuple(ENTITIES)
MOST_WAITING = 10_000
SHOWN = ("kana", "corporate_number", "email", "phone", "mobile", "city")
_LONGEST = 200
_LONGEST_NUMBER = 18
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Hit(msgspec.Struct, frozen=True):
    """A customer that was found; `facts` tell customers of one name apart. `former` is the name that it no longer has,
    where it was found by that alone.
    """

    golden: str
    entity: str
    display: str
    facts: dict[str, str]
    fit: Fit
    former: str = ""


class Found(msgspec.Struct, frozen=True):
    """What was found, best first; `is_cut` where there may be more. `waiting` customers are not in the index yet, at
    least, where there are `MOST_WAITING`.
    """

    hits: list[Hit]
    is_cut: bool
    waiting: int = 0
    format: int = 1


def find(world: World, text: str, limit: int = 50, entity: str = "") -> Found:
    """The customers, or those of one entity, that fit what was typed."""
    asked = tidy(text)[:_LONGEST]
    with world.database.look() as tx:
        state = search_terms.reached(tx)
        finder = _Finder(tx, state, (entity,) if entity in CUSTOMERS else CUSTOMERS, limit)
        hits = finder.hits(set(_sure(tx, world, asked, limit)), probes(asked)) if asked else []
        known = state if state.format == FORMAT else Reached()
        waiting = search_terms.waiting(tx, known, MOST_WAITING)
    return Found(hits[:limit], is_cut=len(hits) > limit, waiting=waiting)


class _Finder:
    """Looks in the index, best first, until there is enough of each entity."""

    def __init__(self, tx: Transaction, state: Reached, entities: Sequence[str], limit: int) -> None:
        self._tx, self._segments = tx, list(range(state.segment + 1))
        self._entities, self._limit = entities, limit

    def hits(self, sure: set[int], looked: Sequence[Probe]) -> list[Hit]:
        """Those who are sure to be meant, all others that fit, and last those who fitted under a former name."""
        numbers = sure | self._candidates(looked)
        leads = golden.living(self._tx, sorted(numbers))
        rows = golden.by_ids(self._tx, sorted(set(leads.values())))
        certain = {leads[number] for number in sure}
        docs = {number: _decode(row.doc) for number, row in rows.items() if row.entity in self._entities}
        fits: dict[int, tuple[Fit | None, str]] = {
            number: ("exact" if number in certain else fit(rows[number].entity, doc, looked), "")
            for number, doc in docs.items()
        }
        fits |= self._once_called([number for number, (how, _) in fits.items() if how is None], looked)
        hits = [
            _hit(rows[number].entity, number, docs[number], how, former)
            for number, (how, former) in fits.items()
            if how is not None
        ]
        return sorted(hits, key=lambda hit: (hit.former != "", FITS.index(hit.fit), hit.display, hit.golden))

    def _once_called(self, numbers: Sequence[int], looked: Sequence[Probe]) -> dict[int, tuple[Fit | None, str]]:
        """How well the former names of these fit."""
        former = former_names_of(self._tx, numbers)
        return {number: fit_former([(one.name, one.kana) for one in names], looked) for number, names in former.items()}

    def _candidates(self, looked: Sequence[Probe]) -> set[int]:
        """The best of each entity: what fits less is left where there are enough already."""
        wanted = [(entity, *place) for entity in self._entities for place in _places(entity, looked)]
        places = [(text, is_whole) for _, text, is_whole in wanted]
        found: dict[str, set[int]] = {entity: set() for entity in self._entities}
        by_place: dict[int, set[int]] = {}
        for place, number in search.of_terms(self._tx, self._segments, places, self._limit + 1):
            by_place.setdefault(place, set()).add(number)
        for place in sorted(by_place):
            of_entity = found[wanted[place][0]]
            if len(of_entity) <= self._limit:
                of_entity |= by_place[place]
        return set().union(*found.values())


def _sure(tx: Transaction, world: World, asked: str, limit: int) -> Iterator[int]:
    """Those whom a name of the hub, a remote record's name or an exact fact of any system leads to."""
    if is_golden_name(world, asked) and len(asked.rpartition("/")[2]) < _LONGEST_NUMBER:
        rows = golden.by_ids(tx, [golden_number(asked)])
        yield from (number for number, row in rows.items() if row.entity == asked.partition("/")[0])
    yield from search.of_remote(tx, [stream.stream_id for stream in world.streams()], asked, limit)
    keys = [key for entity, fact in _facts(asked) for key in match_keys(entity, fact)]
    holders = [source_id for _, source_id in identity.candidates(tx, keys)]
    yield from identity.golden_of(tx, holders).values()


def _facts(asked: str) -> Iterator[tuple[str, dict[str, str]]]:
    number = number_key(asked).removeprefix("T")
    if is_corporate_number(number):
        yield "company", {"corporate_number": number}
    if "@" in asked and not is_role_mailbox(asked):
        yield "person", {"email": asked.lower()}


def _places(entity: str, looked: Sequence[Probe]) -> Iterator[tuple[str, bool]]:
    """Where to look, best first; the former names of companies last."""
    yield from shelves(entity, looked)
    if entity == "company":
        yield from shelves(entity, former_probes(looked))


def _hit(entity: str, number: int, doc: Mapping[str, Any], how: Fit, former: str) -> Hit:
    facts = {field: str(doc[field]) for field in SHOWN if doc.get(field)}
    return Hit(golden_text(entity, number), entity, display_name(doc), facts, how, former)
