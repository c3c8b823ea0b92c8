"""Invoices and payments: the list by day, amount and partner; one with its evidence, given to a customer with a form or
with a key; what is missing and what is owed; and the file for the tax audit.

Invariant: a decision is only taken of what its accountant has seen, and nothing of a bill is written.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Response

from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted, Number
from hub.console.paging import SIZE, asked, number_of, pages
from hub.console.visit import Visit
from hub.steward.bill_links import NOBODY, link_bill, unlink_bill
from hub.steward.bills import counts_of, look_through, story, typed_amount, typed_day
from hub.steward.debts import debts
from hub.steward.errors import StewardError
from hub.steward.missing import missing
from hub.steward.tax_archive import tax_archive
from hub.store.billing_search import Place, Sought
from hub.sync.world import World

router = APIRouter()

STATES = ("linked", "doubtful", "none")
_FILTERS = ("since", "until", "low", "high", "partner", "state")
# Who was billed may be a person: that it was asked for by a name is not told.
_TOLD = ("since", "until", "low", "high", "state")
_LONGEST_REASON = 500
_DAYS = 30
# Of each of three lists: the page is not to weigh more than others.
_MISSING = 30
_TYPED = "typed"


@router.get("/invoices")
def listing(visit: Admitted) -> Response:
    """The list, by the filters of the address."""
    page = asked(visit.query("page"))
    refused, sought = "", Sought()
    try:
        sought = _sought(visit)
    except StewardError as error:
        refused = refusal(visit, error)
    start = _start(visit.query("below"))
    counted = visit.counted("bills", counts_of)
    with visit.looking() as world:
        found = look_through(world, sought, page, SIZE, visit.house.looked_through, start)
        told = {name: visit.query(name)[:10] for name in _TOLD if visit.query(name) and not refused}
        visit.saw(world, "bills_seen", {"list": "invoices", "bills": [bill.bill for bill in found.bills], **told})

    def address(number: int) -> str:
        below = {"below": visit.query("below")} if start is not None else {}
        return f"/invoices?{_query(visit)}&{urlencode({**below, 'page': number})}"

    return visit.page(
        "invoices.html",
        world.schema,
        status=422 if refused else 200,
        found=found,
        refused=refused,
        given={name: visit.query(name) for name in _FILTERS},
        states=STATES,
        numbers=pages(page, found.total),
        address=address,
        counted=counted,
        start=start,
        further=None if found.further is None else urlencode({"below": ",".join(map(str, found.further))}),
        query=_query(visit),
    )


@router.get("/invoices/missing")
def gaps(visit: Admitted) -> Response:
    """Deals, invoices and payments without each other."""
    text = visit.query("days")
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else _DAYS
    counted = visit.counted(("missing", days), lambda world: missing(world, days, visit.house.zone, most=_MISSING))
    with visit.looking() as world:
        visit.saw(world, "bills_seen", {"list": "missing", "days": days})
    return visit.page("invoices_missing.html", counted=counted, days=days)


@router.get("/invoices/owed")
def owed(visit: Admitted) -> Response:
    """What each customer owes."""
    counted = visit.counted("owed", lambda world: debts(world, visit.house.zone, most=SIZE))
    with visit.looking() as world:
        visit.saw(world, "bills_seen", {"list": "owed"})
    return visit.page("invoices_owed.html", counted=counted)


@router.post("/invoices/archive")
def archive(visit: Admitted) -> Response:
    """The file for the tax audit, of what the filters of the address name."""
    with visit.looking() as world:
        made = tax_archive(world, _sought(visit)._replace(entity="invoice"), visit.author)
    name = 'attachment; filename="invoices.zip"'
    return Response(made.content, media_type="application/zip", headers={"Content-Disposition": name})


@router.get("/invoices/{entity}/{number}")
def show(visit: Admitted, entity: str, number: Number) -> Response:
    """One of them."""
    with visit.looking() as world:
        answer = _shown(visit, world, f"{entity}/{number}")
        visit.saw(world, "bill_seen", {"bill": f"{entity}/{number}"})
    return answer


@router.post("/invoices/{entity}/{number}/link")
def link(visit: Admitted, entity: str, number: Number) -> Response:
    """Say whose it is, and go on with the next one of the same list."""
    name = f"{entity}/{number}"
    with visit.looking() as world:
        after = story(world, name, _sought(visit)).after
        chosen = visit.form.get("customer", "")
        customer = visit.form.get("typed", "").strip() if chosen == _TYPED else chosen
        try:
            reason = visit.form.get("reason", "")[:_LONGEST_REASON]
            link_bill(world, name, customer or "—", visit.author, reason, visit.form.get("seen", ""))
        except StewardError as error:
            return _shown(visit, world, name, error)
    path = f"/invoices/{after}" if after else "/invoices"
    return visit.to(f"{path}?{_query(visit)}&{urlencode({'done': name})}")


@router.post("/invoices/{entity}/{number}/undo")
def undo(visit: Admitted, entity: str, number: Number) -> Response:
    """Take a person's word back."""
    name = f"{entity}/{number}"
    with visit.looking() as world:
        try:
            unlink_bill(world, name, visit.author)
        except StewardError as error:
            if error.code != "bill_not_decided":
                raise
            return _shown(visit, world, name, error)
    return visit.to(f"/invoices/{name}?{_query(visit)}")


def _sought(visit: Visit) -> Sought:
    """The filters of the address. Raises `StewardError` for what is no day or no amount."""
    state = visit.query("state")
    return Sought(
        since=typed_day(visit.query("since")),
        until=typed_day(visit.query("until")),
        low=typed_amount(visit.query("low")),
        high=typed_amount(visit.query("high")),
        partner=visit.query("partner"),
        verdict=state if state in STATES else "",
    )


def _start(text: str) -> Place | None:
    """From where on an address looks through the bills; None where it says nothing that can be one."""
    day, _, number = text.partition(",")
    bill_id = number_of(number)
    return None if bill_id is None else Place(day[:10], bill_id)


def _query(visit: Visit) -> str:
    """The same as they stand in an address."""
    return urlencode({name: value for name in _FILTERS if (value := visit.query(name))})


def _shown(visit: Visit, world: World, name: str, refused: StewardError | None = None) -> Response:
    found = story(world, name, _sought(visit))
    status = 200 if refused is None else 409 if refused.code in ("bill_moved", "bill_not_decided") else 422
    return visit.page(
        "invoice.html",
        world.schema,
        status=status,
        found=found,
        bill=found.bill,
        nobody=NOBODY,
        query=_query(visit),
        refused="" if refused is None else refusal(visit, refused),
        given={field: visit.form.get(field, "") for field in ("reason", "typed")},
        done=visit.query("done") if visit.query("done").partition("/")[0] in ("invoice", "payment") else "",
    )
