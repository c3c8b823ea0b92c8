"""A company's name taken apart: what it is called, its legal form, and on which side the form stands.

Invariant: `join_legal_form` puts together what `split_legal_form` took apart, with the form in its full spelling.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from hub.normalize.kana import is_kana, large_kana
from hub.normalize.late import late
from hub.normalize.legal_forms import BANK_KANA, LATIN_FORMS, WHOLE, alternatives
from hub.normalize.remembered import remembered
from hub.normalize.text import fold, plain, tidy
from hub.normalize.variants import lookalikes, same_letters

Position = Literal["front", "middle", "back"]


class CompanyName(NamedTuple):
    """A company's name in parts; `bare` is as received but for its width."""

    bare: str
    legal_form: str | None
    position: Position | None


_ONE_SIGN_FORMS = late("[㈱㈲㈳㈴㈶㈻㈾㈿㍿]")
_BRACKETS = str.maketrans("〔[【〕]】", "((()))")
_WHOLE = late(alternatives(WHOLE))
_KANA = alternatives(BANK_KANA)
_BANK_FRONT = late(rf"^({_KANA})\)")
_BANK_BACK = late(rf"\(({_KANA})\)?$")
_BANK_MIDDLE = late(rf"\(({_KANA})\)")
_GAP = r"[\s,.、・]"
_LONGEST_NAME = 400
_HONORIFICS = ("御中", "様", "殿")
_NO_LETTERS = late(r"[\s・･,.、。'’\"“”「」『』()\[\]{}/*~!?-]+")
# A few short forms are words as well: (学) or (特) inside a name is an ordinary remark.
_ANYWHERE = frozenset({"株式会社", "有限会社", "合同会社", "合名会社", "合資会社"})


@remembered(16384)
def split_legal_form(name: str) -> CompanyName:
    """The name without its legal form, the form in its full spelling, and where it stood.

    "middle" is before a branch: ヤマダ株式会社 東京支店. A name that is nothing but a form keeps it as its name.
    """
    text = _opened_forms(tidy(name))
    for found in _WHOLE.finditer(text):
        form = WHOLE[_narrow_brackets(found[0])]
        parts = _around(text, found.start(), found.end(), form)
        if parts is not None and (parts.position != "middle" or form in _ANYWHERE):
            return parts
    return _bank_kana(text) or _latin(text) or CompanyName(text, None, None)


def _opened_forms(text: str) -> str:
    return text if text.isascii() else _ONE_SIGN_FORMS.sub(lambda found: plain(found[0]), text)


def _narrow_brackets(spelling: str) -> str:
    return spelling.translate(_BRACKETS)


def _around(text: str, start: int, end: int, form: str) -> CompanyName | None:
    before, after = text[:start].strip(), text[end:].strip()
    if before and after:
        return CompanyName(f"{before} {after}", form, "middle")
    if after:
        return CompanyName(after, form, "front")
    return CompanyName(before, form, "back") if before else None


def _bank_kana(text: str) -> CompanyName | None:
    # Written as ｶ)ﾔﾏﾀﾞ: only a reading is read this way, never a name with kanji.
    if not ("(" in text or ")" in text) or not is_kana(text.replace("(", "").replace(")", "")):
        return None
    for pattern in (_BANK_FRONT, _BANK_BACK, _BANK_MIDDLE):
        found = pattern.search(text)
        if found is not None:
            return _around(text, found.start(), found.end(), BANK_KANA[found[1]])
    return None


def _latin(text: str) -> CompanyName | None:
    if text[-1:] > "\u2fff" or text[-1:].isdecimal():
        # Every form in Latin letters ends in a letter or a dot.
        return None
    for pattern, form in _latin_forms():
        found = pattern.search(text)
        if found is not None:
            return _around(text, found.start(), found.end(), form)
    return None


@cache
def _latin_forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    # A gap is looked at from its first sign only: a name of 3,000 commas took 0.6 s when each of them could begin it.
    start = rf"(?:^|(?<!{_GAP}){_GAP}+)"
    return tuple((re.compile(f"{start}(?:{pattern})$", re.IGNORECASE), form) for pattern, form in LATIN_FORMS)


def join_legal_form(bare: str, legal_form: str | None, position: Position | None = "front") -> str:
    """The whole name; between a name and its branch where the form stood in the middle."""
    if not legal_form:
        return bare
    space = " " if legal_form.isascii() else ""
    match position:
        case "back":
            return f"{bare}{space}{legal_form}"
        case "middle":
            name, _, branch = bare.partition(" ")
            return f"{name}{space}{legal_form} {branch}".rstrip()
        case _:
            return f"{legal_form}{space}{bare}"


@remembered(16384)
def company_key(name: str) -> str:
    """What companies are looked up by: no form, no signs, one shape of each letter; it proves nothing.

    Of a text that is no name any more it is the beginning that counts.
    """
    return _key(name[:_LONGEST_NAME])


def _key(name: str) -> str:
    letters = large_kana(lookalikes(fold(_bare(name))))
    key = _NO_LETTERS.sub("", letters) or letters
    holds_more = _WHOLE.search(key) or key.endswith(_HONORIFICS)
    return _key(key) if holds_more and key != name else key


def _bare(name: str) -> str:
    # A few names carry two forms, or 様 before the form.
    while name.endswith(_HONORIFICS):
        name = name.removesuffix("御中").removesuffix("様").removesuffix("殿").rstrip()
    bare, form, _position = split_legal_form(name)
    return _bare(bare) if form else bare


@remembered(8192)
def company_spelling(name: str) -> tuple[str, str | None, Position | None]:
    """What two spellings of one registered name have in common: ㈱ヤマダ and 株式会社ヤマダ, but not ヤマダ株式会社."""
    bare, form, position = split_legal_form(name)
    return same_letters(fold(bare)).replace(" ", ""), form, position
