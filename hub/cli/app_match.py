"""The commands about who is the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.calling import do

if TYPE_CHECKING:
    from hub.cli.answer import Answer
    from hub.cli.session import Session

match_app = typer.Typer(no_args_is_help=True, help="help.match")
rules_app = typer.Typer(no_args_is_help=True, help="help.match.rules")
match_app.add_typer(rules_app, name="rules")

Weights = Annotated[Path | None, typer.Option("--weights", metavar="weights.yaml", help="help.match.weights")]
Limits = tuple[list[str], list[str], Path | None]


@match_app.callback()
def match() -> None:
    """Keep `file` a command of its own, also while it is the only one."""


@match_app.command("file", help="help.match.file")
def file(
    context: typer.Context,
    records: Annotated[Path, typer.Argument(metavar="IN.csv", help="help.match.records")],
    out: Annotated[Path, typer.Option("--out", metavar="clusters.csv", help="help.match.out")],
    review: Annotated[Path | None, typer.Option("--review", metavar="review.csv", help="help.match.review")] = None,
    cache: Annotated[Path | None, typer.Option("--cache", metavar="FOLDER", help="help.match.cache")] = None,
    columns: Annotated[list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="help.match.map")] = None,
    same: Annotated[list[str] | None, typer.Option("--same", metavar="[ENTITY=]BITS", help="help.match.same")] = None,
    ask: Annotated[list[str] | None, typer.Option("--ask", metavar="[ENTITY=]BITS", help="help.match.ask")] = None,
    weights: Weights = None,
) -> None:
    """Cluster the records of a file."""
    files, limits = (out, review, cache), (same or [], ask or [], weights)
    do(context, lambda session: _match_records(session, records, files, columns or [], limits))


@match_app.command("explain", help="help.match.explain")
def explain(
    context: typer.Context,
    records: Annotated[Path, typer.Argument(metavar="IN.csv", help="help.match.records")],
    left: Annotated[str, typer.Argument(metavar="A", help="help.match.left")],
    right: Annotated[str, typer.Argument(metavar="B", help="help.match.right")],
    svg: Annotated[Path | None, typer.Option("--svg", metavar="PICTURE.svg", help="help.match.svg")] = None,
    columns: Annotated[list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="help.match.map")] = None,
    same: Annotated[list[str] | None, typer.Option("--same", metavar="[ENTITY=]BITS", help="help.match.same")] = None,
    ask: Annotated[list[str] | None, typer.Option("--ask", metavar="[ENTITY=]BITS", help="help.match.ask")] = None,
    weights: Weights = None,
) -> None:
    """Why two records of a file are or are not the same."""
    limits = (same or [], ask or [], weights)
    do(context, lambda session: _explain_pair(session, records, (left, right), svg, columns or [], limits))


@match_app.command("tune", help="help.match.tune")
def tune(
    context: typer.Context,
    records: Annotated[Path, typer.Argument(metavar="IN.csv", help="help.match.records")],
    same: Annotated[float | None, typer.Option("--same", metavar="BITS", help="help.match.same")] = None,
    ask: Annotated[float | None, typer.Option("--ask", metavar="BITS", help="help.match.ask")] = None,
    entity: Annotated[str | None, typer.Option("--entity", metavar="company|person", help="help.match.entity")] = None,
    columns: Annotated[list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="help.match.map")] = None,
    weights: Weights = None,
) -> None:
    """What other thresholds would change."""
    do(context, lambda session: _tune_file(session, records, (same, ask, entity, weights), columns or []))


@match_app.command("train", help="help.match.train")
def train(
    context: typer.Context,
    records: Annotated[Path | None, typer.Argument(metavar="[IN.csv]", help="help.match.train.records")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="weights.yaml", help="help.match.train.out")] = None,
    decided: Annotated[
        Path | None, typer.Option("--decided", metavar="review.csv", help="help.match.train.decided")
    ] = None,
    strength: Annotated[
        float, typer.Option("--strength", min=1, metavar="PAIRS", help="help.match.train.strength")
    ] = 100,
    columns: Annotated[list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="help.match.map")] = None,
) -> None:
    """Learn the weights anew."""
    do(context, lambda session: _train(session, records, (out, decided), strength, columns or []))


@match_app.command("review", help="help.match.pairs")
def review(
    context: typer.Context,
    entity: Annotated[str | None, typer.Option("--entity", metavar="company|person", help="help.match.entity")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="help.match.limit")] = 20,
    unsure: Annotated[bool, typer.Option("--unsure", help="help.match.unsure")] = False,
) -> None:
    """The pairs of the store that wait for a decision."""
    from hub.cli.commands.match_store import review as work

    do(context, lambda session: work(session, entity, limit, unsure=unsure))


@match_app.command("decide", help="help.match.decide")
def decide(
    context: typer.Context,
    answer: Annotated[str, typer.Argument(metavar="same|different|unsure", help="help.match.answer")],
    where: Annotated[list[str], typer.Option("--where", metavar="CONDITION", help="help.match.where")],
    entity: Annotated[str | None, typer.Option("--entity", metavar="company|person", help="help.match.entity")] = None,
    reason: Annotated[str, typer.Option("--reason", help="help.reason")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="help.match.yes")] = False,
) -> None:
    """Decide many pairs at once."""
    from hub.cli.commands.match_decide import decide as work

    do(context, lambda session: work(session, answer, where, entity, reason, carry_out=yes))


@match_app.command("revoke", help="help.match.revoke")
def revoke(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="N", help="help.revoke.number")]
) -> None:
    """Take back what was decided at once."""
    from hub.cli.commands.match_decide import revoke as work

    do(context, lambda session: work(session, number))


@match_app.command("why", help="help.match.why")
def why(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="help.identity.one")],
    other: Annotated[str, typer.Argument(metavar="B", help="help.identity.other")],
    svg: Annotated[Path | None, typer.Option("--svg", metavar="PICTURE.svg", help="help.match.svg")] = None,
) -> None:
    """Why two records of the store are or are not the same."""
    from hub.cli.commands.match_store import why as work

    do(context, lambda session: work(session, one, other, svg))


@match_app.command("doubles", help="help.match.doubles")
def doubles(
    context: typer.Context,
    stream: Annotated[str | None, typer.Option("--stream", metavar="SYSTEM/STREAM", help="help.match.stream")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="help.match.doubles_limit")] = 20,
    out: Annotated[Path | None, typer.Option("--csv", metavar="doubles.csv", help="help.match.doubles_out")] = None,
) -> None:
    """The records that are one too many in their system."""
    from hub.cli.commands.match_doubles import doubles as work

    do(context, lambda session: work(session, stream, limit, out))


@rules_app.command("propose", help="help.match.rules.propose")
def propose(
    context: typer.Context,
    entity: Annotated[str | None, typer.Option("--entity", metavar="company|person", help="help.match.entity")] = None,
    fewest: Annotated[int, typer.Option("--fewest", min=1, metavar="N", help="help.match.rules.fewest")] = 5,
) -> None:
    """Rules that the decisions speak for."""
    from hub.cli.commands.match_rules import propose as work

    do(context, lambda session: work(session, entity, fewest))


@rules_app.command("apply", help="help.match.rules.apply")
def apply(context: typer.Context, yes: Annotated[bool, typer.Option("--yes", help="help.match.yes")] = False) -> None:
    """Let the rules of the configuration decide."""
    from hub.cli.commands.match_rules import apply as work

    do(context, lambda session: work(session, carry_out=yes))


def _match_records(
    session: Session,
    records: Path,
    out: tuple[Path, Path | None, Path | None],
    columns: list[str],
    limits: Limits,
) -> Answer:
    with _extra(session):
        from hub.cli.commands.match import Out, match_records
        from hub.cli.commands.thresholds import Typed
    return match_records(session, records, Out(*out), columns, Typed(*limits))


def _explain_pair(
    session: Session,
    records: Path,
    pair: tuple[str, str],
    svg: Path | None,
    columns: list[str],
    limits: Limits,
) -> Answer:
    with _extra(session):
        from hub.cli.commands.match_explain import explain_pair
        from hub.cli.commands.thresholds import Typed
    return explain_pair(session, records, pair, svg, columns, Typed(*limits))


def _tune_file(
    session: Session,
    records: Path,
    typed: tuple[float | None, float | None, str | None, Path | None],
    columns: list[str],
) -> Answer:
    with _extra(session):
        from hub.cli.commands.match_tune import Proposal, tune_file
    return tune_file(session, records, Proposal(*typed), columns)


def _train(
    session: Session, records: Path | None, files: tuple[Path | None, Path | None], strength: float, columns: list[str]
) -> Answer:
    with _extra(session):
        from hub.cli.commands.match_train import Order, train_weights
    return train_weights(session, Order(records, *files, strength), columns)


@contextmanager
def _extra(session: Session) -> Iterator[None]:
    """DuckDB and NumPy come with an extra: they would be most of the size of an installation."""
    from hub.cli.answer import CommandError

    try:
        yield
    except ModuleNotFoundError as missing:
        raise CommandError(session.say("match.no_extra", module=missing.name)) from missing
