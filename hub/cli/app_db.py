"""The commands about the database as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.calling import do

db_app = typer.Typer(no_args_is_help=True, help="help.store")


@db_app.command("backup", help="help.db.backup")
def backup(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="help.db.file")]) -> None:
    """Write a backup."""
    from hub.cli.commands.db import backup as work

    do(context, lambda session: work(session, file))


@db_app.command("restore", help="help.db.restore")
def restore(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="help.db.file")]) -> None:
    """Put a backup in the place of the store."""
    from hub.cli.commands.restore import restore as work

    do(context, lambda session: work(session, file))


@db_app.command("verify", help="help.db.verify")
def verify(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="help.db.file")] = None,
) -> None:
    """Prove that a backup or the store is whole."""
    from hub.cli.commands.db import verify as work

    do(context, lambda session: work(session, file))
