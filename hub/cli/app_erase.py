"""The command by which a person is erased."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.calling import do

erase_app = typer.Typer()


@erase_app.command(help="help.erase")
def erase(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="help.erase.person")],
    reason: Annotated[str, typer.Option("--reason", help="help.reason")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="help.erase.yes")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="help.erase.lift")] = False,
) -> None:
    """Erase a person."""
    from hub.cli.commands.erase import erase as work

    do(context, lambda session: work(session, person, reason, carry_out=yes, take_back=lift))
