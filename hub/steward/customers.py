"""Who and what stands around a customer: people and their posts, or a person's employers, and what refers to them.

Invariant: everything follows from the links of living golden records; nothing is stored.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hub.sdk.links import link_to
from hub.steward.naming import display_name
from hub.store import golden, sources, streams
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
# A company of thousands is looked at one person at a time.
MOST = 200


class Post(msgspec.Struct, frozen=True):
    """An employment, and who or what stands at its other end."""

    golden: str
    other: str
    display: str
    department: str
    title: str


class Around(msgspec.Struct, frozen=True):
    """The posts (the first `MOST`), how many records of each entity refer to the customer, and where its own records
    stand in the pages of their systems, by their names.
    """

    posts: list[Post]
    counts: dict[str, int]
    links: dict[str, str]


def around(world: World, entity: str, number: int) -> Around:
    """What stands around a living golden record."""
    with world.database.look() as tx:
        counts = golden.referring_counts(tx, [number]).get(number, {})
        referring = golden.by_ids(tx, sorted({row[0] for row in golden.linking_to(tx, [number])})[: MOST * 10])
        jobs = [row.golden_id for row in referring.values() if row.entity == "employment"][:MOST]
        other = "person" if entity == "company" else "company"
        ends = {job: end for job, field, end in golden.links_from(tx, jobs) if field == other}
        return Around(_posts(tx, other, ends), dict(sorted(counts.items())), _links(tx, world, number))


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
