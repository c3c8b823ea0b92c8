"""The statements about what records say: distinct values of columns, their features, and both brought together.

A value is known by its code, as a feature is: the hash of all columns of its part, 0 where all of them are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hub.batch.engine import quoted
from hub.matching.dialect import DUCKDB
from hub.matching.features import COMPANY, PERSON
from hub.matching.parts import DERIVED, INSTEAD, PARTS, Part

READ = ("record_id", "entity_type", *dict.fromkeys(column for part in PARTS for column in part.columns))
"""The columns of a file that are read."""
# What Python's `str.strip` takes away.
BLANKS = "".join(
    map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)))
) + "\u2028\u2029\u202f\u205f\u3000"  # fmt: skip
_LONGEST_ROW = 4_000_000
_FORM = "(?:株式会社|有限会社|合同会社|[㈱㈲]|[(（][株有同][)）])"
_HOUSE = (
    "[^ 　]{3,}(?:学校|大学|役所|役場|会議所|信用金庫|協同組合|協議会|振興会"
    "|病院|医院|クリニック|保育園|幼稚園|消防本部)"
)
# A firm with its form, or a public house, and nothing else where the human being belongs, and one who is called so
# where the firm does.
_ARE_SWAPPED = (
    "(person_name LIKE '%会社%' OR regexp_matches(person_name, '[㈱㈲株有同校学所場庫合会院園部]|クリニック'))"
    f" AND regexp_full_match(person_name, '{_FORM}[ 　]?[^ 　]{{2,}}|[^ 　]{{2,}}[ 　]?{_FORM}|{_HOUSE}')"
    " AND regexp_full_match(company_name, '[一-鿿々]{1,4}[ 　]?[一-鿿々ぁ-ゖァ-ヺー]{1,4}')"
    f" AND NOT regexp_matches(company_name, '[社店所会院業堂屋園局校部設事機庫工産械務送運輸材器]$|{_FORM}')"
)
_MAY_CALL = "(address ILIKE '%tel%' OR address LIKE '%ＴＥＬ%' OR address LIKE '%℡%' OR address LIKE '%電話%')"
_SIGN_OF_CALLS = "(?i:tel|ＴＥＬ|℡|電話)(?:番号)?[\\s:：.．]*"
_CALLED = f"regexp_extract(address, '{_SIGN_OF_CALLS}([0-9０-９+(（][0-9０-９()（）　 .‐－−–ー-]{{8,20}})', 1)"
_ALL = (*PARTS, *DERIVED)
TABLES = ("listed", *(f"part_{part.name}" for part in _ALL))
"""What `records` needs."""
_PART_OF = {feature: part.name for part in _ALL for feature in part.features}
_DERIVED = {part.name: part for part in DERIVED}
_NEEDED = frozenset(column for part in DERIVED for column in part.columns)
"""The features that others are made of."""


class Kept(NamedTuple):
    """Of features those whose letters are asked for, and those of which it is enough which are the same."""

    spelled: frozenset[str]
    coded: frozenset[str]


def kept(spelled: Iterable[str], coded: Iterable[str]) -> Kept:
    """What is to be kept of the parts, if these are asked for."""
    return Kept(_made_of(spelled), _made_of(coded) | _NEEDED)


def _made_of(features: Iterable[str]) -> frozenset[str]:
    return frozenset(one for feature in features for one in INSTEAD.get(feature, (feature,)))


def raw(path: Path, columns: Mapping[str, int], width: int) -> str:
    """What stands in a CSV file of so many columns at these places; no entity where what it says of it is unknown.

    A company that is named in the column of people, as address labels do it, has its name where it belongs, and so have
    a human being and a company that changed places, and a telephone that stands in the address behind its sign.
    """
    cells = {name: f"coalesce(c{columns[name]}, '')" if name in columns else "''" for name in READ}
    told = f"lower({_trimmed(cells['entity_type'])})"
    is_person = f"{_trimmed(cells['person_name'])} <> ''"
    entity = (
        f"CASE WHEN {told} IN ('{COMPANY}', '{PERSON}') THEN {told} WHEN {told} <> '' THEN NULL"
        f" WHEN {is_person} THEN '{PERSON}' ELSE '{COMPANY}' END"
    )
    rest = ", ".join(f"{cells[name]} AS {name}" for name in READ[2:])
    is_named = {kind: f"trim({kind}_name || {kind}_kana, {quoted(BLANKS)}) <> ''" for kind in ("company", "person")}
    is_elsewhere = f"entity_type = '{COMPANY}' AND NOT {is_named['company']} AND {is_named['person']}"
    moved = (
        f"CASE WHEN {is_elsewhere} OR {_ARE_SWAPPED} THEN person_name ELSE company_name END AS company_name,"
        f" CASE WHEN {is_elsewhere} THEN '' WHEN {_ARE_SWAPPED} THEN company_name ELSE person_name END AS person_name,"
        f" CASE WHEN {is_elsewhere} THEN person_kana ELSE company_kana END AS company_kana,"
        f" CASE WHEN {is_elsewhere} THEN '' ELSE person_kana END AS person_kana"
    )
    unsaid = " AND ".join(f"trim({column}, {quoted(BLANKS)}) = ''" for column in ("phone", "mobile"))
    called = f"CASE WHEN {unsaid} AND {_MAY_CALL} THEN {_CALLED} ELSE phone END AS phone"
    return (
        f"SELECT * REPLACE ({moved}, {called}) FROM ("
        f"SELECT {_trimmed(cells['record_id'])} AS record_id, {entity} AS entity_type, {rest}"
        f" FROM {_table(path, width)})"
    )


def line_ends_and_commas(path: Path, width: int) -> str:
    """How many of them are within the cells of a file."""
    cells = f"concat({', '.join(f'c{place}' for place in range(width))})"
    within = (f"coalesce(sum(length(c) - length(replace(c, chr({ord(sign)}), ''))), 0)" for sign in "\n,")
    return f"SELECT {', '.join(within)} FROM (SELECT {cells} AS c FROM {_table(path, width)})"


def _table(path: Path, width: int) -> str:
    """The cells of a CSV file with so many columns, c0 and so on."""
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    return (
        f"read_csv({quoted(str(path))}, header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false,"
        f" strict_mode = true, compression = 'none', max_line_size = {_LONGEST_ROW}, columns = {{{types}}})"
    )


def _trimmed(cell: str) -> str:
    """A cell without the blanks around it; most begin and end with a sign for which there is nothing to look up."""
    plain = f"left({cell}, 1) BETWEEN '!' AND '~' AND right({cell}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {plain} THEN {cell} ELSE trim({cell}, {quoted(BLANKS)}) END"


def values(part: Part) -> str:
    """Each distinct value of a part's columns with its code."""
    cells = ", ".join(f"any_value({column}) AS {column}" for column in part.columns)
    return f"SELECT {_code(part.columns)} AS code, {cells} FROM raw WHERE {_any(part)} GROUP BY 1"


def _code(columns: Iterable[str]) -> str:
    return DUCKDB.key.format(", ".join(columns))


def _any(part: Part) -> str:
    return "(" + " OR ".join(f"{column} <> ''" for column in part.speaking) + ")"


def listed() -> str:
    """The records by their numbers, with the codes of their values."""
    codes = ", ".join(f"CASE WHEN {_any(part)} THEN {_code(part.columns)} ELSE 0 END AS {part.name}" for part in PARTS)
    return f"SELECT id, entity_type, {codes} FROM raw JOIN number USING (record_id)"


def derived_values(part: Part) -> str:
    """Each distinct value of the features that a part is made of."""
    joins = " ".join(map(_joined, _made_from(part)))
    cells = ", ".join(f"coalesce(any_value({_place_of(column)}), '') AS {column}" for column in part.columns)
    says = " OR ".join(f"{_place_of(column)} <> ''" for column in part.speaking)
    return f"SELECT {_derived_code(part)} AS code, {cells} FROM listed {joins} WHERE {says} GROUP BY 1"


def _place_of(feature: str) -> str:
    return f"part_{_PART_OF[feature]}.{feature}"


def _made_from(part: Part) -> list[str]:
    """The parts that have the features of a derived one."""
    return list(dict.fromkeys(_PART_OF[column] for column in part.columns))


def _derived_code(part: Part) -> str:
    return _code(f"{_place_of(column)}_code" for column in part.columns)


def codes(part: Part) -> str:
    """The codes of a part's values that the records have."""
    if part.name not in _DERIVED:
        return f"SELECT {part.name} AS code FROM listed WHERE {part.name} <> 0"
    return f"SELECT code FROM ({derived_values(part)})"


def shared(values: str, known: str, shares: int) -> str:
    """Those values that are not in a table of known ones, each in one of so many shares."""
    news = f"({values}) ANTI JOIN (SELECT code FROM {known}) USING (code)" if known else f"({values})"
    return f"SELECT *, code % {shares} AS share FROM {news}"


def columns(part: Part) -> str:
    """Of a table of all features of a part's values."""
    return ", ".join(("code", *part.features))


def features(part: Part, files: Sequence[str], known: str) -> str:
    """All features of a part's values, out of the files to which they were written and a table of known ones."""
    types = ", ".join(("'code': 'UBIGINT'", *(f"'{feature}': 'VARCHAR'" for feature in part.features)))
    written = (
        f"SELECT {columns(part)} FROM read_csv([{', '.join(files)}], header = false, delim = ',', quote = '\"',"
        f" escape = '\"', auto_detect = false, columns = {{{types}}})"
    )
    used = f"SELECT {columns(part)} FROM {known} SEMI JOIN ({codes(part)}) USING (code)"
    found = [*([written] if files else []), *([used] if known else [])]
    nothing = ", ".join(("0::UBIGINT AS code", *(f"'' AS {feature}" for feature in part.features)))
    return " UNION ALL ".join(found) or f"SELECT {nothing} LIMIT 0"


def table(part: Part, asked: Kept, features: str) -> str:
    """A part's values with the features that are asked for."""
    letters = asked.spelled | _NEEDED
    kept = [f"coalesce({feature}, '') AS {feature}" for feature in part.features if feature in letters]
    for feature in part.features:
        if feature in asked.coded:
            code = DUCKDB.code.format(f"coalesce({feature}, '')")
            kept.append(f"{code} AS {feature}_code")
    return f"SELECT {', '.join(('code', *kept))} FROM ({features})"


def records(spelled: Iterable[str], coded: Iterable[str], where: str) -> str:
    """The numbers and features of the records for which `where` holds."""
    wanted = ((*_spelled(spelled),), (*_coded(coded),))
    asked = dict.fromkeys(name for column in (*spelled, *coded) for name in _parts_of(column))
    found = ", ".join(("id", *wanted[0], *wanted[1]))
    return f"SELECT {found} FROM listed {' '.join(map(_joined, asked))} WHERE {where}"


def _parts_of(feature: str) -> list[str]:
    """The parts whose tables a feature is taken from, those that others need first."""
    parts = [_PART_OF[one] for one in INSTEAD.get(feature, (feature,))]
    return [*(before for part in parts if part in _DERIVED for before in _made_from(_DERIVED[part])), *parts]


def _joined(part: str) -> str:
    code = _derived_code(_DERIVED[part]) if part in _DERIVED else f"listed.{part}"
    return f"LEFT JOIN part_{part} ON part_{part}.code = {code}"


def _spelled(features: Iterable[str]) -> Iterable[str]:
    for feature in features:
        found = (f"nullif(part_{_PART_OF[one]}.{one}, '')" for one in INSTEAD.get(feature, (feature,)))
        yield f"coalesce({', '.join((*found, chr(39) * 2))}) AS {feature}"


def _coded(features: Iterable[str]) -> Iterable[str]:
    for feature in features:
        found = (f"nullif(part_{_PART_OF[one]}.{one}_code, 0)" for one in INSTEAD.get(feature, (feature,)))
        yield f"coalesce({', '.join((*found, '0'))}) AS {feature}_code"
