"""The commands about bills: whose they are, what is missing between them, and what the tax audit is given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.calling import do

invoices_app = typer.Typer(no_args_is_help=True, help="help.invoices")

Bill = Annotated[str, typer.Argument(metavar="BILL", help="help.invoices.bill")]
Reason = Annotated[str, typer.Option("--reason", help="help.reason")]
Every = Annotated[bool, typer.Option("--all", help="help.all")]
Since = Annotated[str, typer.Option("--from", metavar="DAY", help="help.invoices.from")]
Until = Annotated[str, typer.Option("--to", metavar="DAY", help="help.invoices.to")]
Low = Annotated[str, typer.Option("--min", metavar="AMOUNT", help="help.invoices.min")]
High = Annotated[str, typer.Option("--max", metavar="AMOUNT", help="help.invoices.max")]
Partner = Annotated[str, typer.Option("--partner", metavar="TEXT", help="help.invoices.partner")]


@invoices_app.command("list", help="help.invoices.list")
def list_bills(
    context: typer.Context,
    since: Since = "",
    until: Until = "",
    low: Low = "",
    high: High = "",
    partner: Partner = "",
    state: Annotated[str, typer.Option("--state", metavar="STATE", help="help.invoices.state")] = "",
    customer: Annotated[str, typer.Option("--customer", metavar="GOLDEN", help="help.invoices.of_customer")] = "",
    every: Every = False,
) -> None:
    """List bills."""
    from hub.cli.commands.invoices import Asked
    from hub.cli.commands.invoices import list_bills as work

    asked = Asked(since, until, low, high, partner, state, customer)
    do(context, lambda session: work(session, asked, every=every))


@invoices_app.command("show", help="help.invoices.show")
def show_bill(context: typer.Context, bill: Bill) -> None:
    """Show one bill."""
    from hub.cli.commands.invoices import show_bill as work

    do(context, lambda session: work(session, bill))


@invoices_app.command("queue", help="help.invoices.queue")
def queue(context: typer.Context, every: Every = False) -> None:
    """List the bills that wait for a person."""
    from hub.cli.commands.invoices import queue as work

    do(context, lambda session: work(session, every=every))


@invoices_app.command("link", help="help.invoices.link")
def link(
    context: typer.Context,
    bill: Bill,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="help.invoices.customer")],
    reason: Reason = "",
) -> None:
    """Say whose a bill is."""
    from hub.cli.commands.invoices import link as work

    do(context, lambda session: work(session, bill, customer, reason))


@invoices_app.command("unlink", help="help.invoices.unlink")
def unlink(context: typer.Context, bill: Bill) -> None:
    """Take such a word back."""
    from hub.cli.commands.invoices import unlink as work

    do(context, lambda session: work(session, bill))


@invoices_app.command("missing", help="help.invoices.missing")
def missing(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", metavar="N", min=0, help="help.invoices.days")] = 30,
    register: Annotated[
        list[Path] | None, typer.Option("--register", metavar="CSV", help="help.invoices.register")
    ] = None,
    every: Every = False,
) -> None:
    """List what is missing between deals, invoices and payments."""
    from hub.cli.commands.invoices import missing_bills as work

    do(context, lambda session: work(session, days, register or (), every=every))


@invoices_app.command("owed", help="help.invoices.owed")
def owed(context: typer.Context, every: Every = False) -> None:
    """Show what each customer owes."""
    from hub.cli.commands.invoices import owed as work

    do(context, lambda session: work(session, every=every))


@invoices_app.command("audit", help="help.invoices.audit")
def audit(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="help.invoices.file")],
    since: Since = "",
    until: Until = "",
    low: Low = "",
    high: High = "",
    partner: Partner = "",
) -> None:
    """Write one file for the tax audit."""
    from hub.cli.commands.invoices import Asked
    from hub.cli.commands.invoices import audit as work

    asked = Asked(since, until, low, high, partner)
    do(context, lambda session: work(session, file, asked))
