"""The commands about tokens, by which programs use the HTTP API."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.calling import do

tokens_app = typer.Typer(no_args_is_help=True, help="help.tokens")
_LONGEST_DAYS = 366


@tokens_app.command("list", help="help.tokens.list")
def list_tokens(context: typer.Context) -> None:
    """List the tokens."""
    from hub.cli.commands.tokens import list_tokens as work

    do(context, work)


@tokens_app.command("add", help="help.tokens.add")
def add(
    context: typer.Context,
    user: Annotated[str, typer.Argument(metavar="USER", help="help.tokens.user")],
    scopes: Annotated[list[str] | None, typer.Option("--scope", metavar="SCOPE", help="help.tokens.scope")] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=_LONGEST_DAYS, help="help.tokens.days")] = 90,
    note: Annotated[str, typer.Option("--note", help="help.tokens.note")] = "",
) -> None:
    """Make a token."""
    from hub.cli.commands.tokens import add as work

    do(context, lambda session: work(session, user, scopes or ["read"], days, note))


@tokens_app.command("revoke", help="help.tokens.revoke")
def revoke(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="NUMBER", help="help.tokens.number")]
) -> None:
    """Revoke a token."""
    from hub.cli.commands.tokens import revoke as work

    do(context, lambda session: work(session, number))
