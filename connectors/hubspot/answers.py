"""Finds out, from the answer to a batch, what became of each of its wishes.

An error names its input by the trace id; a result mostly does not, and the order of results is not promised. So updates
are recognised by id, and created records by what was sent. What cannot be told apart from the rest is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from connectors.hubspot.refusals import Refusal
from connectors.hubspot.wishes import Wish
from hub.sdk.response import Response


class Row(msgspec.Struct, frozen=True, rename="camel"):
    """One result."""

    id: str
    properties: dict[str, str | None] = {}
    updated_at: datetime | None = None
    object_write_trace_id: str | None = None


class _Answer(msgspec.Struct, frozen=True):
    results: list[Row] = []
    errors: list[Refusal] = []


@dataclass
class Settled:
    """The wishes of one batch, sorted by what became of them.

    `open` is what the answer does not tell, and `nameless` the reasons in it that name nobody; `silence` says why where
    there was no answer at all.
    """

    done: list[tuple[Wish, Row]] = field(default_factory=list)
    refused: list[tuple[Wish, Refusal]] = field(default_factory=list)
    open: list[Wish] = field(default_factory=list)
    nameless: str = ""
    silence: str = ""


def settle(wishes: Sequence[Wish], response: Response, keys: Sequence[str]) -> Settled:
    """Sort the wishes; `keys` are the properties that tell created records apart where HubSpot rewrote the others."""
    if response.status == 204:
        return Settled(
            done=[(wish, Row(wish.id)) for wish in wishes if wish.id], open=[wish for wish in wishes if not wish.id]
        )
    answer = response.json(_Answer)
    settled = Settled()
    left = {wish.change.key: wish for wish in wishes}
    nameless = [error.words for error in answer.errors if not _take_refused(error, left, settled)]
    settled.nameless = "; ".join(dict.fromkeys(nameless))
    # A result without an id tells of no record: whoever believed it would create the customer once more.
    told = [row for row in answer.results if row.id]
    rows = [row for row in told if not _take(left, row.object_write_trace_id, row, settled)]
    by_id = {wish.id: wish.change.key for wish in left.values() if wish.id}
    rows = [row for row in rows if not _take(left, by_id.get(row.id), row, settled)]
    for is_match in (_holds_all, _holds_keys(keys), lambda wish, row: len(left) == 1):
        rows = _matched(left, rows, is_match, settled)
    # Where every result has found its wish, the creates that are left were refused by the errors that name nobody.
    is_told = bool(nameless) and not rows
    refusal = Refusal(message=settled.nameless)
    settled.refused += [(wish, refusal) for wish in left.values() if is_told and not wish.id]
    settled.open = [wish for wish in left.values() if not is_told or wish.id]
    return settled


def _take(left: dict[str, Wish], key: str | None, row: Row, settled: Settled) -> bool:
    wish = left.pop(key, None) if key is not None else None
    if wish is not None:
        settled.done.append((wish, row))
    return wish is not None


def _take_refused(error: Refusal, left: dict[str, Wish], settled: Settled) -> bool:
    named = set(error.context.get("objectWriteTraceId", ())) & left.keys()
    ids = {each for each in error.context.get("ids", ()) if each}
    named |= {key for key, wish in left.items() if wish.id in ids}
    settled.refused += [(left.pop(key), error) for key in sorted(named)]
    return bool(named)


def _matched(
    left: dict[str, Wish], rows: Iterable[Row], is_match: Callable[[Wish, Row], bool], settled: Settled
) -> list[Row]:
    """The rows that no wish fits. Of several, the one that sent most is meant: a poorer one fits a richer row too."""
    unmatched = []
    for row in rows:
        fitting = [wish for wish in left.values() if not wish.id and is_match(wish, row)]
        best = max(fitting, key=lambda wish: sum(map(bool, wish.properties.values())), default=None)
        if not _take(left, None if best is None else best.change.key, row, settled):
            unmatched.append(row)
    return unmatched


def same(sent: str | None, held: str | None) -> bool:
    """Whether two values are one, as HubSpot trims and lower-cases."""
    return (sent or "").strip().casefold() == (held or "").strip().casefold()


def _holds_all(wish: Wish, row: Row) -> bool:
    return all(same(text, row.properties.get(name)) for name, text in wish.properties.items())


def _holds_keys(keys: Sequence[str]) -> Callable[[Wish, Row], bool]:
    def holds(wish: Wish, row: Row) -> bool:
        sent = [name for name in keys if wish.properties.get(name)]
        return bool(sent) and all(same(wish.properties[name], row.properties.get(name)) for name in sent)

    return holds
