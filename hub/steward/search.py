"""Finding customers: by the facts that match keys know at once, else by what stands in their fields.

Invariant: whatever is typed is text, in any width; nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hub.matching.keys import match_keys
from hub.normalize.emails import is_role_mailbox
from hub.normalize.kana import hiragana, to_katakana
from hub.normalize.names import company_key
from hub.normalize.numbers import is_corporate_number, number_key
from hub.normalize.phones import phone
from hub.normalize.text import plain, tidy
from hub.steward.naming import display_name
from hub.store import golden, identity, search
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import World

CUSTOMERS = ("company", "person")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "company": ("name", "kana", "corporate_number", "invoice_number", "phone", "email", "url"),
    "person": ("name", "kana", "email", "phone", "mobile", "family_name", "given_name", "family_kana", "given_kana"),
}
_SHOWN = ("kana", "corporate_number", "email", "phone", "mobile", "city")
_NUMBER = re.compile(r"T?\d{13}")
# Numbers, brackets, hyphens and blanks, as people write telephone numbers, and no less than four of them.
_PHONE = re.compile(r"\+?[\d()\-\s]{4,}")
_LONGEST = 200


class Hit(msgspec.Struct, frozen=True):
    """A customer that was found; `facts` tell customers of one name apart."""

    golden: str
    entity: str
    display: str
    facts: dict[str, str]


class Found(msgspec.Struct, frozen=True):
    """What was found; `is_cut` where there may be more."""

    hits: list[Hit]
    is_cut: bool


def find(world: World, text: str, limit: int = 50) -> Found:
    """The customers for a name, reading, telephone number, mailbox, 法人番号 or T-number."""
    asked = tidy(text)[:_LONGEST]
    if not asked:
        return Found([], is_cut=False)
    with world.database.look() as tx:
        numbers = _by_key(tx, asked) or _by_text(tx, asked, limit + 1)
        rows = golden.by_ids(tx, numbers[:limit])
    hits = [_hit(row.entity, number, msgspec.json.decode(row.doc)) for number in numbers if (row := rows.get(number))]
    return Found(sorted(hits, key=lambda hit: _rank(hit, asked)), is_cut=len(numbers) > limit)


def _by_key(tx: Transaction, asked: str) -> list[int]:
    """Those that an exact fact leads to; the index of match keys knows it."""
    keys = [key for entity, fact in _facts(asked) for key in match_keys(entity, fact)]
    if not keys:
        return []
    holders = [source_id for _, source_id in identity.candidates(tx, keys)]
    found = set(identity.golden_of(tx, holders).values())
    return sorted(set(golden.living(tx, sorted(found)).values()))


def _facts(asked: str) -> Iterator[tuple[str, dict[str, str]]]:
    number = number_key(asked).removeprefix("T")
    if _NUMBER.fullmatch(number_key(asked)) and is_corporate_number(number):
        yield "company", {"corporate_number": number}
    if "@" in asked and not is_role_mailbox(asked):
        yield "person", {"email": asked.lower()}


def _by_text(tx: Transaction, asked: str, limit: int) -> list[int]:
    texts = sorted(set(_spellings(asked)))
    found: list[int] = []
    for entity in CUSTOMERS:
        found += search.containing(tx, entity, _FIELDS[entity], texts, limit)
    return found[:limit]


def _spellings(asked: str) -> Iterator[str]:
    """The text as it may stand in a field: in both kanas, without a company's form; a number as numbers are stored."""
    if _NUMBER.fullmatch(number_key(asked)):
        yield number_key(asked).removeprefix("T")
    elif _PHONE.fullmatch(asked):
        yield _bare(phone(asked)) if phone(asked).startswith("+") else number_key(asked).lstrip("0") or "0"
    else:
        for text in (asked, plain(asked), to_katakana(asked), hiragana(asked)):
            yield _bare(text)
        if (name := company_key(asked)) and len(name) > 1:
            yield name


def _bare(text: str) -> str:
    return "".join(text.lower().split())


def _hit(entity: str, number: int, doc: Mapping[str, Any]) -> Hit:
    facts = {field: str(doc[field]) for field in _SHOWN if doc.get(field)}
    return Hit(golden_text(entity, number), entity, display_name(doc), facts)


def _rank(hit: Hit, asked: str) -> tuple[int, str, str]:
    """Whose name is or begins with what was typed stands first."""
    name, wanted = _bare(hit.display), _bare(asked)
    place = 0 if name == wanted else 1 if name.startswith(wanted) else 2
    return place, name, hit.golden
