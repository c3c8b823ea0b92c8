"""Projection: what each remote record should hold according to the golden records, and how that differs from its
shadow.

A remote record has an anchor part and others that hang on it: a contact with its employment, say. Parts that the remote
record lacks are found through the links between golden records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from hub.mapping.problems import MappingProblem
from hub.sdk.records import Operation
from hub.store import decisions, golden, golden_links, raw, sources
from hub.store.golden import GoldenRow
from hub.store.sources import MemberRow, SourceRow
from hub.store.transaction import Transaction
from hub.sync.creations import Creations, lacking
from hub.sync.differ import as_read_back, difference
from hub.sync.erased import of_erased
from hub.sync.farewells import Farewells
from hub.sync.reasons import counted
from hub.sync.refusals import Refusals
from hub.sync.relate import Relations
from hub.sync.repeated import as_last_read, repeated_fields
from hub.sync.story import Story, encode_story
from hub.sync.undone import Undone
from hub.sync.wish import Wish, encode_payload, leave, merged, payload_of, told
from hub.sync.world import Document, StreamSetup, World


class Projection:
    """Everything that one chunk of golden records wants written."""

    def __init__(self, tx: Transaction, world: World, targets: Sequence[StreamSetup], ids: Sequence[int]) -> None:
        self._tx, self._world = tx, world
        self._targets = {stream.stream_id: stream for stream in targets}
        now = world.now()
        # A write that is refused over what nobody has read goes over nobody's word.
        self._shown_since = {
            stream.stream_id: "" if stream.manifest.conditional_write else stream.shown_since(now) for stream in targets
        }
        living = {i: row for i, row in golden.by_ids(tx, ids).items() if row.redirect_to is None}
        related = {target for _, _, target in golden_links.leading_from(tx, list(living))}
        for stream in targets:
            if len(stream.mapping.parts) > 1:
                # A person may be a part of a record that is a company's: the contact of a partner, say.
                related.update(sources.anchors_beside(tx, stream.stream_id, stream.mapping.anchor, list(living)))
        self._anchors = {**golden.by_ids(tx, sorted(related - living.keys())), **living}
        self._members = self._load_members()
        self._refusals = Refusals(tx, world, list(self._anchors))
        self._undone = Undone(tx, self._beside() if decisions.was_undone(tx) else [])
        self._farewells = Farewells(tx, world, self._members, self._undone)
        self._relations = Relations(tx, world, self._anchors, self._undone)
        self._creations_in = {stream.stream_id: Creations(stream.mapping) for stream in targets if stream.push.create}

    @property
    def anchor_ids(self) -> list[int]:
        """The golden records whose remote records are looked at."""
        return sorted(self._anchors)

    def wishes(self) -> Iterator[Wish]:
        """Updates and archivings of records that exist, then creations of those that do not."""
        raw_ids = sorted({m.raw_id for members in self._members.values() for m in members if self._is_anchor(m)})
        parts: dict[int, dict[str, SourceRow]] = defaultdict(dict)
        for row in sources.of_raw(self._tx, raw_ids):
            parts[row.raw_id][row.part] = row
        states = raw.states(self._tx, raw_ids)
        self._relations.load([row.golden_id for rows in parts.values() for row in rows.values() if row.golden_id])
        known = [(self._stream_of(rows), states[raw_id][0], rows) for raw_id, rows in parts.items()]
        self._relations.avoid(of_erased(self._tx, known))
        for raw_id in raw_ids:
            external_id, version, deleted_at = states[raw_id]
            if deleted_at is None and not self._is_left_out(parts[raw_id]):
                yield from self._wishes_of(parts[raw_id], external_id, version)
        yield from self._creations()

    def _creations(self) -> Iterator[Wish]:
        """For each golden record that lives, a record in each system that has none of it and would not end it."""
        creating: dict[str, list[StreamSetup]] = defaultdict(list)
        for stream in self._targets.values():
            if stream.push.create:
                creating[stream.anchor_entity].append(stream)
        if not creating:
            return
        living, there = self._presence()
        # In the order of their ids, and not in that in which a database returns its rows.
        for golden_id, row in sorted(self._anchors.items()):
            if row.redirect_to is None and golden_id in living:
                for stream in creating.get(row.entity, ()):
                    if (golden_id, stream.stream_id) not in there and not self._farewells.ends(stream, golden_id):
                        yield self._creation(stream, golden_id)

    def _load_members(self) -> dict[int, list[MemberRow]]:
        members: dict[int, list[MemberRow]] = defaultdict(list)
        for row in sources.members(self._tx, list(self._anchors)):
            members[row.golden_id].append(row)
        return members

    def _beside(self) -> list[int]:
        """Every part of the remote records that are looked at."""
        raw_ids = {member.raw_id for members in self._members.values() for member in members}
        return [row.source_id for row in sources.of_raw(self._tx, sorted(raw_ids))]

    def _is_anchor(self, row: MemberRow) -> bool:
        stream = self._targets.get(row.stream_id)
        return stream is not None and stream.mapping.anchor == row.part

    def _is_left_out(self, rows: dict[str, SourceRow]) -> bool:
        """Whether the mapping passes the record over by now, which is there and stays as it is."""
        stream = self._targets[next(iter(rows.values())).stream_id]
        return rows[stream.mapping.anchor].deleted

    def _presence(self) -> tuple[set[int], set[tuple[int, int]]]:
        """The golden records with a member that lives, and (golden_id, stream_id) where one is an anchor.

        One that was deleted there counts as there, unless an undo lets it return, or the hub deleted it and its
        customer is there again: what people delete stays away.
        """
        living: set[int] = set()
        there: set[tuple[int, int]] = set()
        anchors = {stream_id: stream.mapping.anchor for stream_id, stream in self._targets.items()}
        for golden_id, source_id, raw_id, stream_id, part, deleted in chain.from_iterable(self._members.values()):
            may_return = deleted and self._undone.returns(source_id)
            if not deleted or may_return:
                living.add(golden_id)
            may_return = may_return or (deleted and self._farewells.may_return(golden_id, raw_id))
            if anchors.get(stream_id) == part and not may_return:
                there.add((golden_id, stream_id))
        return living, there

    def _wishes_of(self, rows: dict[str, SourceRow], external_id: str, version: str | None) -> Iterator[Wish]:
        stream = self._stream_of(rows)
        anchor = rows[stream.mapping.anchor]
        assert anchor.golden_id is not None
        wish = Wish(stream, anchor.golden_id, external_id, "update")
        if stream.manifest.conditional_write:
            wish.version = version
        doom = self._doom(stream, anchor, rows)
        if doom is not None:
            yield self._ending(wish, doom)
            return
        if stream.push.update:
            self._fill(wish, rows)
        if not (wish.given_up or wish.obstacle) and self._farewells.are_crossed(
            stream, anchor.golden_id, rows.values()
        ):
            leave(wish, counted("spoken_since"))
        if wish.fields != b"{}" or wish.obstacle is not None:
            yield wish

    def _stream_of(self, rows: Mapping[str, SourceRow]) -> StreamSetup:
        return self._targets[next(iter(rows.values())).stream_id]

    def _doom(self, stream: StreamSetup, anchor: SourceRow, rows: dict[str, SourceRow]) -> Operation | None:
        """Whether a deletion elsewhere, later than anything said here, should follow; or the creation was undone."""
        policy = stream.push.delete
        if policy == "ignore" or anchor.golden_id is None:
            return None
        is_undone = self._undone.removes(anchor.source_id)
        return policy if is_undone or self._farewells.ends(stream, anchor.golden_id, rows.values()) else None

    def _ending(self, wish: Wish, doom: Operation) -> Wish:
        wish.operation = doom
        if unheard := self._farewells.unheard(wish.stream, wish.golden_id):
            leave(wish, counted("unheard", ", ".join(unheard)))
            wish.waits = True
        return wish

    def _creation(self, stream: StreamSetup, golden_id: int) -> Wish:
        wish = Wish(stream, golden_id, None, "create")
        way, row = self._creations_in[stream.stream_id], self._anchors[golden_id]
        payload = self._fill_alone(wish, way, row) if way.fits(row) else self._fill(wish, {})
        if wish.obstacle is None:
            wish.obstacle = lacking(stream, payload)
        return wish

    def _fill_alone(self, wish: Wish, way: Creations, row: GoldenRow) -> Document:
        try:
            payload, wish.fields = way.said(row)
        except MappingProblem as problem:
            wish.obstacle = counted("unmappable", str(problem))
            return {}
        wish.payload = encode_payload(payload)
        return payload

    def _fill(self, wish: Wish, rows: dict[str, SourceRow]) -> Document:
        """Compare every part with what the golden records say, and put the differences in the wish; its payload."""
        payload: Document = {}
        story: Story = {}
        shown_since = self._shown_since[wish.stream.stream_id]
        bouncing: list[str] = []
        unsure: list[str] = []
        raw_id = next((row.raw_id for row in rows.values()), 0)
        creates = wish.operation == "create"
        compared = [
            (view, as_read_back(view, difference(view, self._world, creates=creates, shown_since=shown_since)))
            for view in self._relations.parts(wish.stream, wish.golden_id, rows)
        ]
        target = (wish.golden_id, wish.stream.stream_id, wish.external_id)
        refused = self._refusals.leave_out(target, wish.stream.mapping, compared)
        for view, found in compared:
            bouncing += found.bouncing
            unsure += found.unsure
            if found.changes:
                story[view.part.name] = told(found, view)
                again = [] if creates else repeated_fields(wish.stream, view, found.changes)
                try:
                    said = payload_of(wish.stream, view, found, again)
                    if again:
                        said = merged(said, as_last_read(self._tx, wish.stream, view, raw_id, again))
                    payload = merged(payload, said) if payload else said
                except MappingProblem as problem:
                    wish.obstacle = counted("unmappable", str(problem))
        # What was refused may hang on what is written now.
        wish.waits = bool(unsure or refused)
        if refused:
            wish.left_out = counted("refused_fields", ", ".join(refused))
        wish.payload = encode_payload(payload)
        if story:
            wish.fields = encode_story(story)
        if bouncing or unsure:
            leave(wish, counted("bouncing", ", ".join(bouncing)) if bouncing else counted("unsure"))
        return payload
