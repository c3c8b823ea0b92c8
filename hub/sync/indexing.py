"""After a run: the terms under which customers are found, of those that are new and of those that have changed.

Invariant: whoever was erased has no terms, also where that happens meanwhile. A death in the middle leaves each
customer with the terms of before or those of after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from hub.matching.terms import FORMAT, terms
from hub.store import golden, search_terms
from hub.store.search_terms import Reached, Subject, TermsRow
from hub.store.transaction import Transaction
from hub.sync.former import former_names_of
from hub.sync.quality import note_quality
from hub.sync.world import World

# A batch of new customers makes a segment; fewer than a fifth of one join the small segment, 0.
BATCH = 50_000
PAGE = 5000
_CHANGED = 500
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


def is_behind(tx: Transaction) -> bool:
    """Whether there is anything to do."""
    return search_terms.is_behind(tx, _reached(tx))


def index(world: World) -> None:
    """Make the terms that are missing; where there were any, a day's first time also notes how good customers are."""
    with world.database.look() as tx:
        behind, is_of_now = is_behind(tx), search_terms.reached(tx).format == FORMAT
    if not behind:
        return
    if not is_of_now:
        _start_anew(world)
    while not world.is_stopping() and (_add_new(world) or _renew_changed(world)):
        continue
    note_quality(world)


def catch_up(tx: Transaction) -> None:
    """Make the terms of all that has changed anew, in the transaction of somebody who needs it so."""
    while found := search_terms.changed_subjects(tx, _CHANGED):
        _renew(tx, found)


def _reached(tx: Transaction) -> Reached:
    """Terms of another format are as good as none."""
    state = search_terms.reached(tx)
    return state if state.format == FORMAT else Reached()


def _start_anew(world: World) -> None:
    with world.database.begin() as tx:
        search_terms.forget_all(tx)
        search_terms.remember(tx, Reached(FORMAT))


def _add_new(world: World) -> bool:
    """Terms are made beside whoever writes; only to store them takes the store for itself."""
    with world.database.look() as tx:
        state = search_terms.reached(tx)
        last, rows = _next_batch(tx, state.golden_id)
    if last == state.golden_id:
        return False
    is_bulk = len(rows) > BATCH // 5
    with world.database.begin() as tx:
        if search_terms.reached(tx) == state:
            known = golden.known(tx, [row.golden_id for row in rows])
            there = [row for row in rows if row.golden_id in known]
            segment = state.segment + is_bulk
            search_terms.put(tx, there, segment if is_bulk else 0)
            search_terms.remember(tx, Reached(FORMAT, last, segment))
    world.progress("index", last)
    return True


def _next_batch(tx: Transaction, after: int) -> tuple[int, list[TermsRow]]:
    """The terms of the next new customers, and the last golden record that was looked at."""
    rows: list[TermsRow] = []
    while len(rows) < BATCH and (page := search_terms.new_subjects(tx, after, PAGE)):
        rows += _terms_of(tx, page)
        after = page[-1].golden_id
    return after, rows


def _renew_changed(world: World) -> bool:
    with world.database.begin() as tx:
        found = search_terms.changed_subjects(tx, _CHANGED)
        _renew(tx, found)
    return bool(found)


def _renew(tx: Transaction, found: list[Subject]) -> None:
    search_terms.forget(tx, [subject.golden_id for subject in found])
    search_terms.put(tx, list(_terms_of(tx, found)), 0)


def _terms_of(tx: Transaction, found: Iterable[Subject]) -> Iterator[TermsRow]:
    living = [subject for subject in found if subject.doc is not None]
    # Who never changed never had another name: of a first load nobody's past is asked for.
    former = former_names_of(tx, [subject.golden_id for subject in living if subject.version > 1])
    for subject in living:
        names = former.get(subject.golden_id, ())
        if made := terms(subject.entity, _decode(subject.doc or b"{}"), [(one.name, one.kana) for one in names]):
            yield TermsRow(subject.golden_id, _encode(made))
