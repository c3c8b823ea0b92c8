"""The commands about notices, by which the hub tells people what needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.cli.calling import do

notices_app = typer.Typer(no_args_is_help=True, help="help.notices")


@notices_app.command("list", help="help.notices.list")
def list_notices(context: typer.Context) -> None:
    """List what was told, and what is to be."""
    from hub.cli.commands.notices import list_notices as work

    do(context, work)


@notices_app.command("test", help="help.notices.test")
def send_test(
    context: typer.Context,
    channels: Annotated[list[str] | None, typer.Argument(metavar="[CHANNEL]...", help="help.notices.channels")] = None,
) -> None:
    """Send a test by each channel."""
    from hub.cli.commands.notices import send_tests as work

    do(context, lambda session: work(session, channels or []))
