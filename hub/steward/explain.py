"""Explaining: why a value is what it is, from the stored claims, decisions, versions and writes, weighed once more.

Invariant: nothing is stored; the answer is that of the rules as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import Any

from hub.merging.claims import Claim
from hub.merging.rules import Unit
from hub.steward.careers import career_of, events_of
from hub.steward.figures import figures_of
from hub.steward.looked_for import looked_for
from hub.steward.naming import display_name, display_names, golden_named, is_golden_name, parts_named
from hub.steward.origins import Origins
from hub.steward.past import PastOf
from hub.steward.standing import tell_decisions
from hub.steward.stories import ClaimTold, FieldStory, GoldenStory, PostTold, Story, WhatIf
from hub.steward.unwritten import unwritten
from hub.steward.values import unit_named
from hub.steward.weigh import Cluster, Judgement, cluster_of, earlier_ids
from hub.store import conflicts, golden, resolve_queue, streams
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.world import World


def explain(world: World, target: str, field: str | None = None, zone: tzinfo = UTC) -> Story:
    """The story of a golden record (`person/12`, also a merged one) or of all parts of a remote record.

    With `field`, of that field alone; the name of a group stands for its fields. `zone` says on which day a sale was.
    """
    with world.database.look() as tx:
        if is_golden_name(world, target):
            way = _way(tx, world, target)
            return Story(target, [_Teller(tx, world, way[-1], zone).story(field, way[:-1])], [])
        names, rows = streams.names(tx), parts_named(tx, target)
        numbers = list(dict.fromkeys(row.golden_id for row in rows if row.golden_id is not None))
        told = [_Teller(tx, world, golden.follow(tx, number), zone) for number in numbers]
        if field is not None and len(told) > 1:
            told = [teller for teller in told if teller.has(field)] or told[:1]
        unresolved = [record_name(row, names) for row in rows if row.golden_id is None]
        return Story(target, [teller.story(field, []) for teller in told], unresolved)


def _way(tx: Transaction, world: World, target: str) -> list[int]:
    """The golden numbers from the one that was asked for to the living one."""
    row = golden_named(tx, world, target)
    way = [row.golden_id]
    while row.redirect_to is not None:
        way.append(row.redirect_to)
        row = golden.by_ids(tx, [row.redirect_to])[row.redirect_to]
    return way


class _Teller:
    """Tells one golden record."""

    def __init__(self, tx: Transaction, world: World, golden_id: int, zone: tzinfo) -> None:
        self._tx, self._world, self._zone = tx, world, zone
        self._names = streams.names(tx)
        self._cluster: Cluster = cluster_of(tx, world, golden_id)
        self._entity = self._cluster.row.entity
        self._past = PastOf(tx, world, self._cluster, self._names)
        self._origins = Origins(tx, world, self._names)
        self._rows = {record.source_id: record.row for record in self._cluster.records}
        self._sources = {source.source_id: source.name for source in self._cluster.sources}
        self._open = {unit: n for (_, unit), n in conflicts.open_of(tx, earlier_ids(tx, self._cluster)).items()}
        self._displays: dict[str, str] = {}

    def has(self, field: str) -> bool:
        """Whether the record's kind has such a field."""
        units = self._world.rules[self._entity].units
        return any(field == unit.name or field in unit.fields for unit in units)

    def story(self, field: str | None, redirected_from: list[int]) -> GoldenStory:
        """The whole record, or one field of it."""
        cluster = self._cluster
        units = self._world.rules[self._entity].units
        wanted = units if field is None else (unit_named(self._world, self._entity, field),)
        told = [story for unit in wanted for story in self._unit(unit)]
        if field is not None and field not in {unit.name for unit in wanted}:
            told = [story for story in told if story.field == field]
        order = {name: place for place, name in enumerate(self._world.schema.fields(self._entity))}
        number, is_whole = cluster.row.golden_id, field is None
        return GoldenStory(
            golden=cluster.name,
            entity=self._entity,
            display=display_name(cluster.doc),
            version=cluster.row.version,
            redirected_from=[golden_text(self._entity, number) for number in redirected_from],
            records=sorted(self._sources.values()),
            decisions=tell_decisions(self._tx, [row for row in cluster.decided if row.unit is None]),
            waits=bool(resolve_queue.waiting_of(self._tx, cluster.source_ids)),
            fields=sorted(told, key=lambda story: order[story.field]),
            figures=figures_of(self._tx, self._world, self._entity, number, self._zone) if is_whole else None,
            career=self._career(number) if is_whole and self._entity == "person" else [],
            events=events_of(self._tx, cluster) if is_whole and self._entity == "company" else [],
            unwritten=unwritten(self._tx, self._world, number) if is_whole else {},
            looked_for=[one for one in looked_for(self._tx, self._world, self._rows) if field in (None, one.field)],
        )

    def _career(self, number: int) -> list[PostTold]:
        posts = career_of(self._tx, self._world, number, self._zone)
        displays = display_names(self._tx, sorted({post.company for post in posts}))
        return [PostTold(post, displays.get(post.company, post.company)) for post in posts]

    def _unit(self, unit: Unit) -> Iterator[FieldStory]:
        found = self._cluster.judge(unit)
        if found is None:
            return
        for field in unit.fields:
            claims = [found.winner, *found.claims]
            is_emptied = field in found.winner.emptied or (found.winner.clears and len(unit.fields) == 1)
            if is_emptied or any(field in claim.values for claim in claims):
                yield self._field(field, found)

    def _field(self, field: str, found: Judgement) -> FieldStory:
        unit, value = found.unit, self._cluster.doc.get(field)
        instead = self._cluster.judge_without(found)
        return FieldStory(
            field=field,
            unit=unit.name,
            value=value,
            display=self._display(field, value),
            is_emptied=value is None and (found.winner.clears or field in found.winner.emptied),
            winner=self._claim(field, found.winner, found),
            losers=[
                self._claim(field, claim, found) for claim in found.losers if field in claim.values or claim.clears
            ],
            rule=found.rule,
            decision=next(iter(tell_decisions(self._tx, [found.decision])), None) if found.decision else None,
            what_if=WhatIf(self._claim(field, instead.winner, found), instead.rule) if instead is not None else None,
            is_held=unit.name in (self._cluster.row.held or "").split(","),
            conflict=self._open.get(unit.name),
            pushes=self._past.pushes(field),
            holdings=self._past.holdings(field),
            history=self._past.history(field),
        )

    def _claim(self, field: str, claim: Claim, found: Judgement) -> ClaimTold:
        row, value = self._rows.get(claim.source_id), claim.values.get(field)
        return ClaimTold(
            source=claim.name,
            connection=claim.connection,
            value=value,
            display=self._display(field, value),
            values=claim.values,
            clears=claim.clears,
            at=claim.at,
            edited=claim.edited,
            agrees=found.agrees(claim),
            run=self._origins.run_of(row, found.unit) if row is not None else None,
        )

    def _display(self, field: str, value: Any) -> str:
        """What people call the golden record that a reference leads to."""
        if value is None or self._world.schema.fields(self._entity)[field].ref_entity is None:
            return ""
        text = str(value)
        if text not in self._displays:
            self._displays.update({text: "", **display_names(self._tx, [text])})
        return self._displays[text]
