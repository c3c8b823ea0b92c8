"""The statements by which a definition is carried out over all records at once.

Invariant: they hold nothing that the definition does not say, and no word of one dialect but those of its `Dialect`.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.matching.dialect import DUCKDB
from hub.matching.evidence_model import (
    FEWEST_NAMES,
    LONGEST_SPLIT,
    Bundle,
    Definition,
    Factor,
    Key,
    Rarity,
    rarest_sql,
)


def asked(definitions: Iterable[Definition]) -> tuple[set[str], set[str]]:
    """The features whose letters definitions ask for, and all that they ask for."""
    wanted = tuple(definitions)
    return {name for one in wanted for name in one.spelled()}, {name for one in wanted for name in one.features()}


def key_rows(definition: Definition, table: str) -> str:
    """Record and hashed key, of all kinds of keys."""
    return " UNION ALL ".join(_key(place, key, table) for place, key in enumerate(definition.keys))


def _key(place: int, key: Key, table: str) -> str:
    said = " AND ".join(f"{feature}_code <> 0" for feature in (*key.features, *((key.each,) if key.each else ())))
    features = [f"{feature}_code" for feature in key.features]
    if key.each:
        columns = ", ".join(("id", *features))
        table = f"(SELECT {columns}, {DUCKDB.words.format(key.each)} AS word FROM {table} WHERE {said})"
        said = "word <> ''"
    parts = ", ".join((*features, *(("word",) if key.each else ())))
    return f"SELECT id, {DUCKDB.key.format(f'{place}, {parts}')} AS k, {key.cap} AS cap FROM {table} WHERE {said}"


def pairs(keys: str) -> str:
    """Each pair of records that shares a key which not too many share, once."""
    return f"""
        WITH held AS (
            SELECT k FROM {keys} GROUP BY k HAVING count(*) > 1 AND count(*) <= any_value(cap)
        ), used AS (
            SELECT {keys}.id, {keys}.k FROM {keys} JOIN held ON held.k = {keys}.k
        )
        SELECT DISTINCT a.id AS l, b.id AS r FROM used a JOIN used b ON a.k = b.k AND a.id < b.id"""


def unseen(placed: str, *seen: str) -> str:
    """Each pair of records of one cluster that is in no table of pairs that were seen."""
    return f"""
        SELECT l, r FROM (
            SELECT a.id AS l, b.id AS r FROM {placed} a JOIN {placed} b ON a.cluster = b.cluster AND a.id < b.id
        ) {" ".join(f"ANTI JOIN {pairs} USING (l, r)" for pairs in seen)}"""


def rarity(one: Rarity, table: str) -> str:
    """Code and EF of values; of those that `once` tells of only where two records have them."""
    if one.parts:
        return _by_parts(one.feature, one.parts, table)
    distinct = {over: f"count(DISTINCT nullif({over}_code, 0))" for over in (*one.over, *one.hint)}
    counts = ", ".join(("1", *(distinct[over] for over in one.over)))
    if one.split:
        hints = [f"({distinct[over]} - 2) / 2" for over in one.hint]
        return _by_split(one, ", ".join(("0", *(f"{distinct[over]} - 1" for over in one.over), *hints)), table)
    code = f"{one.feature}_code"
    return f"""
        SELECT {code} AS v, greatest({one.alone}, greatest({counts}) - 1) AS ef
        FROM {table} SEMI JOIN (
            SELECT {code} FROM {table} WHERE {code} <> 0 GROUP BY 1 HAVING count(*) > 1
        ) USING ({code}) GROUP BY 1"""


def once(one: Rarity) -> str:
    """The EF of a value that only one record has; "" where that needs a look at its parts."""
    return "" if one.parts or one.split else f"{one.alone}"


def _by_parts(feature: str, parts: tuple[str, str], table: str) -> str:
    """As many others as would have both parts if these had nothing to do with each other.

    Shares are counted over distinct wholes, so that a person who has many records counts once. Where a whole could
    not be divided, half of its records are taken for others. Of several ways to divide it the commonest parts count.
    """
    shares = [
        f"""(SELECT {part}_code AS v, count(DISTINCT {feature}_code) AS wholes FROM {table}
             WHERE {feature}_code <> 0 AND {part}_code <> 0 GROUP BY 1)"""
        for part in parts
    ]
    return f"""
        SELECT d.v, max(greatest({rarest_sql("a.wholes")}, CASE WHEN d.one <> 0 AND d.two <> 0 THEN
                 a.n * (x.wholes - 0.5) * (y.wholes - 0.5) / (a.wholes * a.wholes) ELSE d.n / 2 END)) AS ef
        FROM (SELECT {feature}_code AS v, {parts[0]}_code AS one, {parts[1]}_code AS two, count(*) AS n
              FROM {table} WHERE {feature}_code <> 0 GROUP BY 1, 2, 3) d
        LEFT JOIN {shares[0]} x ON x.v = d.one
        LEFT JOIN {shares[1]} y ON y.v = d.two
        CROSS JOIN (SELECT greatest({FEWEST_NAMES}.0, count(DISTINCT {feature}_code)) AS wholes, count(*) AS n
                    FROM {table} WHERE {feature}_code <> 0) a
        GROUP BY 1"""


def _by_split(one: Rarity, counts: str, table: str) -> str:
    """As many others as chance makes of the name's likeliest two halves, or as other identities show.

    A name that is itself the beginning of others (千代田 of 千代田商事) has an empty second half, whose share is that
    of such names.
    """
    feature, upto = one.feature, f"least(length(v), {LONGEST_SPLIT}) + 1"
    return f"""
        WITH name AS (
            SELECT {feature} AS v, greatest({counts}) AS seen, max({one.split}_code) <> 0 AS kind, count(*) AS n
            FROM {table} WHERE {feature}_code <> 0 GROUP BY 1
        ), total AS (
            SELECT kind, greatest({FEWEST_NAMES}.0, count(*)) AS names, sum(n) AS records FROM name GROUP BY 1
        ), cut AS (
            SELECT v, kind, substr(v, 1, cut_at) AS head, substr(v, cut_at + 1) AS tail
            FROM (
                SELECT v, kind, {DUCKDB.places.format(upto)} AS cut_at FROM name
            )
        ), heads AS (
            SELECT kind, head, count(*) AS n FROM cut GROUP BY 1, 2
        ), tails AS (
            SELECT kind, tail, count(*) AS n FROM cut WHERE tail <> '' GROUP BY 1, 2
            UNION ALL
            SELECT kind, '', count(*) FROM name JOIN heads USING (kind) WHERE head = v AND heads.n >= 3 GROUP BY 1
        ), likeliest AS (
            SELECT v, max((heads.n - 0.5) * (tails.n - 0.5)) AS ways
            FROM cut JOIN heads USING (kind, head) JOIN tails USING (kind, tail) GROUP BY 1
        )
        SELECT {DUCKDB.code.format("v")} AS v,
            greatest({rarest_sql("names")}, seen, records * ways / (names * names)) AS ef
        FROM name JOIN likeliest USING (v) JOIN total USING (kind)"""


def rarity_table(one: Rarity, table: str, count: int) -> str:
    """Code and bits, where `count` is the number of records."""
    return f"SELECT v, {_bits(one, 'ef', count)} AS bits FROM ({rarity(one, table)})"


def _bits(one: Rarity, ef: str, count: int) -> str:
    return f"greatest(0, log2({count}) - (log2({ef}) + {one.fade - 1!r} * greatest(0, log2({ef}))))"


def facts(definition: Definition, table: str, count: int) -> str:
    """The records with the bits of their values."""
    columns = "".join(
        f", coalesce(e{place}.bits, {_bits_of_one(one, count)}) AS {one.feature}_bits"
        for place, one in enumerate(definition.rarities)
    )
    joins = "".join(
        f" LEFT JOIN ef_{one.feature} e{place} ON e{place}.v = b.{one.feature}_code"
        for place, one in enumerate(definition.rarities)
    )
    return f"SELECT b.*{columns} FROM {table} b{joins}"


def _bits_of_one(one: Rarity, count: int) -> str:
    alone = once(one)
    return f"CASE WHEN b.{one.feature}_code = 0 THEN 0 ELSE {_bits(one, alone, count)} END" if alone else "0"


WALL = "(walled OR against < 0)"
"""Of a weighed pair, whether anything speaks against it that a chain of others may not carry anyone over."""


def height(definition: Definition) -> str:
    """Of a weighed pair that is no join, how many bits a join must have to spare to bring the two into one cluster."""
    return f"CASE WHEN walled THEN CAST('infinity' AS DOUBLE) ELSE least(-against, {definition.most_against!r}) END"


def scored(definition: Definition, table: str, pair_table: str, count: int, every: bool = False) -> str:
    """Each pair that matters with the level and the bits of every factor, their sum less the prior, and its wall.

    `against` is the sum of what speaks against it. Where `every` one matters, so does one below any question.
    """
    walls = " OR ".join(wall for factor in definition.plain_factors() if (wall := factor.wall_sql())) or "FALSE"
    total = " + ".join(map(_total, definition.factors))
    against = " + ".join(map(_against, definition.factors))
    where = "" if every else f" WHERE walled OR score >= {definition.ask}"
    return (
        f"SELECT * FROM (SELECT *, {total} - log2({count}) AS score, {walls} AS walled, {against} AS against"
        f" FROM ({leveled(definition, table, pair_table)})){where}"
    )


def moved(now: Definition, scored_now: str, then: Definition, scored_then: str) -> str:
    """From which band to which other one pairs that share a key come, and how many of them."""
    bands = (_band(now, "a"), _band(then, "b"))
    return (
        f"SELECT one, other, count(*) FROM (SELECT {bands[0]} AS one, {bands[1]} AS other FROM pair"
        f" LEFT JOIN {scored_now} a USING (l, r) LEFT JOIN {scored_then} b USING (l, r)"
        ") WHERE one <> other GROUP BY 1, 2 ORDER BY 1, 2"
    )


def _band(definition: Definition, table: str) -> str:
    score = f"{table}.score"
    return (
        f"CASE WHEN {score} >= {definition.same} THEN 'same' WHEN {table}.walled THEN 'wall'"
        f" WHEN {score} >= {definition.ask} THEN 'ask' ELSE 'apart' END"
    )


def leveled(definition: Definition, table: str, pair_table: str, also: str = "") -> str:
    """Each pair with the level and the bits of every factor, and further columns of the table of pairs."""
    factors = definition.plain_factors()
    rarities = {level.bits.rarity for factor in factors for level in factor.levels if level.bits.rarity}
    sides = (f"{side}.{name}_bits AS {side}_{name}_bits" for name in sorted(rarities) for side in "lr")
    levels = (f"{factor.level_sql(DUCKDB)} AS {factor.name}_level" for factor in factors)
    bits = ", ".join(f"{factor.bits_sql()} AS {factor.name}_score" for factor in factors)
    kept = ", ".join(f"{factor.name}_level" for factor in factors)
    both = " ".join(f"JOIN {table} {side} ON {_far(f'{side}.id')} = {_far(f'p.{side}')}" for side in "lr")
    more = f", {also}" if also else ""
    return (
        f"SELECT l, r{more}, {kept}, {bits}"
        f" FROM (SELECT p.l, p.r{more}, {', '.join((*levels, *sides))} FROM {pair_table} p {both})"
    )


def _far(number: str) -> str:
    """Numbers far apart: engines join dense ones column by column, and so look for each column of a record anew."""
    return f"CAST({number} AS BIGINT) * 16"


def _against(one: Factor | Bundle) -> str:
    names = [f"{factor.name}_score" for factor in (one.factors if isinstance(one, Bundle) else (one,))]
    return f"least({', '.join((*names, '0'))})"


def _total(one: Factor | Bundle) -> str:
    if isinstance(one, Factor):
        return f"{one.name}_score"
    names = [f"{factor.name}_score" for factor in one.factors]
    best = f"greatest({', '.join(names)}, 0)"
    least = f"least({', '.join(names)}, 0)"
    further = " + ".join(f"(CASE WHEN {name} > 0 THEN 1 ELSE 0 END)" for name in names)
    return f"(CASE WHEN {best} > 0 THEN {best} + {one.further} * (({further}) - 1) + {least} ELSE {least} END)"
