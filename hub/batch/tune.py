"""What another definition would make of a file, beside what the present one makes of it; nothing is written.

Invariant: each side is what `match_file` makes of the file by that side's definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hub.batch import sql
from hub.batch.match import Doubt, Link, Matching
from hub.batch.prepare import prepared
from hub.batch.source import Source
from hub.matching.evidence_model import Definition

Groups = Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class Outcome:
    """What one definition makes of the records of one type."""

    same: float
    ask: float
    clusters: int
    joins: int
    asked_pairs: int
    asked_records: int
    walled_pairs: int
    largest: int


@dataclass(frozen=True)
class Tuned:
    """`gained`: what only the proposed definition joins, the weakest first; `lost`: what only it parts, the strongest.
    `moved` are the pairs that share a key and come to another band, as (from, to, how many).

    Each link ties two clusters of the side that holds them apart, by the best pair between these.
    """

    entity: str
    records: int
    now: Outcome
    then: Outcome
    gained: Sequence[Link]
    lost: Sequence[Link]
    moved: Sequence[tuple[str, str, int]]


def tune(source: Source, proposed: Sequence[tuple[Definition, Definition]]) -> list[Tuned]:
    """Match the records by each present definition and by the proposed one."""
    present = [now for now, _ in proposed]
    with prepared(source, *sql.asked(present)) as engine:
        matching = Matching(engine, present)
        return [tuned(matching, now, then) for now, then in proposed]


def tuned(matching: Matching, now: Definition, then: Definition) -> Tuned:
    """Both sides of one type of records; the two definitions differ in thresholds and in weights alone."""
    run = matching.engine.run
    # Weighed down to the lower of the two questions.
    ask = min(now.ask, then.ask)
    matching.weigh(replace(now, ask=ask))
    ((records,),) = matching.engine.rows("SELECT count(*) FROM fact")
    before, was = _outcome(matching, now, records)
    run("CREATE OR REPLACE TABLE scored_before AS SELECT * FROM scored")
    if now.factors == then.factors:
        matching.forget_chained()
    else:
        matching.weigh(replace(then, ask=ask))
    after, becomes = _outcome(matching, then, records)
    matching.place("was", was)
    matching.place("becomes", becomes)
    gained = matching.joins_between(then, "was", "becomes", "scored")
    lost = matching.joins_between(now, "becomes", "was", "scored_before")
    moved = [
        (one, other, count)
        for one, other, count in matching.engine.rows(sql.moved(now, "scored_before", then, "scored"))
    ]
    return Tuned(now.entity, records, before, after, gained[::-1], lost, moved)


def _outcome(matching: Matching, definition: Definition, records: int) -> tuple[Outcome, Groups]:
    groups = matching.groups(definition)
    doubts = matching.doubts(definition, groups)
    asked = [doubt for doubt in doubts if not doubt.walled]
    joins = sum(len(members) - 1 for members in groups.values())
    outcome = Outcome(
        same=definition.same,
        ask=definition.ask,
        clusters=records - joins,
        joins=joins,
        asked_pairs=len(asked),
        asked_records=_named(asked),
        walled_pairs=len(doubts) - len(asked),
        largest=max((len(members) for members in groups.values()), default=min(records, 1)),
    )
    return outcome, groups


def _named(doubts: Iterable[Doubt]) -> int:
    return len({name for doubt in doubts for name in (doubt.left, doubt.right)})
