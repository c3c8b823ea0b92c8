"""Who and what stands around a customer: people and their posts, or a person's employers, deals, activities, consents,
and the bills that are linked to them.

Invariant: everything follows from the links of living golden records; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from hub.sdk.links import link_to
from hub.steward.bills import Bill, told
from hub.steward.naming import display_name
from hub.store import billing, golden, golden_links, sources, streams
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
# A company of thousands is looked at one person at a time.
MOST = 200
SHOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "deal": ("created_on", "name", "stage", "amount", "next_action"),
        "contract": ("signed_on", "name", "status", "amount"),
        "quote": ("issued_on", "subject", "status", "amount"),
        "activity": ("at", "kind", "subject", "text", "staff"),
        "purchase": ("at", "product", "quantity", "amount"),
        "consent": ("at", "channel", "state", "proof"),
    }
)
"""What is told of a record that refers to a customer; the first field says when it was."""
LATEST = 10


class Post(msgspec.Struct, frozen=True):
    """An employment, and who or what stands at its other end."""

    golden: str
    other: str
    display: str
    department: str
    title: str


class Related(msgspec.Struct, frozen=True):
    """A record that refers to the customer, with the fields of `SHOWN` that it has."""

    golden: str
    says: dict[str, Any]


class Around(msgspec.Struct, frozen=True):
    """The posts (the first `MOST`), the latest records of each entity of `SHOWN`, the latest bills, how many records of
    each entity refer to the customer, and where its own records stand in the pages of their systems, by their names.
    """

    posts: list[Post]
    related: dict[str, list[Related]]
    bills: list[Bill]
    counts: dict[str, int]
    links: dict[str, str]


def around(world: World, entity: str, number: int) -> Around:
    """What stands around a living golden record."""
    with world.database.look() as tx:
        counts = golden_links.counts_of_referring(tx, [number]).get(number, {})
        jobs = golden_links.newest_referring(tx, number, "employment", MOST)
        other = "person" if entity == "company" else "company"
        ends = {job: end for job, field, end in golden_links.leading_from(tx, jobs) if field == other}
        related = {kind: _related(tx, number, kind) for kind in SHOWN if kind in counts}
        bills = [bill_id for _, bill_id in billing.bills_of(tx, [number])]
        return Around(
            _posts(tx, other, ends), related, _bills(tx, bills), dict(sorted(counts.items())), _links(tx, world, number)
        )


def _related(tx: Transaction, number: int, entity: str) -> list[Related]:
    """The latest by what they say, of the `MOST` that came last."""
    found = []
    for golden_id, row in golden.by_ids(tx, golden_links.newest_referring(tx, number, entity, MOST)).items():
        doc = _decode(row.doc)
        says = {name: doc[name] for name in SHOWN[entity] if name in doc}
        found.append(Related(golden_text(entity, golden_id), says))
    when = SHOWN[entity][0]
    return sorted(found, key=lambda one: (str(one.says.get(when, "")), one.golden), reverse=True)[:LATEST]


def _bills(tx: Transaction, numbers: list[int]) -> list[Bill]:
    rows = billing.by_ids(tx, numbers).values()
    return told(tx, sorted(rows, key=lambda row: (row.day, row.bill_id), reverse=True)[:LATEST])


def _links(tx: Transaction, world: World, number: int) -> dict[str, str]:
    names, found = streams.names(tx), {}
    for row in sources.of_golden(tx, [number]):
        stream = world.stream(row.stream_id)
        if stream is not None and stream.link and not row.deleted:
            found[record_name(row, names)] = link_to(stream.link, row.external_id)
    return found


def _posts(tx: Transaction, other: str, ends: dict[int, int]) -> list[Post]:
    leads = golden.living(tx, sorted(set(ends.values())))
    jobs, others = golden.by_ids(tx, sorted(ends)), golden.by_ids(tx, sorted(set(leads.values())))
    found = []
    for job, end in ends.items():
        row = others.get(leads[end])
        if row is None:
            continue
        doc = _decode(jobs[job].doc)
        names = (golden_text("employment", job), golden_text(other, row.golden_id), display_name(_decode(row.doc)))
        found.append(Post(*names, str(doc.get("department") or ""), str(doc.get("title") or "")))
    return sorted(found, key=lambda post: (post.display, post.other))
