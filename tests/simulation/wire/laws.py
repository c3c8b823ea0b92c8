"""The laws of the wire tier, checked when a history has come to rest; the same promises as the lab's, of real records.

Invariant: nothing in here asks the hub's code what should be; it reads what vendors hold and what rows say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from tests.simulation.book import Edit
from tests.simulation.laws import every_name_leads_somewhere, no_intent_is_left_open, queues_are_empty
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.findings import Findings
from tests.simulation.wire.office import Office
from tests.simulation.wire.steward_laws import a_chosen_value_stands, pairs_hold, pins_hold
from tests.simulation.wire.words import FIELDS, golden_says


def nobody_is_two(found: Findings) -> Iterator[str]:
    for entity in ("company", "person", "employment"):
        for customer in found.customers:
            records = found.documents.of(entity, customer)
            if len(records) > 1:
                yield f"customer {customer} is {entity} {[number for number, _ in records]}"


def everybody_is_where_they_should_be(found: Findings) -> Iterator[str]:
    office = found.office
    for customer in found.customers:
        holders = [desk.place for desk in office.desks if desk.living(customer)]
        for desk in office.desks:
            is_due = desk.place in office.nature.creates and _is_known(found, desk.entity, customer)
            if not is_due or desk.living(customer) or (desk.place, customer) in found.book.removed or not holders:
                continue
            if desk is office.partners and office.partners.archived(customer):
                continue
            employed = found.golden["employment"].get(customer, (0, {}))[1]
            if desk is office.sheet and not {"person", "company"} <= employed.keys():
                continue  # a row needs a mailbox
            if not _was_there(desk, customer):
                yield f"customer {customer} is in {holders} and not in {desk.place}"


def _is_known(found: Findings, entity: str, customer: int) -> bool:
    """Whether a desk that people can see speaks of the company, or the person, of a customer."""
    office = found.office
    if entity == "company":
        return any(desk.living(customer) for desk in office.desks if desk is not office.contacts)
    return bool(office.contacts.living(customer)) or any(
        desk.says(desk.records()[record_id]).get("name") for desk in office.desks for record_id in desk.living(customer)
    )


def _was_there(desk: Desk, customer: int) -> bool:
    """Records that were there and are gone: people, or a deletion elsewhere, ended them."""
    return any(
        states[-1].gone and desk.owners[i] == customer and ((desk.place, i) in desk.book.shown or i in desk.made_by_hub)
        for i, states in desk.states.items()
    )


def everybody_agrees(found: Findings) -> Iterator[str]:
    """Every record says what its golden record says."""
    given_up = _given_up(found.office)
    for desk in found.office.desks:
        for record_id, record in desk.records().items():
            customer, said = desk.whose(record), desk.says(record)
            is_employed = customer in found.golden["employment"]
            for name in sorted(desk.written):
                if desk.entity != FIELDS[name].entity and not is_employed:
                    continue  # nobody says that this person works there
                golden = found.says(customer, name)
                if golden is None or (golden[0], FIELDS[name].unit) in found.held:
                    continue
                if (desk.place, record_id, FIELDS[name].fields[0]) in given_up:
                    continue
                if said[name] != golden[1] and not _never_said(found, customer, name, golden[1]):
                    yield f"{desk.place}/{record_id} says {name}={said[name]!r}, the golden record {golden}"


def _never_said(found: Findings, customer: int, name: str, says: str | None) -> bool:
    """Where nobody has a say any more, a value that stands somewhere is not cleared: nobody wished that."""
    return says is None and not any(
        (edit.person, edit.field, edit.says) == (customer, name, None) and edit.excuse is None
        for edit in found.book.edits
    )


def _given_up(office: Office) -> set[tuple[str, str, str]]:
    sql = (
        "SELECT t.connection, t.stream, r.external_id, s.marks FROM source_record s "
        "JOIN raw_record r ON r.id = s.raw_id JOIN stream t ON t.id = r.stream_id WHERE s.marks IS NOT NULL"
    )
    return {
        (f"{connection}/{stream}", record_id, name)
        for connection, stream, record_id, marks in office.rows(sql)
        for name, mark in msgspec.json.decode(marks).items()
        if mark.get("bounced", 0) > 1
    }


def contacts_are_linked(found: Findings) -> Iterator[str]:
    """A contact belongs to the company that its customer is."""
    office = found.office
    for customer in found.customers:
        companies, contacts = office.companies.living(customer), office.contacts.living(customer)
        for contact in contacts if companies and customer in found.golden["employment"] else ():
            linked = office.hubspot.records("contacts")[contact].get("associatedcompanyid", "")
            # One that is in the bin is the customer still; HubSpot keeps the pair for the day when it is taken out.
            if office.companies.owners.get(linked) != customer:
                yield f"contact {contact} of customer {customer} belongs to {linked!r}, not to one of {companies}"


def no_edit_is_lost(found: Findings) -> Iterator[str]:
    """Every edit stands in the golden record, or was superseded by somebody who saw it, or is told in a conflict."""
    told = _told_losers(found.office)
    due = [edit for edit in found.book.edits if edit.excuse is None]
    superseded = {number for edit in due for number in edit.saw}
    for edit in due:
        if edit.told_at == "decided":
            continue
        golden = found.says(edit.person, edit.field)
        if golden is None or edit.number in superseded or edit.says == golden[1]:
            continue
        if (edit.place, edit.field, edit.says) not in told:
            yield f"{edit}; golden record {golden}"


def _told_losers(office: Office) -> set[tuple[tuple[str, str], str, str | None]]:
    """(record, field, value) of everything that a conflict or an initial difference names as having lost."""
    fields = {(field.entity, field.unit): name for name, field in FIELDS.items()}
    found = set()
    for entity, unit, doc in office.rows("SELECT entity, unit, doc FROM conflict"):
        name = fields.get((entity, unit))
        for loser in msgspec.json.decode(doc)["losers"] if name is not None else []:
            connection, stream, rest = loser["source"].split("/", 2)
            record_id = rest.rpartition("#")[0]
            found.add(((f"{connection}/{stream}", record_id), str(name), golden_says(str(name), loser["values"])))
    return found


def an_opt_out_stands(found: Findings) -> Iterator[str]:
    """Whoever said no once is not written to, whatever was typed since."""
    for customer, (number, doc) in found.golden["person"].items():
        outs: list[Edit] = [
            edit
            for edit in found.book.edits
            if (edit.person, edit.field, edit.says) == (customer, "may_mail", "false") and edit.told_at
        ]
        if outs and doc.get("contact_email") is not False:
            yield f"person/{number} may be written to ({doc.get('contact_email')}) in spite of {outs[0]}"


def every_sale_and_mail_is_there_once(found: Findings) -> Iterator[str]:
    office = found.office
    sold = Counter(
        (str(deal["amount"]), deal["details"][0]["description"]) for deal in office.freee.books.deals.values()
    )
    living = "SELECT c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id WHERE NOT s.deleted"
    there = {row[0] for row in office.rows(living)}
    kept = Counter(
        (doc["amount"], doc.get("product", ""))
        for entity, number, doc in found.documents.all
        if entity == "purchase" and number in there
    )
    if sold != kept:
        yield f"sales that only the books hold: {sold - kept}; that only the hub holds: {kept - sold}"
    mails = Counter(doc.get("message_id") for entity, _, doc in found.documents.all if entity == "activity")
    if mails != Counter(office.mails):
        yield f"mails are {mails}, and came as {office.mails}"


def nothing_stands_in_quarantine(found: Findings) -> Iterator[str]:
    """All was mended; a record that is gone without a word stands there, for nobody can tell the hub."""
    sql = "SELECT t.connection, t.stream, q.external_id, q.reason FROM quarantine q JOIN stream t ON t.id = q.stream_id"
    silent = {desk.place: desk for desk in (found.office.cards, found.office.partners)}
    for connection, stream, record_id, reason in found.office.rows(sql):
        desk = silent.get(f"{connection}/{stream}")
        if desk is None or record_id in desk.records():
            yield f"{connection}/{stream}/{record_id} stands in quarantine: {reason}"


def the_hub_knows_who_is_there(found: Findings) -> Iterator[str]:
    """What it takes for gone is gone; and what it takes for there is there, where the vendor tells of deletions."""
    desks = {desk.place: desk for desk in found.office.desks}
    sql = "SELECT t.connection, t.stream, r.external_id, r.deleted_at FROM raw_record r "
    sql += "JOIN stream t ON t.id = r.stream_id"
    for connection, stream, record_id, deleted_at in found.office.rows(sql):
        desk = desks.get(f"{connection}/{stream}")
        if desk is None:
            continue
        is_there = record_id in desk.records()
        is_told = desk not in (found.office.cards, found.office.partners)
        if (is_there and deleted_at is not None) or (is_told and not is_there and deleted_at is None):
            yield f"{desk.place}/{record_id} is {'there' if is_there else 'gone'}, and deleted at {deleted_at}"


def no_notice_waits(found: Findings) -> Iterator[str]:
    rows = found.office.rows("SELECT event_id, state FROM notice WHERE state <> 'done'")
    yield from (f"the notice {row[0]} is {row[1]} still" for row in rows)


def limits_are_kept(found: Findings) -> Iterator[str]:
    for way in found.office.ways.values():
        yield from (f"{way.connection}: {text}" for text in way.meter.violations[:1])
    spent = [day for day, calls in found.office.freee.calls_of_day.items() if calls > found.office.freee.daily_limit]
    yield from (f"freee was called too often on {day}" for day in spent)


LAWS = {
    "nobody is two": nobody_is_two,
    "everybody is where they should be": everybody_is_where_they_should_be,
    "everybody agrees": everybody_agrees,
    "contacts are linked": contacts_are_linked,
    "no edit is lost": no_edit_is_lost,
    "an opt-out stands": an_opt_out_stands,
    "pins hold": pins_hold,
    "a chosen value stands": a_chosen_value_stands,
    "pairs hold": pairs_hold,
    "every sale and mail is there once": every_sale_and_mail_is_there_once,
    "nothing stands in quarantine": nothing_stands_in_quarantine,
    "the hub knows who is there": the_hub_knows_who_is_there,
    "no notice waits": no_notice_waits,
    "limits are kept": limits_are_kept,
}
SHARED = {
    "no intent is left open": no_intent_is_left_open,
    "every name leads somewhere": every_name_leads_somewhere,
    "queues are empty": queues_are_empty,
}


def broken_laws(office: Office) -> Iterator[tuple[str, str]]:
    """(law, what happened) of everything that was broken."""
    for text in office.book.violations:
        yield "at work", text
    for text in office.hub.violations:
        yield "one hub at a time", text
    found = Findings(office)
    for name, law in LAWS.items():
        for text in law(found):
            yield name, text
    for name, shared in SHARED.items():
        for text in shared(office):
            yield name, text
