"""`hub match train`: the weights of the evidence, learned anew from a company's own records and decisions."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.batch.decided import Read, read_decided
from hub.batch.source import open_source
from hub.batch.train import Trained, train
from hub.cli.answer import Answer, CommandError
from hub.cli.commands.match import renamed
from hub.cli.commands.match_tune import effect_document
from hub.cli.session import Session
from hub.cli.show.match_train import show_trained
from hub.config.weights import EntityWeights, LevelWeight, WeightsFile, weights_text
from hub.located import LocatedError
from hub.matching.definition import DEFINITIONS
from hub.matching.measured import measured
from hub.matching.weights import levels
from hub.steward.sheet import write_sheet


@dataclass(frozen=True)
class Order:
    """What is learned from: a file, with decisions beside it, or else the store; and where the weights go."""

    records: Path | None
    out: Path | None
    decided: Path | None
    strength: float


def train_weights(session: Session, order: Order, columns: Sequence[str]) -> Answer:
    """Learn them, tell what changes, and write the file where one is named."""
    if order.records is None and (columns or order.decided):
        raise CommandError(session.say("match.no_columns"))
    try:
        found = _of_store(session, order) if order.records is None else _of_file(session, order, order.records, columns)
    except LocatedError as error:
        raise CommandError(session.say.told(str(error))) from error
    file = _file(found, order.strength)
    if order.out:
        order.out.write_text(weights_text(file), encoding="utf-8")
    document = _document(found, file, order.out)
    return Answer(document, lambda screen: show_trained(screen, document))


def _of_file(session: Session, order: Order, records: Path, columns: Sequence[str]) -> list[Trained]:
    read = read_decided(order.decided) if order.decided else Read({}, {})
    return _learned(records, renamed(session.say, columns), read, order.strength)


def _of_store(session: Session, order: Order) -> list[Trained]:
    with tempfile.TemporaryDirectory(prefix="hub-train-") as folder:
        records = Path(folder) / "records.csv"
        with session.looking() as world:
            decided = write_sheet(world, records)
        return _learned(records, {}, Read(decided, {}), order.strength)


def _learned(records: Path, columns: Mapping[str, str], read: Read, strength: float) -> list[Trained]:
    with open_source(records, columns) as source:
        return train(source, DEFINITIONS.values(), read.decided, strength, read.places)


def _file(found: Sequence[Trained], strength: float) -> WeightsFile:
    return WeightsFile(
        weights="1",
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        strength=strength,
        **{one.definition.entity: _entity(one) for one in found},
    )


def _entity(one: Trained) -> EntityWeights:
    known = measured(one.definition.entity)
    told: dict[str, dict[str, LevelWeight]] = {}
    for (factor, words), level in levels(one.definition):
        if (factor, words) in one.bits:
            told.setdefault(factor, {})[words] = LevelWeight(
                bits=one.bits[factor, words],
                shipped=level.bits.constant,
                m=_rounded(one.shares.same[factor, words].part),
                m_shipped=list(known[factor, words].m),
                u=_rounded(one.shares.others[factor, words].part),
                u_shipped=list(known[factor, words].u),
            )
    return EntityWeights(records=one.records, pairs=one.pairs, decided=one.decided, levels=told)


def _rounded(share: float) -> float:
    return float(f"{share:.3g}")


def _document(found: Sequence[Trained], file: WeightsFile, out: Path | None) -> dict[str, Any]:
    return {
        "trained_at": file.trained_at,
        "strength": file.strength,
        "entities": [
            {
                "entity": one.definition.entity,
                "weights": file.of(one.definition.entity).model_dump(),
                "effect": effect_document(one.effect),
            }
            for one in found
        ],
        "out": str(out) if out else None,
    }
