"""Linking: bills that changed, or whose customers did, find their customer; each chunk is one transaction.

Invariant: a person's word is never gone over, and nothing of a bill or a customer is written: only whose it is.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from itertools import starmap
from typing import Any

import msgspec

from hub.linking import Facts, Linking, Party, facts_of, keys_of, link, signature, worth_telling
from hub.store import billing, billing_index, golden, golden_links, identity
from hub.store.billing import BillRow
from hub.store.transaction import Transaction
from hub.sync.parties import BILLS, Bill, read_bills
from hub.sync.world import World

CHUNK = 500
# A name or a switchboard that more customers share tells nobody apart.
MOST_HOLDERS = 50
HUB = "hub"
# What stays of a link that a person has made.
_DECIDED = ("verdict", "why", "customer_id", "anchor_id", "author", "reason", "at")
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def note_changed(tx: Transaction, entity: str, golden_ids: Iterable[int]) -> None:
    """Queue golden records that were made or changed, where they are bills, or customers of bills."""
    if entity in BILLS or (entity == "company" and billing_index.is_kept(tx)):
        billing.note(tx, sorted(set(golden_ids)))


def link_bills(world: World) -> int:
    """Work off the queue; how many bills have found their customer, or another one."""
    _index_all(world)
    found = 0
    while not world.is_stopping():
        with world.database.begin() as tx:
            entity, waiting = billing.waiting(tx, CHUNK)
            if not waiting:
                break
            if entity in BILLS:
                found += sum(starmap(_is_linked_anew, _relinked(tx, waiting, world.now_text())))
            else:
                _follow_customers(tx, waiting)
            billing.done(tx, entity, waiting)
    return found


def _index_all(world: World) -> None:
    """Bring the customers into the index that were there before the first bill."""
    while not world.is_stopping():
        with world.database.begin() as tx:
            last = billing_index.indexed_up_to(tx)
            if last is None:
                break
            companies = billing_index.companies_after(tx, last, CHUNK * 4)
            _reindex(tx, companies)
            billing_index.reached(tx, companies[-1] if companies else None)


def _reindex(tx: Transaction, golden_ids: Sequence[int]) -> dict[int, set[int]]:
    """Bring the keys of these customers up to date; which keys each has lost or gained."""
    rows = golden.by_ids(tx, golden_ids)
    # A customer that was merged away leads to its successor, and is one again after a split: its keys stay.
    now = {g: set(keys_of(facts_of(_decode(row.doc)))) for g, row in rows.items() if row.entity == "company"}
    before = billing_index.keys_of_customers(tx, golden_ids)
    changed = {g: now.get(g, set()) ^ before.get(g, set()) for g in golden_ids}
    gone = [(key, g) for g, keys in changed.items() for key in keys & before.get(g, set())]
    new = [(key, g) for g, keys in changed.items() for key in keys & now.get(g, set())]
    billing_index.change_customers(tx, gone, new)
    return changed


def _follow_customers(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Queue the bills for which a change of these customers may matter."""
    changed = _reindex(tx, golden_ids)
    others = [golden_id for golden_id, keys in changed.items() if keys]
    keys = sorted({key for held in changed.values() for key in held})
    kept = billing_index.keys_of_customers(tx, golden_ids)
    doubtful = billing_index.bills_with(tx, sorted({k for held in kept.values() for k in held}), only_open=True)
    linked = [bill_id for _, bill_id in billing.bills_of(tx, others)]
    billing.note(tx, sorted({*billing_index.bills_with(tx, keys, only_open=False), *doubtful, *linked}))


def relink(tx: Transaction, bill_ids: Sequence[int], now: str) -> list[BillRow]:
    """Find the customer of each of these bills anew, where no person has said who it is."""
    return [row for row, _ in _relinked(tx, bill_ids, now)]


def _relinked(tx: Transaction, bill_ids: Sequence[int], now: str) -> list[tuple[BillRow, BillRow | None]]:
    """The same, each with what stood there before."""
    bills = read_bills(tx, bill_ids)
    before = billing.by_ids(tx, bill_ids)
    billing.remove(tx, sorted(before.keys() - {bill.bill_id for bill in bills}))
    found = _Search(tx, bills).linkings()
    anchors = _anchors(tx, bills, found)
    rows = [_row(bill, found[bill.bill_id], anchors, before.get(bill.bill_id), now) for bill in bills]
    billing.store(tx, rows)
    wake_payments(tx, [row for row in rows if row.entity == "invoice" and _is_news(row, before.get(row.bill_id))])
    billing_index.set_bill_keys(tx, {bill.bill_id: keys_of(bill.facts) for bill in bills})
    return [(row, before.get(row.bill_id)) for row in rows]


def _is_linked_anew(row: BillRow, before: BillRow | None) -> bool:
    told = operator.attrgetter("verdict", "customer_id", "author")
    return row.verdict == "linked" and row.author == HUB and (before is None or told(row) != told(before))


def _is_news(row: BillRow, before: BillRow | None) -> bool:
    """Whether payments may belong to another customer now."""
    told = operator.attrgetter("verdict", "customer_id", "anchor_id", "amount", "day", "is_void")
    return before is None or told(row) != told(before)


def wake_payments(tx: Transaction, invoices: Sequence[BillRow]) -> None:
    """Queue the payments that name one of these invoices, or are of its amount."""
    naming = [
        one for one, field, _ in golden_links.leading_to(tx, [row.bill_id for row in invoices]) if field == "invoice"
    ]
    amounts = sorted({row.amount for row in invoices if row.amount is not None})
    billing.note(tx, sorted({*naming, *billing.payments_of(tx, amounts)}))


class _Search:
    """The candidates of some bills, asked for together."""

    def __init__(self, tx: Transaction, bills: Sequence[Bill]) -> None:
        self._tx, self._bills = tx, bills
        keys = {key for bill in bills for key in keys_of(bill.facts)}
        self._holders = billing_index.holders(tx, sorted(keys), MOST_HOLDERS)
        self._signatures = {bill.bill_id: signature(bill.facts) for bill in bills}
        self._taught = billing_index.taught(tx, sorted({s for s in self._signatures.values() if s}))

    def linkings(self) -> dict[int, Linking]:
        """What is found for each bill."""
        asked = {bill.bill_id: self._party(bill) for bill in self._bills}
        wanted = {bill.bill_id: self._candidates(bill, asked[bill.bill_id]) for bill in self._bills}
        leads = golden.living(self._tx, sorted({number for numbers in wanted.values() for number in numbers}))
        known = self._facts(sorted(set(leads.values())))
        return {
            bill_id: link(_as_living(asked[bill_id], leads), _some(known, {leads[number] for number in numbers}))
            for bill_id, numbers in wanted.items()
        }

    def _party(self, bill: Bill) -> Party:
        taught = frozenset(self._taught.get(self._signatures[bill.bill_id], ()))
        return Party(bill.facts, bill.partner, taught, self._owed(bill))

    def _owed(self, bill: Bill) -> frozenset[int]:
        window = bill.window()
        if bill.entity != "payment" or bill.hundredths is None or window is None:
            return frozenset()
        rows = billing.by_ids(self._tx, billing.owing(self._tx, bill.hundredths, *window))
        return frozenset(billing.customers_of(self._tx, list(rows.values())).values())

    def _candidates(self, bill: Bill, party: Party) -> set[int]:
        found = {number for key in keys_of(bill.facts) for number in self._holders.get(key, ())}
        return found | party.taught | ({party.partner} if party.partner is not None else set())

    def _facts(self, golden_ids: Sequence[int]) -> dict[int, Facts]:
        return {g: facts_of(_decode(row.doc)) for g, row in golden.by_ids(self._tx, golden_ids).items()}


def _as_living(party: Party, leads: Mapping[int, int]) -> Party:
    """The party with what points to customers led to those who live."""
    partner = leads[party.partner] if party.partner is not None else None
    taught = frozenset(leads[number] for number in party.taught)
    return Party(party.facts, partner, taught, frozenset(leads.get(number, number) for number in party.owed))


def _some(known: Mapping[int, Facts], wanted: Iterable[int]) -> dict[int, Facts]:
    return {number: known[number] for number in sorted(wanted) if number in known}


def _anchors(tx: Transaction, bills: Sequence[Bill], found: Mapping[int, Linking]) -> dict[int, int]:
    """By which source record each bill's link holds on to its customer: the partner's own where it has one."""
    customers = sorted({c for linking in found.values() if (c := linking.customer) is not None})
    first: dict[int, int] = {}
    for golden_id, source_id in sorted(identity.members_of(tx, customers)):
        first.setdefault(golden_id, source_id)
    anchors = {}
    for bill in bills:
        customer = found[bill.bill_id].customer
        if customer is not None and (customer == bill.partner and bill.anchor_id is not None):
            anchors[bill.bill_id] = bill.anchor_id
        elif customer in first:
            anchors[bill.bill_id] = first[customer]
    return anchors


def _row(bill: Bill, linking: Linking, anchors: Mapping[int, int], before: BillRow | None, now: str) -> BillRow:
    found = BillRow(
        bill_id=bill.bill_id,
        entity=bill.entity,
        day=bill.day,
        amount=bill.hundredths,
        currency=str(bill.doc.get("currency") or "JPY"),
        partner=bill.search_text,
        is_void=bill.is_void,
        party=signature(bill.facts),
        verdict=linking.verdict,
        why=linking.why,
        customer_id=linking.customer,
        anchor_id=anchors.get(bill.bill_id),
        candidates=_evidence(linking),
        snapshot=bill.snapshot(),
        author=HUB,
        reason="",
        at=now,
    )
    if before is None:
        return found
    if before.author != HUB:
        stays = {name: getattr(before, name) for name in _DECIDED}
        return found._replace(**stays)
    is_same = (found.verdict, found.customer_id, found.anchor_id) == (
        *(before.verdict, before.customer_id, before.anchor_id),
    )
    return found._replace(at=before.at) if is_same else found


def _evidence(linking: Linking) -> bytes:
    told = [
        {
            "customer": one.customer,
            "strength": one.strength,
            "grounds": worth_telling(one.grounds),
            "against": list(one.against),
        }
        for one in linking.candidates
    ]
    return msgspec.json.encode(told)
