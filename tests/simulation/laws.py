"""The laws, checked when a history has come to rest: nothing lost in silence, nothing doubled, nothing restless.

Invariant: nothing in here asks the hub's code what should be; it reads what systems hold and what rows say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

import msgspec

from tests.simulation.book import BLANK_AT_LOOKUP, NOTHING_NEW, Book, Edit, Place
from tests.simulation.lists import LISTS, is_kept, put_back
from tests.simulation.nature import REFUSED
from tests.simulation.office import Office
from tests.simulation.spelling import CANONICAL, NEWEST_WINS, PAYLOAD, Meaning, golden_meaning, meaning
from tests.simulation.stewards import Decision
from tests.simulation.system import FAMILIES, System


class Rows(Protocol):
    """Whatever the hub's rows can be asked of, in any tier."""

    def rows(self, sql: str, *values: Any) -> list[Any]: ...


Golden = dict[int, tuple[int, dict[str, Any]]]
"""By person: the number and the document, where there is exactly one."""


def broken_laws(office: Office) -> Iterator[tuple[str, str]]:
    """(law, what happened) of everything that was broken."""
    for text in office.book.violations:
        yield "at work", text
    for text in office.hub.violations:
        yield "one hub at a time", text
    for name, law in LAWS.items():
        for text in law(office):
            yield name, text


def _golden(office: Office) -> Golden:
    found = {}
    for person in range(len(FAMILIES)):
        records = office.stewards.golden_of(person)
        if len(records) == 1 and person not in office.book.tangled:
            found[person] = records[0]
    return found


def nobody_is_two(office: Office) -> Iterator[str]:
    for person, family in enumerate(FAMILIES):
        records = office.stewards.golden_of(person)
        if len(records) > 1 and person not in office.book.tangled:
            yield f"{family} has golden records {[number for number, _ in records]}"


def nobody_is_taken_for_another(office: Office) -> Iterator[str]:
    """Whatever a record has in common with others, it belongs to the golden record of its own person."""
    sql = "SELECT t.connection, r.external_id, g.id, g.doc FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
    more = (
        "JOIN stream t ON t.id = r.stream_id JOIN crosswalk c ON c.source_id = s.id JOIN golden g ON g.id = c.golden_id"
    )
    for name, record_id, number, doc in office.rows(sql + more):
        person, says = office.systems[name].person_of(record_id), msgspec.json.decode(doc).get("family_name")
        if says != FAMILIES[person] and person not in office.book.tangled:
            yield f"{name}/{record_id} is {FAMILIES[person]}, and belongs to person/{number}, {says}"


def everybody_is_where_they_should_be(office: Office) -> Iterator[str]:
    for person, (number, doc) in _golden(office).items():
        holders = [system.name for system in office.systems.values() if system.living(person)]
        for system in office.systems.values():
            if not holders or system.living(person) or (system.name, person) in office.book.removed:
                continue
            if not system.nature.creates or _is_refused(system, doc) or _is_lost(office, system, number):
                continue
            if _waits_for_a_word(office, system, person, number):
                continue
            if system.nature.removes != "ignore" and person in office.book.farewells:
                continue  # who was deleted elsewhere is not made where deletions are followed
            if not _all_removed(office, system, person):
                yield f"person/{number} {FAMILIES[person]} is in {holders} and not in {system.name}"


def _is_lost(office: Office, system: System, number: int) -> bool:
    """A creation of which nobody knows whether it arrived waits for a person to look."""
    sql = "SELECT t.connection, i.golden_id FROM intent i JOIN stream t ON t.id = i.stream_id WHERE i.state = 'lost'"
    return (system.name, number) in {tuple(row) for row in office.rows(sql)}


def who_wait_for_a_word(office: Office) -> int:
    """How often somebody is not in a system because of a namesake there, of whom a person was told."""
    return sum(
        not system.living(person) and _waits_for_a_word(office, system, person, number)
        for person, (number, _) in _golden(office).items()
        for system in office.systems.values()
    )


def _waits_for_a_word(office: Office, system: System, person: int, number: int) -> bool:
    """Whether a creation without an answer was given up because of a namesake's record, and a person was told."""
    sql = "SELECT i.external_id FROM intent i JOIN stream t ON t.id = i.stream_id WHERE i.state = 'rejected' "
    found = office.rows(
        sql + "AND i.operation = 'create' AND i.golden_id = ? AND t.connection = ?", number, system.name
    )
    return any(office.are_namesakes(system, person, row[0]) for row in found if row[0] is not None)


def _all_removed(office: Office, system: System, person: int) -> bool:
    """Records that were there and are gone: people, or a deletion elsewhere, ended them."""
    shown = office.book.shown | office.book.perhaps_shown
    return any(
        states[-1].gone and states[-1].fields["family"] == FAMILIES[person]
        for record_id, states in system.vendor.records.items()
        if (system.name, record_id) in shown or record_id in system.vendor.ended_by_hub
    )


def _is_refused(system: System, doc: dict[str, Any]) -> bool:
    return system.nature.refuses and doc.get("occupation") == REFUSED


def everybody_agrees(office: Office) -> Iterator[str]:
    """Every record says what its golden record says."""
    held, given_up = _held_fields(office), _given_up(office)
    mapped = set(CANONICAL) - ({"rank"} if office.hub.configuration.mapping == "without rank" else set())
    for person, (number, doc) in _golden(office).items():
        for system in office.systems.values():
            for record_id in system.living(person) if not _is_refused(system, doc) else []:
                fields = system.state(record_id).fields
                for name in sorted(mapped):
                    there, here = meaning(name, fields.get(name)), golden_meaning(name, doc)
                    if (system.name, record_id, CANONICAL[name]) in given_up:
                        continue
                    if (
                        there != here
                        and (number, CANONICAL[name]) not in held
                        and not (
                            _never_said(office, person, name, here) and not _was_typed(office, system, record_id, name)
                        )
                    ):
                        yield f"{system.name}/{record_id} says {name}={there!r}, person/{number} says {here!r}"


def _never_said(office: Office, person: int, name: str, says: Meaning) -> bool:
    """Where nobody has a say any more, a value that stands somewhere is not cleared: nobody wished that."""
    return says is None and not any(
        (edit.person, edit.field, edit.says) == (person, name, None) and edit.excuse is None
        for edit in office.book.edits
    )


def _was_typed(office: Office, system: System, record_id: str, name: str) -> bool:
    """Whether what stands there was typed there, and the hub was shown it."""
    author = system.state(record_id).authors.get(name)
    edit = office.book.edits[author] if author is not None else None
    return (
        edit is not None
        and edit.told_at is not None
        and edit.excuse is None
        and (edit.person, name) not in office.book.vague
    )


def _given_up(office: Office) -> set[tuple[str, str, str]]:
    """Fields that were written twice and changed back twice: from then on a person should look, and the hub says so."""
    sql = "SELECT t.connection, r.external_id, s.marks FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
    rows = office.rows(sql + "JOIN stream t ON t.id = r.stream_id WHERE s.marks IS NOT NULL")
    return {
        (connection, record_id, name)
        for connection, record_id, marks in rows
        for name, mark in msgspec.json.decode(marks).items()
        if mark.get("bounced", 0) > 1
    }


def _held_fields(office: Office) -> set[tuple[int, str]]:
    rows = office.rows("SELECT id, held FROM golden WHERE held IS NOT NULL")
    return {(row[0], unit) for row in rows for unit in row[1].split(",")}


def no_edit_is_lost(office: Office) -> Iterator[str]:
    """Every edit stands in the golden record, or was superseded by somebody who saw it, or is told in a conflict."""
    told, golden = _told_losers(office), _golden(office)
    superseded = {
        n for edit in office.book.edits if _is_heard(edit, golden) for n in (*edit.saw, *_seems_seen(office.book, edit))
    }
    for edit in office.book.edits:
        if not _is_due(edit) or edit.person not in golden or edit.number in superseded:
            continue
        says = golden_meaning(edit.field, golden[edit.person][1])
        if edit.field == "rank" and office.reconfigured:
            continue
        if _stands(office.book, edit, says) or (edit.place, edit.field, edit.says) in told:
            continue
        yield f"{edit}; person/{golden[edit.person][0]} says {says!r}"


def _is_heard(edit: Edit, golden: Golden) -> bool:
    """Whether the hub had to hear of an edit, or a decision; or it did although it need not have."""
    if edit.excuse is None:
        return True
    may_be_heard = edit.may_be_known or edit.excuse in (BLANK_AT_LOOKUP, NOTHING_NEW)
    return may_be_heard and edit.person in golden and _stands_in(edit, golden[edit.person][1])


def _stands_in(edit: Edit, doc: dict[str, Any]) -> bool:
    return golden_meaning(edit.field, doc) == edit.says


def _seems_seen(book: Book, edit: Edit) -> Iterator[int]:
    """What says the same as something that an author saw, and is dated before him by a clock that is behind: nobody can
    tell that he did not see it.
    """
    saw = {book.edits[n].says for n in edit.saw}
    for other in book.edits:
        says_so = (other.person, other.field) == (edit.person, edit.field) and other.says in saw
        both_dated = _is_dated(other) and _is_dated(edit)
        if says_so and other.place != edit.place and both_dated and _date(other) <= _until(edit):
            yield other.number


def _is_dated(edit: Edit) -> bool:
    return edit.told_at not in (None, "decided")


def _date(edit: Edit) -> datetime:
    return datetime.fromisoformat(str(edit.told_at))


def _until(edit: Edit) -> datetime:
    return datetime.fromisoformat(str(edit.told_until))


def _is_due(edit: Edit) -> bool:
    return edit.excuse is None and edit.place[0] != "steward"


def _stands(book: Book, edit: Edit, says: Meaning) -> bool:
    return is_kept(book, edit, says) if edit.field in LISTS else edit.says == says


def _told_losers(office: Office) -> set[tuple[tuple[str, str], str, Meaning]]:
    """(record, field, value) of everything that a conflict or an initial difference names as having lost."""
    found = set()
    for unit, doc in office.rows("SELECT unit, doc FROM conflict"):
        name = PAYLOAD.get(unit)
        for loser in msgspec.json.decode(doc)["losers"] if name is not None else []:
            system, _, rest = loser["source"].partition("/")
            record_id = rest.partition("/")[2].rpartition("#")[0]
            found.add(((system, record_id), str(name), golden_meaning(str(name), loser["values"])))
    return found


def the_newest_word_stands(office: Office) -> Iterator[str]:
    """Under the default rules the value that was typed last, as the hub may believe the systems' dates, is the golden
    one.
    """
    otherwise = {*office.nature.reviewed, *dict(office.hub.configuration.strategies)}
    waits = {PAYLOAD[unit] for unit in otherwise} | ({"rank"} if office.reconfigured else set())
    for person, (number, doc) in _golden(office).items():
        for name in NEWEST_WINS:
            if name in waits or (person, name) in office.book.decided_on | office.book.vague:
                continue
            claims = [
                cell.claim
                for (_, field), cell in office.book.cells.items()
                if field == name and cell.claim is not None and cell.claim.person == person
            ]
            if any(
                edit.excuse is not None for edit in office.book.edits if (edit.person, edit.field) == (person, name)
            ):
                continue
            newest = [one for one in claims if not any(_is_later(other, one) for other in claims)]
            if len(newest) == 1 and newest[0].says != golden_meaning(name, doc):
                yield f"person/{number} says {golden_meaning(name, doc)!r}; the newest word is {newest[0]}"


def _is_later(one: Edit, other: Edit) -> bool:
    """Whether an edit is surely later by its date, or its author saw the other, in a system whose clock is right."""
    is_dated_rightly = _date(one) <= one.at <= _until(one)
    return _date(one) > _until(other) or (other.number in one.saw and is_dated_rightly)


def what_is_taken_out_stays_out(office: Office) -> Iterator[str]:
    """Of a list, until somebody puts it in again."""
    golden = _golden(office)
    for edit in office.book.edits:
        if edit.field in LISTS and edit.person in golden:
            yield from put_back(office.book, edit, golden_meaning(edit.field, golden[edit.person][1]))


def an_opt_out_stands(office: Office) -> Iterator[str]:
    """Whoever said no once is not written to, whatever was typed since."""
    for person, (number, doc) in _golden(office).items():
        outs = [e for e in office.book.edits if (e.person, e.field, e.says) == (person, "mail_ok", False) and e.told_at]
        if outs and doc.get("contact_email") is not False:
            yield f"person/{number} may be written to ({doc.get('contact_email')}) in spite of {outs[0]}"


def pins_hold(office: Office) -> Iterator[str]:
    golden = _golden(office)
    latest = {(d.person, d.field): d for d in office.stewards.standing if d.kind in ("pin", "choose")}
    for (person, name), decision in latest.items():
        if decision.kind == "pin" and person in golden:
            says = golden_meaning(name, golden[person][1])
            if says != decision.says:
                yield f"person/{golden[person][0]} says {name}={says!r}, pinned is {decision.says!r}"


def pairs_hold(office: Office) -> Iterator[str]:
    """What stewards parted is apart; what they joined is together, where nobody parted anything."""
    where = {
        (row[0], row[1]): row[2]
        for row in office.rows(
            "SELECT t.connection, r.external_id, c.golden_id FROM source_record s JOIN raw_record r ON r.id = s.raw_id "
            "JOIN stream t ON t.id = r.stream_id JOIN crosswalk c ON c.source_id = s.id"
        )
    }
    yield from broken_pairs(office.stewards.standing, where)


def broken_pairs(standing: Iterable[Decision], where: Mapping[Place, int]) -> Iterator[str]:
    """Of the records of which `where` tells the golden record."""
    pairs = [decision for decision in standing if decision.pair]
    parted = any(decision.kind == "different" for decision in pairs)
    for decision in pairs:
        one, other = sorted(decision.pair)
        if not decision.pair <= where.keys():
            continue
        together = where.get(one) == where.get(other)
        if decision.kind == "different" and together:
            yield f"{one} and {other} were parted, and are both golden record {where.get(one)}"
        if decision.kind == "same" and not together and not parted:
            yield f"{one} and {other} were joined, and are golden records {where.get(one)} and {where.get(other)}"


def what_is_bad_stands_in_quarantine(office: Office) -> Iterator[str]:
    found = office.rows("SELECT external_id, reason FROM quarantine")
    yield from (f"{row[0]} was mended, and stands in quarantine: {row[1]}" for row in found)


def no_intent_is_left_open(office: Rows) -> Iterator[str]:
    states = "('planned', 'pending', 'sending', 'unknown')"
    for row in office.rows(f"SELECT id, state, operation, message FROM intent WHERE state IN {states}"):
        yield f"intent {row[0]} ({row[2]}) is still {row[1]}: {row[3]}"


def the_hub_knows_who_is_there(office: Office) -> Iterator[str]:
    """What it takes for gone is gone, and what it takes for there is there."""
    sql = "SELECT t.connection, r.external_id, r.deleted_at, s.deleted FROM raw_record r "
    parts = "JOIN stream t ON t.id = r.stream_id JOIN source_record s ON s.raw_id = r.id"
    for name, record_id, deleted_at, is_part_gone in office.rows(sql + parts):
        is_gone = office.systems[name].state(record_id).gone
        if is_gone != (deleted_at is not None) or is_gone != bool(is_part_gone):
            told = f"deleted at {deleted_at}, and its part {'too' if is_part_gone else 'not'}"
            yield f"{name}/{record_id} is {'gone' if is_gone else 'there'}, and {told}, says the hub"


def every_name_leads_somewhere(office: Rows) -> Iterator[str]:
    """Redirects end at a living record; every record that was resolved belongs to one."""
    rows = {row[0]: row[1] for row in office.rows("SELECT id, redirect_to FROM golden")}
    for number in rows:
        seen, here = set(), number
        while rows.get(here) is not None and here not in seen:
            seen.add(here)
            here = rows[here]
        if rows.get(here, 0) is not None:
            yield f"person/{number} leads nowhere: {sorted(seen)}"
    homeless = "SELECT s.id FROM source_record s LEFT JOIN crosswalk c ON c.source_id = s.id WHERE c.golden_id IS NULL"
    yield from (f"source record {row[0]} belongs to nobody" for row in office.rows(homeless))
    empty = (
        "SELECT g.id FROM golden g LEFT JOIN crosswalk c ON c.golden_id = g.id "
        "WHERE g.redirect_to IS NULL AND c.golden_id IS NULL"
    )
    yield from (f"person/{row[0]} has no source record, and leads nowhere" for row in office.rows(empty))
    dead = (
        "SELECT c.source_id, g.id FROM crosswalk c JOIN golden g ON g.id = c.golden_id WHERE g.redirect_to IS NOT NULL"
    )
    yield from (f"source record {row[0]} belongs to person/{row[1]}, who was merged away" for row in office.rows(dead))


def queues_are_empty(office: Rows) -> Iterator[str]:
    """Only who stands behind a record in quarantine waits, or behind a creation that a person has to look for."""
    for table, waiting in (("pending_resolve", ""), ("pending_plan", _BESIDE_QUARANTINE)):
        count = office.rows(f"SELECT count(*) FROM {table} p {waiting}")[0][0]
        lost = office.rows("SELECT count(DISTINCT golden_id) FROM intent WHERE state = 'lost'")[0][0]
        if count > (lost if table == "pending_plan" else 0):
            yield f"{count} rows wait in {table}"


_BESIDE_QUARANTINE = (
    "WHERE NOT EXISTS (SELECT 1 FROM quarantine q JOIN raw_record r ON r.stream_id = q.stream_id "
    "AND r.external_id = q.external_id JOIN source_record s ON s.raw_id = r.id "
    "JOIN crosswalk c ON c.source_id = s.id WHERE c.golden_id = p.golden_id)"
)


Law = Callable[[Office], Iterator[str]]
LAWS: dict[str, Law] = {
    "nobody is two": nobody_is_two,
    "nobody is taken for another": nobody_is_taken_for_another,
    "everybody is where they should be": everybody_is_where_they_should_be,
    "everybody agrees": everybody_agrees,
    "no edit is lost": no_edit_is_lost,
    "the newest word stands": the_newest_word_stands,
    "what is taken out stays out": what_is_taken_out_stays_out,
    "an opt-out stands": an_opt_out_stands,
    "pins hold": pins_hold,
    "pairs hold": pairs_hold,
    "what is bad stands in quarantine": what_is_bad_stands_in_quarantine,
    "no intent is left open": no_intent_is_left_open,
    "the hub knows who is there": the_hub_knows_who_is_there,
    "every name leads somewhere": every_name_leads_somewhere,
    "queues are empty": queues_are_empty,
}
