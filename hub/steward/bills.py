"""Bills as accountants read them: what each says, whose it is and why, and the candidates of those that are doubtful.

Invariant: nothing is changed by looking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hub.normalize.text import fold
from hub.steward.errors import StewardError
from hub.steward.naming import display_name, golden_named
from hub.store import billing, billing_search, golden
from hub.store.billing import BillRow
from hub.store.billing_search import EVERYTHING, Place, Sought, Window
from hub.store.transaction import Transaction
from hub.sync.parties import BILLS
from hub.sync.references import golden_text
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
MOST_COUNTED = 5_000
# The next bill of a list is looked for among so many.
_NEXT_AMONG = 100_000
_candidates = msgspec.json.Decoder(list[dict[str, Any]]).decode


class Candidate(msgspec.Struct, frozen=True):
    """A customer whose the bill may be; the codes of `grounds` and `against` are told at the edge."""

    customer: str
    display: str
    strength: int
    grounds: list[str]
    against: list[str]


class Bill(msgspec.Struct, frozen=True):
    """An invoice or a payment with its customer, who is empty where there is none; `author` is `hub` or a person."""

    bill: str
    code: str
    day: str
    due_on: str
    amount: str
    currency: str
    partner: str
    customer: str
    display: str
    verdict: str
    why: str
    author: str
    reason: str
    at: str
    is_void: bool
    candidates: list[Candidate]


class Bills(msgspec.Struct, frozen=True):
    """A page of bills, of `total`, which is counted up to `MOST_COUNTED`; `counts` are all bills by their verdict.

    `is_exact` where there are no more than `total`. Where not all were looked through, the next look is from `further`
    on.
    """

    total: int
    counts: dict[str, int]
    bills: list[Bill]
    is_exact: bool = True
    further: Place | None = None
    format: int = 1


class Story(msgspec.Struct, frozen=True):
    """One bill with all that it says now, and what it and its partner said when they were first seen."""

    bill: Bill
    says: dict[str, Any]
    snapshot: dict[str, Any]
    seen: str
    after: str
    format: int = 1


def page_of(world: World, sought: Sought, page: int = 1, size: int = 50) -> Bills:
    """The bills that are sought, with the counts of all bills."""
    with world.database.look() as tx:
        counts, wanted = billing_search.counts(tx), _spelled(sought)
        rows, total, is_exact = _page(tx, wanted, page, size, EVERYTHING)
        if wanted == Sought(verdict=wanted.verdict):
            total, is_exact = counts.get(wanted.verdict, 0) if wanted.verdict else sum(counts.values()), True
        return Bills(total, counts, told(tx, rows), is_exact)


def look_through(world: World, sought: Sought, page: int, size: int, most: int, start: Place | None = None) -> Bills:
    """The same of so many bills from a place on, however rare the ones are that are sought; nothing else is counted."""
    with world.database.look() as tx:
        wanted = _spelled(sought)
        window = billing_search.window_of(tx, wanted, most, start)
        rows, total, is_exact = _page(tx, wanted, page, size, window)
        return Bills(total, {}, told(tx, rows), is_exact and window == EVERYTHING, window.end)


def counts_of(world: World) -> dict[str, int]:
    """All bills by their verdict."""
    with world.database.look() as tx:
        return billing_search.counts(tx)


def _page(tx: Transaction, wanted: Sought, page: int, size: int, window: Window) -> tuple[list[BillRow], int, bool]:
    """A page, how many there are in the window as far as they were counted, and whether these are all."""
    before = (page - 1) * size
    rows = billing_search.found(tx, wanted, size + 1, before, window)
    seen = before + len(rows)
    if len(rows) <= size and (rows or not before):
        return rows, seen, True
    counted = billing_search.count_up_to(tx, wanted, MOST_COUNTED, window)
    return rows[:size], max(seen, counted), counted < MOST_COUNTED


def all_of(tx: Transaction, sought: Sought) -> list[Bill]:
    """Every bill that is sought, in one moment."""
    wanted = _spelled(sought)
    return told(tx, billing_search.found(tx, wanted, billing_search.count(tx, wanted)))


def story(world: World, name: str, sought: Sought | None = None) -> Story:
    """One bill; `after` is the next one of the list that is looked through."""
    with world.database.look() as tx:
        row = bill_named(tx, world, name)
        following = billing_search.after(tx, _spelled(sought or Sought()), row.bill_id, _NEXT_AMONG)
        next_row = billing.by_ids(tx, [following])[following] if following is not None else None
        return Story(
            told(tx, [row])[0],
            _decode(golden.by_ids(tx, [row.bill_id])[row.bill_id].doc),
            _decode(row.snapshot),
            seen_of(row),
            golden_text(next_row.entity, next_row.bill_id) if next_row is not None else "",
        )


def bill_named(tx: Transaction, world: World, name: str) -> BillRow:
    """The link of the invoice or the payment that a name leads to."""
    entity = name.partition("/")[0]
    if entity not in BILLS:
        raise StewardError("no_bill", name=name)
    golden_id = golden.follow(tx, golden_named(tx, world, name).golden_id)
    row = billing.by_ids(tx, [golden_id]).get(golden_id)
    if row is None:
        raise StewardError("bill_not_linked_yet", name=name)
    return row


def seen_of(row: BillRow) -> str:
    """A mark of what somebody saw: another one once the link, or what it rests on, has changed."""
    shown = (row.verdict, row.why, row.customer_id, row.author, row.at, row.party, row.amount, row.day)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def told(tx: Transaction, rows: Sequence[BillRow]) -> list[Bill]:
    """Links with what stands behind them."""
    said = {g: _decode(row.doc) for g, row in golden.by_ids(tx, [row.bill_id for row in rows]).items()}
    customers = billing.customers_of(tx, rows)
    weighed = {row.bill_id: _candidates(row.candidates) for row in rows}
    proposed = {one["customer"] for found in weighed.values() for one in found}
    leads = golden.living(tx, sorted({*customers.values(), *proposed}))
    known = golden.by_ids(tx, sorted(set(leads.values())))
    names = {g: (golden_text(row.entity, g), display_name(_decode(row.doc))) for g, row in known.items()}

    def named(number: int | None) -> tuple[str, str]:
        return names.get(leads[number], ("", "")) if number is not None else ("", "")

    def candidate(one: dict[str, Any]) -> Candidate:
        return Candidate(*named(one["customer"]), one["strength"], one["grounds"], one["against"])

    return [
        _bill(
            row,
            said.get(row.bill_id, {}),
            named(customers.get(row.bill_id)),
            [candidate(one) for one in weighed[row.bill_id]],
        )
        for row in rows
    ]


def _bill(row: BillRow, doc: dict[str, Any], customer: tuple[str, str], candidates: list[Candidate]) -> Bill:
    party = _decode(row.snapshot)["party"]
    partner = doc.get("partner_name") or doc.get("payer_name") or party.get("name") or party.get("kana") or ""
    return Bill(
        bill=golden_text(row.entity, row.bill_id),
        code=str(doc.get("code") or ""),
        day=row.day,
        due_on=str(doc.get("due_on") or ""),
        amount=money(row.amount),
        currency=row.currency,
        partner=str(partner),
        customer=customer[0],
        display=customer[1],
        verdict=row.verdict,
        why=row.why,
        author=row.author,
        reason=row.reason,
        at=row.at,
        is_void=row.is_void,
        candidates=candidates,
    )


def money(hundredths: int | None) -> str:
    """Hundredths as an amount."""
    if hundredths is None:
        return ""
    amount = Decimal(hundredths) / 100
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def typed_amount(text: str) -> int | None:
    """A typed amount in hundredths; None for nothing. Raises `StewardError` for what is none."""
    plain = fold(text).replace(",", "").replace("¥", "").replace("円", "").strip()
    try:
        return int(Decimal(plain) * 100) if plain else None
    except (ArithmeticError, ValueError):
        raise StewardError("no_amount", text=text) from None


def typed_day(text: str) -> str:
    """A typed day; empty for nothing. Raises `StewardError` for what is none."""
    try:
        return date.fromisoformat(fold(text).strip().replace("/", "-")).isoformat() if text.strip() else ""
    except ValueError:
        raise StewardError("no_day", text=text) from None


def _spelled(sought: Sought) -> Sought:
    return sought._replace(partner=fold(sought.partner).replace(" ", "")[: billing.LONGEST_PARTNER])
