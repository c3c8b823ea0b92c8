"""Draws bills: whose they are and why, the queue with its candidates, what is missing, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.cli.show.screen import Screen
from hub.linking.gaps import AGES
from hub.model.shown import money_text

SHOWN = 20
_STYLES = {"linked": "green", "doubtful": "yellow", "none": "dim"}


def show_bills(screen: Screen, document: Mapping[str, Any]) -> None:
    """One bill a line with its customer, and how many there are of each state."""
    if not document["bills"]:
        screen.told("invoices.no_bills")
        return
    for bill in document["bills"]:
        _line(screen, bill)
    screen.more(len(document["bills"]), document["total"])
    screen.line()
    screen.told("invoices.counts", "dim", **{name: document["counts"].get(name, 0) for name in _STYLES})


def show_queue(screen: Screen, document: Mapping[str, Any]) -> None:
    """Each doubtful bill with its candidates."""
    if not document["bills"]:
        screen.told("invoices.no_queue", "green")
        return
    for bill in document["bills"]:
        screen.told("invoices.bill", "bold", **_said(screen, bill))
        _candidates(screen, bill["candidates"])
    screen.more(len(document["bills"]), document["total"])
    screen.line()
    screen.told("invoices.how", "dim", bill=document["bills"][0]["bill"])


def show_one(screen: Screen, document: Mapping[str, Any]) -> None:
    """One bill with its evidence and the snapshot of its party."""
    bill = document["bill"]
    screen.told("invoices.bill", "bold", **_said(screen, bill))
    state = screen.say(f"invoices.{bill['verdict']}")
    screen.told("invoices.state", _STYLES[bill["verdict"]], state=state, why=screen.say(f"bill_why.{bill['why']}"))
    if bill["customer"]:
        screen.told("invoices.customer", customer=bill["customer"], display=bill["display"])
    if bill["author"] != "hub":
        at = screen.moment(bill["at"])
        screen.told("invoices.by", author=bill["author"], at=at, reason=bill["reason"] or screen.say("report.none"))
    if bill["candidates"]:
        screen.heading("invoices.candidates")
        _candidates(screen, bill["candidates"])
    screen.heading("invoices.snapshot")
    screen.items(f"{screen.field('company', name)}: {value}" for name, value in document["snapshot"]["party"].items())


def show_decided(screen: Screen, document: Mapping[str, Any], kind: str) -> None:
    """What became of a person's word."""
    customer = document["customer"] or screen.say("report.none")
    screen.told(f"invoices.done.{kind}", "green", bill=document["bill"], customer=customer)
    if document["others"]:
        screen.told("invoices.others", "dim", count=document["others"])


def show_missing(screen: Screen, document: Mapping[str, Any], *, every: bool) -> None:
    """The lists, each with how many there are."""
    _section(screen, "invoices.missing.deals", document["deals"], every=every)
    _section(screen, "invoices.missing.invoices", document["invoices"], every=every)
    _section(screen, "invoices.missing.payments", document["payments"], every=every)
    if document["lapsed"] is None:
        screen.line()
        screen.told("invoices.missing.no_register", "dim")
        return
    screen.heading("invoices.missing.lapsed", count=len(document["lapsed"]))
    for one in document["lapsed"]:
        said = _said(screen, one["bill"])
        screen.told("invoices.missing.lapsed_bill", number=one["number"], on=one["ended_on"], **said)


def show_owed(screen: Screen, document: Mapping[str, Any], *, every: bool) -> None:
    """A row for each customer, the largest debts first."""
    if not document["debts"]:
        screen.told("invoices.owed.nothing", "green")
        return
    shown = document["debts"] if every else document["debts"][:SHOWN]
    columns = ["invoices.owed.customer", "invoices.owed.total", *(f"invoices.age.{age}" for age in AGES)]
    rows = [
        (
            one["display"] or one["customer"],
            f"{money_text(one['total'])} {one['currency']}",
            *(money_text(one["by_age"][age]) for age in AGES),
        )
        for one in shown
    ]
    screen.told("invoices.owed.on", "bold", on=document["on"])
    screen.table(columns, rows, numbers=range(1, len(columns)))
    screen.more(len(shown), len(document["debts"]))


def show_archive(screen: Screen, document: Mapping[str, Any]) -> None:
    """Where the file lies."""
    screen.told("invoices.archive", "green", file=document["file"], count=document["bills"])


def _line(screen: Screen, bill: Mapping[str, Any]) -> None:
    state = screen.say(f"invoices.{bill['verdict']}")
    found = bill["display"] or bill["customer"] or state
    screen.told("invoices.line", _STYLES[bill["verdict"]], found=found, **_said(screen, bill))


def _section(screen: Screen, key: str, found: Sequence[Mapping[str, Any]], *, every: bool) -> None:
    screen.heading(key, count=len(found))
    shown = found if every else found[:SHOWN]
    for one in shown:
        if "deal" in one:
            told = {name: one[name] for name in ("deal", "name", "day", "display")}
            screen.told("invoices.missing.deal", amount=money_text(one["amount"]) or screen.say("report.none"), **told)
        else:
            screen.told("invoices.bill", **_said(screen, one))
    screen.more(len(shown), len(found))


def _candidates(screen: Screen, candidates: Sequence[Mapping[str, Any]]) -> None:
    for place, one in enumerate(candidates, 1):
        grounds = [screen.say(f"ground.{ground}") for ground in one["grounds"]]
        contrary = [screen.say(f"against.{code}") for code in one["against"]]
        told = {"place": place, "customer": one["customer"], "display": one["display"]}
        screen.told("invoices.candidate", "dim" if contrary else "", grounds=_listed(screen, grounds), **told)
        if contrary:
            screen.told("invoices.contrary", "yellow", contrary=_listed(screen, contrary))


def _listed(screen: Screen, texts: Sequence[str]) -> str:
    return ("、" if screen.say.lang == "ja" else ", ").join(texts)


def _said(screen: Screen, bill: Mapping[str, Any]) -> dict[str, str]:
    amount = f"{money_text(bill['amount'])} {bill['currency']}"
    told = {name: bill[name] or screen.say("report.none") for name in ("code", "day", "partner")}
    return {"bill": bill["bill"], "amount": amount, **told}
