"""The commands about stored secrets and their key."""

from __future__ import annotations

import typer

from hub.cli.calling import do

secrets_app = typer.Typer(no_args_is_help=True, help="help.secrets")


@secrets_app.command("key", help="help.secrets.key")
def key(context: typer.Context) -> None:
    """Make a key."""
    from hub.cli.commands.secrets import key as work

    do(context, work)


@secrets_app.command("list", help="help.secrets.list")
def list_secrets(context: typer.Context) -> None:
    """List what is stored."""
    from hub.cli.commands.secrets import list_secrets as work

    do(context, work)


@secrets_app.command("rotate", help="help.secrets.rotate")
def rotate(context: typer.Context) -> None:
    """Seal with the key in use."""
    from hub.cli.commands.secrets import rotate as work

    do(context, work)
