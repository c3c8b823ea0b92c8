"""Erasing a person: everything that the store holds of him goes, and keyed hashes stay so that nobody brings him back.

Invariant: what an erasure will do is told before it is done; afterwards neither undo, replay nor restore shows him.
What stands in the systems goes by intents that a plan shows, where a stream's settings let the hub delete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from hub.matching.keys import known_by
from hub.steward.decide import check_author, deciding
from hub.steward.errors import StewardError
from hub.steward.naming import golden_named
from hub.store import audit, erasures, golden, identity, outbox, raw, restored, sources, streams
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.erased import kept_of, name_of, row_facts
from hub.sync.indexing import catch_up
from hub.sync.payloads import decode_payload
from hub.sync.reasons import Reason
from hub.sync.references import golden_text
from hub.sync.scrub import docs_of, hanging_on, rest_of, scrub
from hub.sync.world import World

Fate = Literal["archive", "delete", "by_hand", "rest_stays", "gone"]
"""What becomes of a record in its system. by_hand: the settings keep the hub from deleting it. rest_stays: it is about
others too, and what it says of the person has to be emptied by hand. gone: it is no longer there.
"""

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Doomed(msgspec.Struct, frozen=True):
    """A remote record and its fate."""

    record: str
    fate: Fate


class Erasure(msgspec.Struct, frozen=True):
    """What an erasure does, or did: `hashes` is None where it was only looked at."""

    golden: str
    records: list[Doomed]
    also: list[str]
    versions: int
    writes: int
    decisions: int
    hashes: int | None = None
    format: int = 1


class Lifted(msgspec.Struct, frozen=True):
    """An erasure that was taken back: the systems are read anew."""

    golden: str
    hashes: int
    format: int = 1


def look(world: World, name: str) -> Erasure:
    """What erasing this person would do."""
    with world.database.begin() as tx:
        return _Subject(tx, world, name).told(None)


def erase(world: World, name: str, author: str, reason: str) -> Erasure:
    """Erase a person, and rebuild a SQLite file so that nothing of him is left in it."""
    _check(author, reason)
    with deciding(world) as tx:
        subject = _Subject(tx, world, name)
        hashes = erasures.block(tx, subject.golden_id, sorted(subject.facts()))
        done = subject.told(hashes)
        subject.remove()
        # Who was one with him for a while, or had his name, may still be found by what he was called.
        catch_up(tx)
        facts = {"golden": done.golden, "records": len(done.records), "hashes": hashes}
        audit.append(tx, world.now_text(), author, "person_erased", facts, {"reason": reason})
    world.log("person_erased", golden=done.golden, records=len(done.records), author=author)
    if not erasures.wipe(world.database):
        raise StewardError("erasure_not_wiped", text=name)
    return done


def lift(world: World, name: str, author: str, reason: str) -> Lifted:
    """Take an erasure back: what the systems still hold of the person is read again."""
    _check(author, reason)
    entity, _, number = name.partition("/")
    with deciding(world) as tx:
        count = erasures.lift(tx, int(number)) if entity == "person" and number.isdecimal() else 0
        if not count:
            raise StewardError("not_erased", text=name)
        unsent = [row for row in outbox.listing(tx, ["pending", "held"]) if row.golden_id == int(number)]
        now = world.now_text()
        outbox.set_state(
            tx, [("dropped", Reason("erasure_lifted").text(), None, None, now, row.intent_id) for row in unsent]
        )
        for stream_id in streams.names(tx):
            streams.forget_cursor(tx, stream_id)
        audit.append(tx, now, author, "erasure_lifted", {"golden": name, "hashes": count}, {"reason": reason})
    world.log("erasure_lifted", golden=name, author=author)
    return Lifted(name, count)


def _check(author: str, reason: str) -> None:
    check_author(author)
    if not reason.strip():
        raise StewardError("erasure_unfounded")


class _Subject:
    """A person with everything in the store that is about him."""

    def __init__(self, tx: Transaction, world: World, name: str) -> None:
        self._tx, self._world = tx, world
        row = golden_named(tx, world, name)
        if row.entity != "person":
            raise StewardError("not_a_person", text=name)
        self.golden_id = golden.follow(tx, row.golden_id)
        self._hanging = hanging_on(tx, [self.golden_id])
        self._goldens = [self.golden_id, *self._hanging]
        self._goldens += [earlier for one in self._goldens for earlier in golden.ids_leading_to(tx, one)]
        self._rows = sources.of_golden(tx, [self.golden_id, *self._hanging])
        self._doc = _decode(golden.by_ids(tx, [self.golden_id])[self.golden_id].doc)
        under_way = [row for row in outbox.listing(tx, list(outbox.UNSETTLED)) if row.golden_id in self._goldens]
        if under_way:
            raise StewardError("erasure_waits", text=name, count=len(under_way))

    def facts(self) -> set[str]:
        """Everything that he can be known again by, and that nobody else is known by."""
        own = {row.source_id for row in self._rows}
        found = {name_of(row.stream_id, row.external_id, row.part) for row in self._rows}
        found |= {name_of(row.stream_id, row.external_id) for row in self._rows if not self._rest_of(row.raw_id)}
        found |= {fact for row in self._rows for fact in self._row_facts(row)}
        known = {fact: key for doc in [self._doc, *docs_of(self._rows)] for fact, key in known_by(doc).items()}
        holders = identity.candidates(self._tx, sorted(known.values()))
        shared = {key for key, source_id in holders if source_id not in own}
        return found | {fact for fact, key in known.items() if key not in shared}

    def _row_facts(self, row: SourceRow) -> set[str]:
        stream = self._world.stream(row.stream_id)
        if stream is None or row.entity != "person":
            return set()
        firms = [_decode(one.doc) for one in self._rest_of(row.raw_id) if one.entity == "company"]
        return {fact for doc in docs_of([row]) for fact in row_facts(stream, row.part, doc, firms)}

    def told(self, hashes: int | None) -> Erasure:
        """What is there of him."""
        counts = erasures.counts(self._tx, self._goldens, [row.source_id for row in self._rows])
        also = [golden_text(row.entity, i) for i, row in sorted(golden.by_ids(self._tx, self._hanging).items())]
        return Erasure(golden_text("person", self.golden_id), list(self._doomed()), also, *counts, hashes)

    def remove(self) -> None:
        """Delete all of it, and store the wishes to delete it in the systems too."""
        wishes = [row for row, fate in self._fates() if fate in ("archive", "delete")]
        scrub(self._tx, self._goldens, self._rows, self._redacted)
        self._wish(wishes)

    def _rest_of(self, raw_id: int) -> list[SourceRow]:
        return rest_of(self._tx, raw_id, self._rows)

    def _fates(self) -> Iterator[tuple[SourceRow, Fate]]:
        states = raw.states(self._tx, sorted({row.raw_id for row in self._rows}))
        for row in {row.raw_id: row for row in self._rows}.values():
            stream = self._world.stream(row.stream_id)
            policy = stream.push.delete if stream is not None else "ignore"
            if states[row.raw_id][2] is not None:
                yield row, "gone"
            elif self._rest_of(row.raw_id):
                yield row, "rest_stays"
            else:
                yield row, "by_hand" if policy == "ignore" else policy

    def _doomed(self) -> Iterator[Doomed]:
        names = streams.names(self._tx)
        for row, fate in self._fates():
            yield Doomed("/".join([*names[row.stream_id], row.external_id]), fate)

    def _redacted(self, rest: Sequence[SourceRow]) -> bytes:
        stream, (one, *_) = self._world.stream(rest[0].stream_id), rest
        held = raw.by_external_id(self._tx, one.stream_id, one.external_id)
        if stream is None or held is None:
            return b"{}"
        return kept_of(decode_payload(bytes(held[1])), stream.mapping, [row.part for row in rest])

    def _wish(self, rows: Sequence[SourceRow]) -> None:
        mark = restored.standing(self._tx)
        state, why = ("pending", "") if mark is None else ("held", Reason("restored", {"made_at": mark.made_at}).text())
        wishes = []
        for row in rows:
            stream = self._world.stream(row.stream_id)
            assert stream is not None, "who has a policy is configured"
            told = (row.external_id, stream.push.delete, "{}", "{}", None, state, why, erasures.RUN)
            wishes.append((row.stream_id, self.golden_id, *told))
        outbox.insert(self._tx, wishes, self._world.now_text())
