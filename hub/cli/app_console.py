"""The commands of the console: serving it, and who may sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.calling import do

console_app = typer.Typer()
users_app = typer.Typer(no_args_is_help=True, help="help.users")
console_app.add_typer(users_app, name="users")

Name = Annotated[str, typer.Argument(metavar="NAME", help="help.users.name")]


@console_app.command(help="help.serve")
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="help.serve.host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="help.serve.port")] = 8787,
    no_schedule: Annotated[bool, typer.Option("--no-schedule", help="help.serve.no_schedule")] = False,
    webhooks_only: Annotated[bool, typer.Option("--webhooks-only", help="help.serve.webhooks_only")] = False,
    cert: Annotated[Path | None, typer.Option("--tls-cert", metavar="FILE", help="help.serve.cert")] = None,
    key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="help.serve.key")] = None,
    behind_proxy: Annotated[bool, typer.Option("--behind-proxy", help="help.serve.behind_proxy")] = False,
) -> None:
    """Serve the console."""
    from hub.cli.commands.serve import serve as work
    from hub.console.server import Address

    address = Address(host, port, cert, key, behind_proxy)
    do(context, lambda session: work(session, address, schedule=not no_schedule, webhooks_only=webhooks_only))


@users_app.command("list", help="help.users.list")
def list_users(context: typer.Context) -> None:
    """List the users."""
    from hub.cli.commands.users import list_users as work

    do(context, work)


@users_app.command("add", help="help.users.add")
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="help.users.role")] = "viewer",
) -> None:
    """Add a user."""
    from hub.cli.commands.users import add as work

    do(context, lambda session: work(session, name, role))


@users_app.command("role", help="help.users.role_of")
def give_role(
    context: typer.Context, name: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help="help.users.role")]
) -> None:
    """Change a role."""
    from hub.cli.commands.users import give_role as work

    do(context, lambda session: work(session, name, role))


@users_app.command("password", help="help.users.password")
def password(context: typer.Context, name: Name) -> None:
    """Make a new password."""
    from hub.cli.commands.users import renew_password as work

    do(context, lambda session: work(session, name))


@users_app.command("disable", help="help.users.disable")
def disable(context: typer.Context, name: Name) -> None:
    """Shut a user out."""
    from hub.cli.commands.users import disable as work

    do(context, lambda session: work(session, name, True))


@users_app.command("sign-out", help="help.users.sign_out")
def sign_out(context: typer.Context, name: Name) -> None:
    """End a user's sessions."""
    from hub.cli.commands.users import sign_out as work

    do(context, lambda session: work(session, name))


@users_app.command("enable", help="help.users.enable")
def enable(context: typer.Context, name: Name) -> None:
    """Let a user in again."""
    from hub.cli.commands.users import disable as work

    do(context, lambda session: work(session, name, False))


@users_app.command("no-factor", help="help.users.no_factor")
def no_factor(context: typer.Context, name: Name) -> None:
    """Take a user's second factor off."""
    from hub.cli.commands.users import no_factor as work

    do(context, lambda session: work(session, name))
