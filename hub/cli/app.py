"""The commands and their options, as Typer reads them; what they do is in `hub.cli.commands`.

Every command imports its own work when it is called: the engine costs half a second, which `--help` must not pay.
Help texts stand here as keys of the catalogue.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.app_audit import audit_app
from hub.cli.app_bundle import bundle_app
from hub.cli.app_console import console_app
from hub.cli.app_db import db_app
from hub.cli.app_decisions import decisions_app
from hub.cli.app_erase import erase_app
from hub.cli.app_invoices import invoices_app
from hub.cli.app_match import match_app
from hub.cli.app_notices import notices_app
from hub.cli.app_secrets import secrets_app
from hub.cli.app_tokens import tokens_app
from hub.cli.calling import do
from hub.cli.options import Options

app = typer.Typer(add_completion=False, no_args_is_help=True, help="help.hub")
app.add_typer(decisions_app)
app.add_typer(erase_app)
app.add_typer(console_app)
app.add_typer(audit_app, name="audit")
app.add_typer(bundle_app, name="bundle")
app.add_typer(db_app, name="db")
app.add_typer(match_app, name="match")
app.add_typer(invoices_app, name="invoices")
app.add_typer(notices_app, name="notices")
app.add_typer(secrets_app, name="secrets")
app.add_typer(tokens_app, name="tokens")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"customer-hub {version('customer-hub')}")
        raise typer.Exit


@app.callback()
def hub(
    context: typer.Context,
    config: Annotated[
        Path, typer.Option("--config", "-c", envvar="HUB_CONFIG", help="help.config", show_default=False)
    ] = Path("config.yaml"),
    lang: Annotated[str | None, typer.Option("--lang", metavar="ja|en", help="help.lang")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="help.as_json")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="help.verbose")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="help.no_progress")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="help.version")] = False,
) -> None:
    """The options before the command's name; they may stand after it too."""
    options = context.obj if isinstance(context.obj, Options) else Options()
    if lang is not None and lang not in ("ja", "en"):
        raise typer.BadParameter("ja, en", param_hint="--lang")
    options.config, options.lang, options.as_json = config, lang or options.lang, as_json
    options.verbose, options.no_progress = verbose, no_progress
    context.obj = options


@app.command(help="help.init")
def init(
    context: typer.Context,
    sources: Annotated[list[Path] | None, typer.Argument(metavar="[SOURCE]...", help="help.init.sources")] = None,
    folder: Annotated[Path, typer.Option("--dir", help="help.init.dir")] = Path(),
    sheet: Annotated[str | None, typer.Option("--sheet", help="help.init.sheet")] = None,
    force: Annotated[bool, typer.Option("--force", help="help.init.force")] = False,
) -> None:
    """Write a configuration and propose mappings."""
    from hub.cli.commands.init import init as work

    do(context, lambda session: work(session, sources or [], folder, sheet, force=force))


@app.command(help="help.check")
def check(
    context: typer.Context, connect: Annotated[bool, typer.Option("--connect", help="help.check.connect")] = False
) -> None:
    """Check everything that can be checked before a run."""
    from hub.cli.commands.check import check as work

    do(context, lambda session: work(session, connect=connect))


@app.command(help="help.schema")
def schema(context: typer.Context) -> None:
    """Print the format of config.yaml."""
    from hub.cli.commands.schema import schema as work

    do(context, work)


@app.command(help="help.selftest")
def selftest(
    context: typer.Context,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="help.selftest.seed")] = 0,
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", min=1, help="help.selftest.seeds")] = 1,
) -> None:
    """Repeat seeds of the simulation here."""
    from hub.cli.commands.selftest import selftest as work

    do(context, lambda session: work(session, range(seed, seed + seeds)))


@app.command(help="help.connectors")
def connectors(context: typer.Context) -> None:
    """Show what each product can do."""
    from hub.cli.commands.connectors import connectors as work

    do(context, work)


@app.command(help="help.plan")
def plan(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", metavar="plan.json", help="help.plan.out")] = None,
    no_pull: Annotated[bool, typer.Option("--no-pull", help="help.plan.no_pull")] = False,
    every: Annotated[bool, typer.Option("--all", help="help.all")] = False,
) -> None:
    """Show what would be written."""
    from hub.cli.commands.plan import plan as work

    do(context, lambda session: work(session, out, pull=not no_pull, every=every))


@app.command(help="help.simulate")
def simulate(context: typer.Context, every: Annotated[bool, typer.Option("--all", help="help.all")] = False) -> None:
    """Show what another configuration would change."""
    from hub.cli.commands.simulate import simulate as work

    do(context, lambda session: work(session, every=every))


@app.command(help="help.apply")
def apply(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="plan.json", help="help.apply.file")]
) -> None:
    """Write exactly what a plan says."""
    from hub.cli.commands.apply import apply_plan

    do(context, lambda session: apply_plan(session, file))


@app.command(help="help.sync")
def sync(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="help.sync.only")] = None,
    release: Annotated[bool, typer.Option("--release", help="help.sync.release")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="help.sync.resend")] = False,
    reread: Annotated[list[str] | None, typer.Option(metavar="NAME/STREAM", help="help.sync.reread")] = None,
) -> None:
    """Read everything, decide, and write what differs."""
    from hub.cli.commands.sync import sync as work

    do(context, lambda session: work(session, only, release=release, resend=resend, reread=reread or ()))


@app.command(help="help.run")
def run(context: typer.Context) -> None:
    """Keep everything in step until stopped."""
    from hub.cli.commands.run import run as work

    do(context, work)


@app.command(help="help.status")
def status(context: typer.Context) -> None:
    """Show how things stand."""
    from hub.cli.commands.status import status as work

    do(context, work)


@app.command(help="help.deadlines")
def deadlines(
    context: typer.Context,
    within: Annotated[str, typer.Option("--within", metavar="7d", help="help.deadlines.within")] = "30d",
    every: Annotated[bool, typer.Option("--all", help="help.all")] = False,
) -> None:
    """List what is due, by day."""
    from hub.cli.commands.deadlines import deadlines as work

    do(context, lambda session: work(session, within, every=every))


@app.command(help="help.explain")
def explain(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="help.explain.target")],
    field: Annotated[str | None, typer.Argument(metavar="FIELD", help="help.explain.field")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help="help.explain.at")] = None,
) -> None:
    """Tell why a record or a value is what it is."""
    from hub.cli.commands.explain import explain as work

    do(context, lambda session: work(session, target, field, at))


@app.command(help="help.search")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="help.search.words")],
    entity: Annotated[str, typer.Option("--entity", metavar="company|person", help="help.search.entity")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="help.search.limit")] = 20,
) -> None:
    """Find customers."""
    from hub.cli.commands.search import search as work

    do(context, lambda session: work(session, " ".join(words), entity, limit))
