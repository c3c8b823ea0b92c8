"""`hub invoices`: whose bills are, what is missing between them, and what the tax audit is given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.invoices import show_archive, show_bills, show_decided, show_missing, show_one, show_owed, show_queue
from hub.steward.bill_links import link_bill, unlink_bill
from hub.steward.bills import page_of, story, typed_amount, typed_day
from hub.steward.debts import debts
from hub.steward.errors import StewardError
from hub.steward.missing import missing
from hub.steward.naming import living
from hub.steward.register import read_register
from hub.steward.tax_archive import tax_archive
from hub.store.billing_search import Sought
from hub.sync.world import World

STATES = ("linked", "doubtful", "none")
_EVERY = 1_000_000
SHOWN = 50


class Asked(NamedTuple):
    """Filters as they were typed."""

    since: str = ""
    until: str = ""
    low: str = ""
    high: str = ""
    partner: str = ""
    state: str = ""
    customer: str = ""


def list_bills(session: Session, asked: Asked, *, every: bool) -> Answer:
    """The bills that are sought."""
    with session.looking() as world:
        document = _page(world, _sought(world, asked), every=every)
    return Answer(document, lambda screen: show_bills(screen, document))


def queue(session: Session, *, every: bool) -> Answer:
    """Those that wait for a person."""
    with session.looking() as world:
        document = _page(world, Sought(verdict="doubtful"), every=every)
    exits = Exit.CONFLICTS if document["bills"] else Exit.OK
    return Answer(document, lambda screen: show_queue(screen, document), exits)


def show_bill(session: Session, bill: str) -> Answer:
    """One of them."""
    with session.looking() as world:
        document: dict[str, Any] = msgspec.to_builtins(story(world, bill))
    document["bill_format"] = document.pop("format")
    exits = Exit.CONFLICTS if document["bill"]["verdict"] == "doubtful" else Exit.OK
    return Answer(document, lambda screen: show_one(screen, document), exits)


def link(session: Session, bill: str, customer: str, reason: str) -> Answer:
    """Say whose it is."""
    with session.looking() as world:
        document: dict[str, Any] = msgspec.to_builtins(link_bill(world, bill, customer, author(), reason))
    document["decided_format"] = document.pop("format")
    return Answer(document, lambda screen: show_decided(screen, document, "linked"))


def unlink(session: Session, bill: str) -> Answer:
    """Take that back."""
    with session.looking() as world:
        document: dict[str, Any] = msgspec.to_builtins(unlink_bill(world, bill, author()))
    document["decided_format"] = document.pop("format")
    return Answer(document, lambda screen: show_decided(screen, document, "unlinked"))


def missing_bills(session: Session, days: int, register: Sequence[Path], *, every: bool) -> Answer:
    """What is missing; any of it makes the exit code 3."""
    known = read_register(register) if register else None
    with session.looking() as world:
        document: dict[str, Any] = msgspec.to_builtins(missing(world, days, session.zone, known))
    document["missing_format"] = document.pop("format")
    found = any(document[kind] for kind in ("deals", "invoices", "payments", "lapsed"))
    return Answer(
        document, lambda screen: show_missing(screen, document, every=every), Exit.CONFLICTS if found else Exit.OK
    )


def owed(session: Session, *, every: bool) -> Answer:
    """What each customer owes."""
    with session.looking() as world:
        document: dict[str, Any] = msgspec.to_builtins(debts(world, session.zone))
    document["owed_format"] = document.pop("format")
    return Answer(document, lambda screen: show_owed(screen, document, every=every))


def audit(session: Session, file: Path, asked: Asked) -> Answer:
    """Write the archive; a file that is there already is not written over."""
    if file.exists():
        raise StewardError("file_exists", file=str(file))
    with session.looking() as world:
        made = tax_archive(world, _sought(world, asked)._replace(entity="invoice"), author())
    file.write_bytes(made.content)
    document = {"file": str(file), "bills": made.bills}
    return Answer(document, lambda screen: show_archive(screen, document))


def _page(world: World, sought: Sought, *, every: bool) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(page_of(world, sought, 1, _EVERY if every else SHOWN))
    document["bills_format"] = document.pop("format")
    return document


def _sought(world: World, asked: Asked) -> Sought:
    """What was typed, as it is looked for. Raises `StewardError` in words."""
    if asked.state and asked.state not in STATES:
        raise StewardError("no_choice", number=asked.state, known=", ".join(STATES))
    customers: tuple[int, ...] = ()
    if asked.customer:
        with world.database.look() as tx:
            customers = (living(tx, world, asked.customer),)
    return Sought(
        since=typed_day(asked.since),
        until=typed_day(asked.until),
        low=typed_amount(asked.low),
        high=typed_amount(asked.high),
        partner=asked.partner,
        verdict=asked.state,
        customers=customers,
    )
