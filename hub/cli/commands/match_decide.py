"""`hub match decide` and `hub match revoke`: many pairs decided at once, shown first, and taken back in one go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from hub.cli.answer import Answer, CommandError
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.decided import show_revoked
from hub.cli.show.match_review import show_bulk
from hub.matching.definition import DEFINITIONS
from hub.matching.weights import levels
from hub.steward import bulk
from hub.steward.where import conditions


def decide(
    session: Session, answer: str, where: Sequence[str], entity: str | None, reason: str, *, carry_out: bool
) -> Answer:
    """Decide the pairs that are meant, or show them."""
    known = get_args(bulk.Answer)
    if answer not in known:
        raise CommandError(session.say("match.no_answer", text=answer, known=", ".join(known)))
    words = {name[1] for one in DEFINITIONS.values() for name, _ in levels(one)}
    with session.looking() as world:
        holds = conditions(where, words)
        wish = bulk.Wish(answer=answer, author=author(), reason=reason, holds=holds, entity=entity)  # type: ignore[arg-type]
        done = bulk.answer_questions(world, wish, carry_out=carry_out)
    return bulk_answer(done)


def bulk_answer(done: bulk.Bulk) -> Answer:
    """What was decided, or would be: then there are changes to be made."""
    document: dict[str, Any] = msgspec.to_builtins(done)
    document["bulk_format"] = document.pop("format")
    exits = Exit.CHANGES if done.total and not done.decisions else Exit.OK
    return Answer(document, lambda screen: show_bulk(screen, document), exits)


def revoke(session: Session, number: int) -> Answer:
    """Take back every decision that was made together with this one."""
    with session.looking() as world:
        done = bulk.take_back_all(world, number, author())
    document: dict[str, Any] = msgspec.to_builtins(done)
    document["revoked_format"] = document.pop("format")
    return Answer(document, lambda screen: show_revoked(screen, document))
