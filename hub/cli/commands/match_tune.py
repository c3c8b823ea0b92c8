"""`hub match tune`: what other thresholds would change in a file's clusters, before anybody sets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hub.batch.source import open_source
from hub.batch.tune import Tuned, tune
from hub.cli.answer import Answer, CommandError
from hub.cli.commands.match import renamed
from hub.cli.commands.match_explain import link_document
from hub.cli.commands.thresholds import weighted, with_limits
from hub.cli.session import Session
from hub.cli.show.match_tune import show_tuned
from hub.cli.words import Say
from hub.located import LocatedError
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition

SHOWN = 10


@dataclass(frozen=True)
class Proposal:
    """Thresholds that were typed; None where the present one stays, or for both types of records."""

    same: float | None
    ask: float | None
    entity: str | None
    weights: Path | None = None


def tune_file(session: Session, records: Path, proposal: Proposal, columns: Sequence[str]) -> Answer:
    """Tell it, and change nothing."""
    proposed = _proposed(session.say, proposal)
    try:
        with open_source(records, renamed(session.say, columns)) as source:
            found = tune(source, proposed)
    except LocatedError as error:
        raise CommandError(session.say.told(str(error))) from error
    document = {"entities": [effect_document(one) for one in found]}
    return Answer(document, lambda screen: show_tuned(screen, document["entities"]))


def _proposed(say: Say, proposal: Proposal) -> list[tuple[Definition, Definition]]:
    if proposal.same is None and proposal.ask is None:
        raise CommandError(say("match.no_threshold"))
    if proposal.entity not in (None, *DEFINITIONS):
        raise CommandError(say("match.no_entity", entity=proposal.entity, known=", ".join(DEFINITIONS)))
    present = [one for one in weighted(proposal.weights).values() if proposal.entity in (None, one.entity)]
    return [(one, with_limits(say, one, proposal.same, proposal.ask)) for one in present]


def effect_document(found: Tuned) -> dict[str, Any]:
    """Both sides, the pairs that change their band, and the first of the joins that only one side has."""
    return {
        "entity": found.entity,
        "records": found.records,
        "now": asdict(found.now),
        "then": asdict(found.then),
        "gained": [link_document(link) for link in found.gained[:SHOWN]],
        "gained_count": len(found.gained),
        "lost": [link_document(link) for link in found.lost[:SHOWN]],
        "lost_count": len(found.lost),
        "moved": [{"from": one, "to": other, "pairs": count} for one, other, count in found.moved],
    }
