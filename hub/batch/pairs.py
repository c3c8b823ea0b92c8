"""The pairs that weights are learned from: those that share a key, with the kinds of keys, and pairs at random.

Invariant: the same file gives the same pairs, whatever the order of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.batch import sql
from hub.batch.engine import Engine
from hub.matching.conditions import mentioned
from hub.matching.dialect import DUCKDB
from hub.matching.evidence_model import Bundle, Definition, Factor
from hub.matching.parts import DERIVED, INSTEAD, PARTS

MOST_PAIRS = 1_000_000
MOST_AT_RANDOM = 1_000_000
MOST_OTHERS = 60
"""So many others each record is held against at random, at most: of a small file more of them tell the same again."""
_PART_OF = {feature: part.name for part in (*PARTS, *DERIVED) for feature in part.features}
_DERIVED = {part.name for part in DERIVED}


@dataclass(frozen=True)
class Pairs:
    """Records l and r of each pair, the place of each factor's level (-1 for none), the bits that the rarity of a value
    gives it, and the kinds of keys that the two share, a bit for each.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    level: NDArray[np.int64]
    rare: NDArray[np.float64]
    kinds: NDArray[np.int64]


def sharing_keys(engine: Engine, definition: Definition, decided: Sequence[tuple[int, int]]) -> Pairs:
    """Those that share a key, and those that people have decided; of very many a sample that the pairs choose."""
    keyed = " UNION ALL ".join(
        f"SELECT id, k, cap, {1 << place} AS kind FROM ({sql.key_rows(replace(definition, keys=(key,)), 'fact')})"
        for place, key in enumerate(definition.keys)
    )
    engine.run(f"CREATE OR REPLACE TABLE keyed AS {keyed}")
    engine.run(f"CREATE OR REPLACE TABLE met AS {_met('keyed')}")
    engine.run("DROP TABLE keyed")
    engine.fill("decided", {"l": [pair[0] for pair in decided], "r": [pair[1] for pair in decided]})
    ((count,),) = engine.rows("SELECT count(*) FROM met")
    every = -(-count // MOST_PAIRS) or 1
    wanted = (
        f"SELECT met.l, met.r, met.kinds FROM met LEFT JOIN decided USING (l, r)"
        f" WHERE decided.l IS NOT NULL OR {DUCKDB.key.format('met.l, met.r')} % {every} = 0"
        " UNION ALL SELECT l, r, 0 FROM decided ANTI JOIN met USING (l, r)"
    )
    engine.run(f"CREATE OR REPLACE TABLE sampled AS {wanted}")
    return _leveled(engine, definition, "sampled")


def at_random(engine: Engine, definition: Definition) -> Pairs:
    """Each record with the same number of others, in an order that only their numbers decide; all where there are few.

    Hardly any of them are the same.
    """
    ((count,),) = engine.rows("SELECT count(*) FROM fact")
    steps = min((count - 1) // 2, MOST_OTHERS, -(-MOST_AT_RANDOM // max(count, 1)))
    engine.run(
        "CREATE OR REPLACE TABLE mixed AS SELECT id,"
        f" row_number() OVER (ORDER BY {DUCKDB.key.format('id')}, id) - 1 AS place FROM fact"
    )
    engine.fill("step", {"far": range(1, steps + 1)})
    engine.run(
        "CREATE OR REPLACE TABLE sampled AS SELECT a.id AS l, b.id AS r, 0 AS kinds"
        f" FROM mixed a CROSS JOIN step JOIN mixed b ON b.place = (a.place + far) % {max(count, 1)}"
    )
    return _leveled(engine, definition, "sampled")


def _met(keys: str) -> str:
    return f"""
        WITH held AS (
            SELECT k, kind FROM {keys} GROUP BY 1, 2 HAVING count(*) > 1 AND count(*) <= any_value(cap)
        ), used AS (
            SELECT id, k, kind FROM {keys} SEMI JOIN held USING (k, kind)
        )
        SELECT a.id AS l, b.id AS r, bit_or(a.kind) AS kinds
        FROM used a JOIN used b ON a.k = b.k AND a.kind = b.kind AND a.id < b.id GROUP BY 1, 2"""


def _leveled(engine: Engine, definition: Definition, table: str) -> Pairs:
    factors = [factor.name for factor in definition.plain_factors()]
    columns = engine.columns(f"{sql.leveled(without_constants(definition), 'fact', table, 'kinds')} ORDER BY l, r")
    return Pairs(
        left=columns["l"].astype(np.int64),
        right=columns["r"].astype(np.int64),
        level=_side_by_side([columns[f"{name}_level"].astype(np.int64) for name in factors]),
        rare=_side_by_side([columns[f"{name}_score"] for name in factors]),
        kinds=columns["kinds"].astype(np.int64),
    )


def _side_by_side(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.stack(columns, axis=1)


def without_constants(definition: Definition) -> Definition:
    """A definition by which a pair weighs what the rarity of its values gives it."""
    return replace(definition, factors=tuple(map(_rare, definition.factors)))


def _rare(one: Factor | Bundle) -> Factor | Bundle:
    if isinstance(one, Bundle):
        return replace(one, factors=tuple(map(_rare_levels, one.factors)))
    return _rare_levels(one)


def _rare_levels(factor: Factor) -> Factor:
    return replace(factor, levels=tuple(replace(one, bits=replace(one.bits, constant=0.0)) for one in factor.levels))


def kinds_apart(definition: Definition, factor: Factor) -> int:
    """The kinds of keys that do not touch the factor's own columns, a bit for each: pairs that only another kind has
    found agree in these columns because they were looked for there.
    """
    own = own_parts(factor)
    return sum(
        1 << place for place, key in enumerate(definition.keys) if own.isdisjoint(_parts((*key.features, key.each)))
    )


def own_parts(factor: Factor) -> set[str]:
    """The parts of a record that a factor is about: those that its first level asks for and that are not made of
    others.
    """
    return _parts(mentioned(factor.levels[0].when))


def _parts(features: Iterable[str]) -> set[str]:
    plain = (one for feature in features if feature for one in INSTEAD.get(feature, (feature,)))
    return {_PART_OF[one] for one in plain} - _DERIVED
