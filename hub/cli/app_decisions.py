"""The commands by which a person decides: conflicts, quarantine, pins, and who is the same as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.calling import do

if TYPE_CHECKING:
    from hub.cli.answer import Answer
    from hub.cli.session import Session

decisions_app = typer.Typer()
conflicts_app = typer.Typer(no_args_is_help=True, help="help.conflicts")
quarantine_app = typer.Typer(no_args_is_help=True, help="help.quarantine")
decisions_app.add_typer(conflicts_app, name="conflicts")
decisions_app.add_typer(quarantine_app, name="quarantine")

Number = Annotated[int, typer.Argument(metavar="N", help="help.conflicts.number")]
Reason = Annotated[str, typer.Option("--reason", help="help.reason")]
Target = Annotated[str, typer.Argument(metavar="TARGET", help="help.explain.target")]
Every = Annotated[bool, typer.Option("--all", help="help.all")]


@conflicts_app.command("list", help="help.conflicts.list")
def list_conflicts(context: typer.Context, every: Every = False) -> None:
    """List conflicts."""
    from hub.cli.commands.conflicts import list_conflicts as work

    do(context, lambda session: work(session, every=every))


@conflicts_app.command("show", help="help.conflicts.show")
def show_conflict(context: typer.Context, number: Number) -> None:
    """Show one conflict."""
    from hub.cli.commands.conflicts import show_conflict as work

    do(context, lambda session: work(session, number))


@conflicts_app.command("decide", help="help.conflicts.decide")
def decide_conflict(
    context: typer.Context,
    number: Number,
    choice: Annotated[str | None, typer.Argument(metavar="[CHOICE]", help="help.conflicts.choice")] = None,
    value: Annotated[str | None, typer.Option("--value", metavar="VALUE", help="help.conflicts.value")] = None,
    reason: Reason = "",
) -> None:
    """Decide one conflict."""
    from hub.cli.commands.conflicts import decide_conflict as work

    do(context, lambda session: work(session, number, choice, value, reason))


@conflicts_app.command("rules", help="help.conflicts.rules")
def conflict_rules(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="help.conflicts.entity")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="help.conflicts.field")],
    by: Annotated[str, typer.Option("--by", metavar="RULE", help="help.conflicts.by")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="help.match.yes")] = False,
) -> None:
    """Propose rules, or decide by one."""
    from hub.cli.commands.conflict_rules import decide_by, propose

    def work(session: Session) -> Answer:
        return decide_by(session, entity, field, by, carry_out=yes) if by else propose(session, entity, field)

    do(context, work)


@quarantine_app.command("list", help="help.quarantine.list")
def list_quarantine(context: typer.Context, every: Every = False) -> None:
    """List what could not be taken in."""
    from hub.cli.commands.quarantine import list_quarantine as work

    do(context, lambda session: work(session, every=every))


@quarantine_app.command("retry", help="help.quarantine.retry")
def retry_quarantine(
    context: typer.Context,
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[N]...", help="help.quarantine.numbers")] = None,
) -> None:
    """Try again to take records in."""
    from hub.cli.commands.quarantine import retry_quarantine as work

    do(context, lambda session: work(session, numbers or None))


@decisions_app.command(help="help.pin")
def pin(
    context: typer.Context,
    target: Target,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="help.pin.field")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="help.pin.value")],
    reason: Reason = "",
) -> None:
    """Fix a value."""
    from hub.cli.commands.pins import pin as work

    do(context, lambda session: work(session, target, field, value, reason))


@decisions_app.command(help="help.unpin")
def unpin(
    context: typer.Context,
    target: Target,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="help.pin.field")],
) -> None:
    """Let the rules decide a value again."""
    from hub.cli.commands.pins import unpin as work

    do(context, lambda session: work(session, target, field))


@decisions_app.command(help="help.revoke")
def revoke(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="N", help="help.revoke.number")]
) -> None:
    """Take a decision back."""
    from hub.cli.commands.pins import take_back as work

    do(context, lambda session: work(session, number))


@decisions_app.command(help="help.undo")
def undo(
    context: typer.Context,
    run: Annotated[int | None, typer.Argument(metavar="[RUN]", help="help.undo.run")] = None,
    record: Annotated[str | None, typer.Option("--record", metavar="TARGET", help="help.undo.record")] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="FIELD", help="help.undo.field")] = None,
    decision: Annotated[int | None, typer.Option("--decision", metavar="N", help="help.undo.decision")] = None,
    merge: Annotated[str | None, typer.Option("--merge", metavar="GOLDEN", help="help.undo.merge")] = None,
    only_plan: Annotated[bool, typer.Option("--plan", help="help.undo.plan")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="help.undo.yes")] = False,
) -> None:
    """Put back what the hub wrote."""
    from hub.cli.commands.undo import undo as work

    named = {"run": run, "record": record, "field": field, "decision": decision, "merge": merge}
    do(context, lambda session: work(session, named, carry_out=yes and not only_plan))


One = Annotated[str, typer.Argument(metavar="A", help="help.identity.one")]
Other = Annotated[str, typer.Argument(metavar="B", help="help.identity.other")]


@decisions_app.command(help="help.join")
def join(context: typer.Context, one: One, other: Other, reason: Reason = "") -> None:
    """Say that two are the same."""
    from hub.cli.commands.identity import join as work

    do(context, lambda session: work(session, one, other, reason))


@decisions_app.command(help="help.part")
def part(context: typer.Context, one: One, other: Other, reason: Reason = "") -> None:
    """Say that two are never the same."""
    from hub.cli.commands.identity import part as work

    do(context, lambda session: work(session, one, other, reason))
