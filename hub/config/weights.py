"""The file of weights that `hub match train` writes: read with its lines, or written for people to read.

Invariant: nothing in it turns evidence round or lets a wall fall, and it fits the weights that this version ships.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field

from hub.config.survivorship import Section
from hub.located import ConfigError, LocatedError, Table, decode, did_you_mean, load_file, place_at
from hub.located.tree import key_place
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition, Level
from hub.matching.weights import Named, Weights, allowed, levels

Bits = Annotated[float, Field(allow_inf_nan=False)]
Shares = Annotated[float, Field(ge=0, le=1)]
Range = Annotated[list[Shares], Field(min_length=2, max_length=2)]


class LevelWeight(Section):
    """One level: what it is worth, what it was worth as shipped, and the shares of pairs that this comes from."""

    bits: Bits
    shipped: Bits
    m: Shares | None = None
    m_shipped: Range | None = None
    u: Shares | None = None
    u_shipped: Range | None = None


class EntityWeights(Section):
    """The levels of one type of records, by factor."""

    records: int = Field(default=0, ge=0)
    pairs: int = Field(default=0, ge=0)
    decided: int = Field(default=0, ge=0)
    levels: dict[str, dict[str, LevelWeight]] = Field(default={})


class WeightsFile(Section):
    """The whole file; `weights` is the version of the format."""

    weights: Literal["1"]
    trained_at: str = ""
    strength: float = Field(default=0, ge=0)
    company: EntityWeights = EntityWeights()
    person: EntityWeights = EntityWeights()

    def of(self, entity: str) -> EntityWeights:
        """What stands under one type of records."""
        return self.company if entity == "company" else self.person


def weights_named(path: Path, tree: Table, given: str | None) -> tuple[Weights, bytes, list[LocatedError]]:
    """The weights that the configuration of this path names, their text, and what is wrong with them; the shipped ones
    where it names none.
    """
    if given is None:
        return Weights(), b"", []
    file = path.parent / Path(given).expanduser()
    try:
        written = file.read_bytes()
        return load_weights(file), written, []
    except ConfigError as error:
        return Weights(), b"", list(error.problems)
    except OSError as error:
        what = f"the weights {given} cannot be read ({error.strerror or type(error).__name__})"
        place = place_at(tree, "matching", "weights")
        hint = "write them with `hub match train --out`, or remove the line"
        return Weights(), b"", [LocatedError.at(place, what, hint)]


def load_weights(path: Path) -> Weights:
    """The weights of a file; raises one `ConfigError` with all that is wrong in it."""
    tree = load_file(path)
    file = decode(tree, WeightsFile)
    problems = [problem for one in DEFINITIONS.values() for problem in _problems(tree, file, one)]
    if problems:
        raise ConfigError(problems)
    return Weights({entity: _bits(file.of(entity)) for entity in DEFINITIONS})


def weights_text(file: WeightsFile) -> str:
    """The file as it is written: a line for each level."""
    told = file.model_dump(exclude_none=True)
    head = yaml.safe_dump({"weights": 1, "trained_at": file.trained_at, "strength": file.strength}, sort_keys=False)
    return "".join((head, *(_entity_text(name, told[name]) for name in DEFINITIONS)))


def _entity_text(name: str, told: Mapping[str, object]) -> str:
    counts = "".join(f"  {key}: {told[key]}\n" for key in ("records", "pairs", "decided"))
    factors: object = told["levels"]
    assert isinstance(factors, dict), "levels are dumped as a table"
    lines = [f"{name}:\n{counts}  levels:" + ("\n" if factors else " {}\n")]
    for factor, some in factors.items():
        lines.append(f"    {factor}:\n")
        for words, level in some.items():
            flow = yaml.safe_dump(level, default_flow_style=True, sort_keys=False, width=1000).strip()
            lines.append(f"      {words}: {flow}\n")
    return "".join(lines)


def _bits(told: EntityWeights) -> dict[Named, float]:
    return {(factor, words): one.bits for factor, some in told.levels.items() for words, one in some.items()}


def _problems(tree: Table, file: WeightsFile, definition: Definition) -> Iterator[LocatedError]:
    known = dict(levels(definition))
    factors = {factor for factor, _ in known}
    for factor, some in file.of(definition.entity).levels.items():
        at = (definition.entity, "levels", factor)
        if factor not in factors:
            yield LocatedError.at(key_place(tree, *at), f"unknown factor '{factor}'", did_you_mean(factor, factors))
            continue
        for words, told in some.items():
            level = known.get((factor, words))
            if level is None:
                choices = [one for owner, one in known if owner == factor]
                what = f"unknown level '{words}' of '{factor}'"
                yield LocatedError.at(key_place(tree, *at, words), what, did_you_mean(words, choices))
            else:
                yield from _unfit(tree, (*at, words), level, told)


def _unfit(tree: Table, at: tuple[str, ...], level: Level, told: LevelWeight) -> Iterator[LocatedError]:
    constant = level.bits.constant
    if told.shipped != constant:
        what = f"'{at[-1]}' was trained when {told.shipped:g} bits were shipped; this version ships {constant:g}"
        yield LocatedError.at(place_at(tree, *at, "shipped"), what, "run `hub match train` again")
    least, most = allowed(level)
    if not least <= told.bits <= most:
        place = place_at(tree, *at, "bits")
        if level.wall:
            yield LocatedError.at(place, f"'{at[-1]}' is a wall, and a wall stays", f"write {constant:g}")
        else:
            what = f"'{at[-1]}' cannot be worth {told.bits:g} bits"
            yield LocatedError.at(place, what, f"give a number from {least:g} to {most:g}")
