"""What the matcher compares of a company's name: as it is written, with all that it tells, and as it may sound.

Invariant: the features depend on the name and its kana alone.
"""

from __future__ import annotations

from functools import lru_cache

from hub.normalize.identity.companies import CompanyParts, company_core, company_parts
from hub.normalize.identity.company_words import name_readings
from hub.normalize.identity.facilities import is_facility
from hub.normalize.identity.letter_names import FIRST_OF_LETTERS, two_in_latin_letters
from hub.normalize.identity.ordinals import ordinals
from hub.normalize.identity.placeholders import NOBODY
from hub.normalize.identity.shops import is_full_name
from hub.normalize.identity.trades import named_with_trade, stem_and_trades
from hub.normalize.late import late

OF_COMPANY = (
    "company",
    "script",
    "form",
    "side",
    "branch",
    "company_sound",
    "company_sounds",
    "skeleton",
    "former",
    "trades",
    "shop",
    "owner_name",
    "in_kana",
    "facility",
    "ordinals",
    "firms",
)
_SHORTEST_SHOP = 6
_NOBODY = late("[御ごゴ]?担当")


@lru_cache(maxsize=1 << 11)
def company_features(name: str, kana: str) -> tuple[str, ...]:
    """The name as written, with the attributes that it tells, and as it sounds or may sound."""
    parts = company_parts(name) if name else CompanyParts()
    read = company_parts(kana) if kana else CompanyParts()
    if not parts.core:
        parts, read = read, read
    if not parts.legal_form and (parts.core in NOBODY or _NOBODY.match(parts.core)):
        parts, read = CompanyParts(), CompanyParts()
    script = "latin" if parts.script == "latin" else "japanese" if parts.core else ""
    known = read.readings or (parts.readings if parts.script != "kanji" else ())
    sounds = dict.fromkeys((*read.readings, *parts.readings, *_initials(parts.core)))
    stem, trades = stem_and_trades(parts.core)
    return (
        parts.core,
        script,
        parts.legal_form,
        parts.side or read.side,
        parts.branch,
        known[0] if len(known) == 1 else "",
        " ".join(sounds),
        parts.skeleton or read.skeleton,
        parts.former,
        trades,
        _shop(parts) if (parts.branch or parts.core)[-1:] == "店" else "",
        parts.owner or (parts.core if not parts.legal_form and is_full_name(parts.core) else ""),
        "kana" if parts.script == "kana" else "",
        company_core(parts.branch) if parts.branch and is_facility(parts.legal_form, parts.branch) else "",
        ordinals(parts.core) if parts.core else "",
        " ".join((*sounds, *named_with_trade(stem, trades))),
    )


def _initials(core: str) -> tuple[str, ...]:
    """How a name sounds whose initials were spelled in kana, シーエムサービス as CMサービス."""
    latin = two_in_latin_letters(core) if core[:1] in FIRST_OF_LETTERS else ""
    return name_readings(latin) if latin else ()


def _shop(parts: CompanyParts) -> str:
    """A shop by its sign and its place: behind or before the firm that runs it, or for itself."""
    if parts.branch.endswith(("支店", "本店")):
        return ""
    if not parts.branch:
        return parts.core if not parts.legal_form else ""
    name = company_core(parts.branch)
    if len(name) < _SHORTEST_SHOP:
        name = f"{parts.core}{name}" if not parts.legal_form else ""
    return name if len(name) >= _SHORTEST_SHOP else ""
