"""The time of customers: a person's posts from day to day, and what happened to a company.

Invariant: everything follows from claims that compete and from states that were kept; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise
from typing import Any

import msgspec

from hub.merging.careers import Post, Word, career
from hub.merging.company_events import CompanyEvent, company_events
from hub.steward.weigh import Cluster, clusters
from hub.store import golden, golden_links
from hub.store.transaction import Transaction
from hub.sync.former import states_of
from hub.sync.references import golden_number, golden_text
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_HELD = ("company", "department", "title")
_TOLD = frozenset({*_HELD, "started_on", "ended_on"})


def career_of(tx: Transaction, world: World, person: int, zone: tzinfo = UTC) -> list[Post]:
    """The posts of a living person, oldest first; `zone` says on which day something was said."""
    jobs = sorted({job for job, field, _ in golden_links.leading_to(tx, [person]) if field == "person"})
    words: list[Word] = []
    for cluster in clusters(tx, world, jobs).values():
        states = [(_decode(doc), _day(at, zone)) for _, doc, _, _, at in golden.versions(tx, cluster.row.golden_id)]
        living = _living(tx, {doc["company"] for doc, _ in states if doc.get("company")})
        states = [({**doc, "company": living.get(doc.get("company"), "")}, on) for doc, on in states]
        now = list(_claimed(world, cluster, states[-1][0]["company"], zone))
        words += now
        words += _replaced(states, max((word.on for word in now), default=states[-1][1]))
    return career(word for word in words if word.company)


def events_of(tx: Transaction, company: Cluster) -> list[CompanyEvent]:
    """What happened to a living company, oldest first."""
    marks = [(record.source_id, field, mark) for record in company.records for field, mark in record.all_marks.items()]
    return company_events(
        states_of(tx, company.row.golden_id), {(source_id, field) for source_id, field, mark in marks if mark.edited}
    )


def _living(tx: Transaction, companies: set[str]) -> dict[str | None, str]:
    """The names of the living companies that these lead to."""
    leads = golden.living(tx, sorted(map(golden_number, companies)))
    return {name: golden_text("company", leads[golden_number(name)]) for name in companies}


def _claimed(world: World, cluster: Cluster, company: str, zone: tzinfo) -> Iterator[Word]:
    """What each source says of the post now, with the days that it tells."""
    units = [unit for unit in world.rules["employment"].units if _TOLD.intersection(unit.fields)]
    told: dict[str, dict[str, Any]] = {}
    at: dict[str, str] = {}
    for unit in units:
        found = cluster.judge(unit)
        for claim in found.claims if found is not None else ():
            told.setdefault(claim.name, {}).update(claim.values)
            at[claim.name] = max(at.get(claim.name, ""), claim.at)
    for source, values in told.items():
        yield _word(company, values, _day(at[source], zone), source)


def _replaced(states: Sequence[tuple[dict[str, Any], date]], newest: date) -> Iterator[Word]:
    """Posts that were overwritten since. Each was true at the latest when what replaced it was said, which may be long
    before the hub saw either; `newest` is the day of the last word.
    """
    until = newest
    for (doc, on), (after, _) in reversed(list(pairwise(states))):
        since = min(on, until)
        if any(doc.get(field) != after.get(field) for field in _HELD):
            word = _word(doc["company"], {**doc, "ended_on": None}, since, "")
            yield replace(word, replaced_on=until, replaced_by=after["company"])
        until = since


def _word(company: str, values: dict[str, Any], on: date, source: str) -> Word:
    started, ended = (_stated(values.get(field)) for field in ("started_on", "ended_on"))
    return Word(company, values.get("department") or "", values.get("title") or "", on, source, started, ended)


def _stated(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(at: str, zone: tzinfo) -> date:
    return datetime.fromisoformat(at).astimezone(zone).date()
