"""What tells one row from another: cells that the settings name, a code, or company, person and mailbox together.

Invariant: the choice depends on settings and headings only, never on the rows, so that ids don't change overnight.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import xxhash

from hub.sdk.errors import ChoiceNeededError, PersonNeededError

MOST_NAMED = 30
# A bare "No." counts lines and changes when the sheet is sorted, so it is no code.
CODES = (
    "顧客コード", "顧客id", "顧客番号", "取引先コード", "取引先id", "取引先番号", "得意先コード",
    "企業コード", "会社コード", "会員番号", "会員id", "管理番号", "コード", "customercode", "customerid", "code", "id",
)  # fmt: skip
COMPANY = re.compile("企業名|会社名|法人名|社名|取引先名|得意先名|顧客名|勤務先|^企業$|^会社$|company")
PERSON = re.compile("担当者.*(?:氏)?名|^氏名|^名前|お名前|^担当者$|ご担当者|person|^name$|contactname")
MAILBOX = re.compile("メール|mail")
# These count only where nothing above is found: no sheet that has a key gets another one by them.
FURTHER_CODE = re.compile(
    r"(?:^|/)(?:顧客|取引先|お?得意先|お?客様|会員|企業|会社|管理|customer|client|account|member)の?"
    r"(?:コード|cd|code|番号|no\.?|id)$"
)
FURTHER_NAMES = (
    re.compile(
        "(?:^|/)(?:商号|屋号|名称|事業所名?|店舗名|店名|団体名|組織名|施設名|(?:顧客|得意先|取引先|お?客様)(?:名称?)?)$"
    ),
    re.compile("氏名$|会員名|フルネーム|(?:^|/)(?:姓|名字|苗字)$|fullname|familyname|lastname"),
    re.compile("(?:^|/)名$|givenname|firstname"),
)


class Key(NamedTuple):
    """The columns that identify a row; a derived key is a digest, because its cells are somebody's name and mailbox."""

    columns: tuple[int, ...]
    headings: tuple[str, ...]
    is_derived: bool

    def identify(self, texts: Sequence[str]) -> str | None:
        """The external id for a row's key cells; None where they are blank."""
        if self.is_derived:
            folded = [_folded(text) for text in texts]
            return xxhash.xxh3_128_hexdigest("\x1f".join(folded).encode()) if any(folded) else None
        cells = [text.strip() for text in texts]
        if not all(cells):
            return None
        if len(cells) == 1:
            return cells[0]
        return "|".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def choose_key(headings: Mapping[int, str], wanted: Sequence[str], where: str) -> Key:
    """The key of a table with these headings; `wanted` are the ones that the settings name."""
    if wanted:
        return _named(headings, wanted, where)
    folded = {column: _folded(heading) for column, heading in headings.items()}
    for code in CODES:
        found = [column for column, heading in folded.items() if heading == code]
        if len(found) == 1:
            return Key((found[0],), (headings[found[0]],), is_derived=False)
    found = [column for role in (COMPANY, PERSON, MAILBOX) for column in _first(folded, role)]
    if not found and (further := _first(folded, FURTHER_CODE)):
        return Key((further[0],), (headings[further[0]],), is_derived=False)
    found = found or [column for role in FURTHER_NAMES for column in _first(folded, role)]
    if not found:
        known = _as_values(headings.values())
        raise ChoiceNeededError(
            f"{where}: no heading identifies a row; name some of the headings with `key`: {known}",
            "key",
            headings.values(),
        )
    columns = tuple(dict.fromkeys(found))
    return Key(columns, tuple(headings[column] for column in columns), is_derived=True)


def listed(headings: Iterable[str]) -> str:
    """Headings as an error names them: not all of a thousand, and none that is as long as a page."""
    names = [heading[:60] for heading in headings]
    rest = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + rest


def _as_values(headings: Iterable[str]) -> str:
    """In quotes, which the log leaves out: where a file lost its headings they are somebody's cells."""
    return "'" + listed(headings).replace("'", "’") + "'"


def _named(headings: Mapping[int, str], wanted: Sequence[str], where: str) -> Key:
    by_heading = {heading: column for column, heading in headings.items()}
    missing = [heading for heading in wanted if heading not in by_heading]
    several = [part.strip() for part in re.split("[,、，]", ",".join(missing))]
    if len(several) > len(missing) and set(several) <= by_heading.keys():
        raise PersonNeededError(
            f"{where}: `key` names several headings in one text; write them as a list: key: [{', '.join(several)}]"
        )
    if missing:
        raise PersonNeededError(
            f"{where}: `key` names {', '.join(missing)}, but the headings are {_as_values(headings.values())}"
        )
    return Key(tuple(by_heading[heading] for heading in wanted), tuple(wanted), is_derived=False)


def _first(folded: Mapping[int, str], role: re.Pattern[str]) -> list[int]:
    return [column for column, heading in folded.items() if role.search(heading)][:1]
