"""The commands that prove: what the systems hold is what the hub believes, and the log is what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.calling import do

audit_app = typer.Typer(no_args_is_help=True, help="help.audit")


@audit_app.command("compare", help="help.audit.compare")
def compare(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="help.sync.only")] = None,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="help.audit.sample")] = None,
    calls: Annotated[int | None, typer.Option("--calls", min=1, help="help.audit.calls")] = None,
    every: Annotated[bool, typer.Option("--all", help="help.all")] = False,
) -> None:
    """Compare the systems with what the hub believes."""
    from hub.cli.commands.audit import compare as work

    do(context, lambda session: work(session, only, sample, calls, every=every))


@audit_app.command("log", help="help.audit.log")
def log(context: typer.Context, every: Annotated[bool, typer.Option("--all", help="help.all")] = False) -> None:
    """Show the log."""
    from hub.cli.commands.audit import log as work

    do(context, lambda session: work(session, every=every))


@audit_app.command("verify", help="help.audit.verify")
def verify(
    context: typer.Context,
    anchor: Annotated[str | None, typer.Option("--anchor", metavar="N:HASH", help="help.audit.anchor")] = None,
) -> None:
    """Prove that the log was not altered."""
    from hub.cli.commands.audit import verify as work

    do(context, lambda session: work(session, anchor))
