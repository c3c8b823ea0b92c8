"""The statements about what records say: distinct values of columns, their features, and both brought together.

A value is known by its code, as a feature is: the hash of all columns of its part, 0 where all of them are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hub.matching.dialect import DUCKDB
from hub.matching.parts import INSTEAD, OWNER, PARTS, Part

_ALL = (*PARTS, OWNER)
_PART_OF = {feature: part.name for part in _ALL for feature in part.features}


class Kept(NamedTuple):
    """Of features those whose letters are asked for, and those of which it is enough which are the same."""

    spelled: frozenset[str]
    coded: frozenset[str]


def kept(spelled: Iterable[str], coded: Iterable[str]) -> Kept:
    """What is to be kept of the parts, if these are asked for."""
    return Kept(_made_of(spelled), _made_of(coded).union(OWNER.columns))


def _made_of(features: Iterable[str]) -> frozenset[str]:
    return frozenset(one for feature in features for one in INSTEAD.get(feature, (feature,)))


def values(part: Part) -> str:
    """Each distinct value of a part's columns with its code."""
    cells = ", ".join(f"any_value({column}) AS {column}" for column in part.columns)
    return f"SELECT {_code(part.columns)} AS code, {cells} FROM raw WHERE {_any(part)} GROUP BY 1"


def _code(columns: Iterable[str]) -> str:
    return DUCKDB.key.format(", ".join(columns))


def _any(part: Part) -> str:
    return "(" + " OR ".join(f"{column} <> ''" for column in part.columns) + ")"


def listed() -> str:
    """The records by their numbers, with the codes of their values."""
    codes = ", ".join(f"CASE WHEN {_any(part)} THEN {_code(part.columns)} ELSE 0 END AS {part.name}" for part in PARTS)
    return f"SELECT id, entity_type, {codes} FROM raw JOIN number USING (record_id)"


def owner_values() -> str:
    """Each distinct mailbox with the name of who has it."""
    joins = " ".join(_joined(name) for name in ("name", "email"))
    cells = ", ".join(f"any_value({column}) AS {column}" for column in OWNER.columns)
    said = " AND ".join(f"{column} <> ''" for column in (OWNER.columns[0], OWNER.columns[-1]))
    return f"SELECT {_owner()} AS code, {cells} FROM listed {joins} WHERE {said} GROUP BY 1"


def _owner() -> str:
    return _code(f"{column}_code" for column in OWNER.columns)


def features(part: Part, asked: Kept, files: Sequence[str]) -> str:
    """The features of a part's values that are asked for, out of the files to which they were written."""
    types = ", ".join(("'code': 'UBIGINT'", *(f"'{feature}': 'VARCHAR'" for feature in part.features)))
    letters = asked.spelled.union(OWNER.columns)
    columns = [f"coalesce({feature}, '') AS {feature}" for feature in part.features if feature in letters]
    for feature in part.features:
        if feature in asked.coded:
            code = DUCKDB.code.format(f"coalesce({feature}, '')")
            columns.append(f"{code} AS {feature}_code")
    source = (
        f"read_csv([{', '.join(files)}], header = false, delim = ',', quote = '\"', escape = '\"',"
        f" auto_detect = false, columns = {{{types}}})"
    )
    if not files:
        none = ", ".join(("0::UBIGINT AS code", *(f"'' AS {feature}" for feature in part.features)))
        source = f"(SELECT {none} LIMIT 0)"
    return f"SELECT {', '.join(('code', *columns))} FROM {source}"


def records(spelled: Iterable[str], coded: Iterable[str], where: str) -> str:
    """The numbers and features of the records for which `where` holds."""
    wanted = ((*_spelled(spelled),), (*_coded(coded),))
    asked = dict.fromkeys(name for column in (*spelled, *coded) for name in _parts_of(column))
    columns = ", ".join(("id", *wanted[0], *wanted[1]))
    return f"SELECT {columns} FROM listed {' '.join(map(_joined, asked))} WHERE {where}"


def _parts_of(feature: str) -> list[str]:
    """The parts whose tables a feature is taken from, those that others need first."""
    parts = [_PART_OF[one] for one in INSTEAD.get(feature, (feature,))]
    return [*(_PART_OF[one] for one in OWNER.columns), *parts] if OWNER.name in parts else parts


def _joined(part: str) -> str:
    code = f"listed.{part}" if part != OWNER.name else _owner()
    return f"LEFT JOIN part_{part} ON part_{part}.code = {code}"


def _spelled(features: Iterable[str]) -> Iterable[str]:
    for feature in features:
        found = (f"nullif(part_{_PART_OF[one]}.{one}, '')" for one in INSTEAD.get(feature, (feature,)))
        yield f"coalesce({', '.join((*found, chr(39) * 2))}) AS {feature}"


def _coded(features: Iterable[str]) -> Iterable[str]:
    for feature in features:
        found = (f"nullif(part_{_PART_OF[one]}.{one}_code, 0)" for one in INSTEAD.get(feature, (feature,)))
        yield f"coalesce({', '.join((*found, '0'))}) AS {feature}_code"
