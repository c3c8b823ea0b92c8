"""Thresholds as they are typed: for all types of records (`6`) or for one (`company=6`); and a file of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

from hub.cli.answer import CommandError
from hub.cli.words import Say
from hub.config.weights import load_weights
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition


@dataclass(frozen=True)
class Typed:
    """What stands after each `--same` and each `--ask`, and after `--weights`."""

    same: Sequence[str] = ()
    ask: Sequence[str] = ()
    weights: Path | None = None


def definitions(say: Say, typed: Typed) -> dict[str, Definition]:
    """The shipped definitions with the weights of the file and the thresholds that were typed."""
    same, ask = _by_entity(say, typed.same), _by_entity(say, typed.ask)
    return {name: with_limits(say, one, same.get(name), ask.get(name)) for name, one in weighted(typed.weights).items()}


def weighted(weights: Path | None) -> dict[str, Definition]:
    """The definitions with the weights of a file, as they are shipped where there is none."""
    return load_weights(weights).applied(DEFINITIONS) if weights else dict(DEFINITIONS)


def with_limits(say: Say, present: Definition, same: float | None, ask: float | None) -> Definition:
    """A definition with other thresholds; None leaves one as it is."""
    then = replace(present, same=present.same if same is None else same, ask=present.ask if ask is None else ask)
    if not (isfinite(then.same) and isfinite(then.ask) and then.ask <= then.same):
        raise CommandError(say("match.crossed", entity=then.entity, same=f"{then.same:g}", ask=f"{then.ask:g}"))
    return then


def _by_entity(say: Say, texts: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in texts:
        entity, _, bits = text.rpartition("=")
        names = [entity.strip()] if entity else list(DEFINITIONS)
        try:
            found |= dict.fromkeys(names, float(bits))
        except ValueError:
            raise CommandError(say("match.no_bits", text=text)) from None
        if unknown := found.keys() - DEFINITIONS.keys():
            raise CommandError(say("match.no_entity", entity=min(unknown), known=", ".join(DEFINITIONS)))
    return found
