"""A company's name taken apart for comparing: what it is called, its legal form, its branch, and how it may be read.

Invariant: the parts of a core are the core; form, branch and script never change what the core is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from hub.normalize.identity.branches import LAST_LETTERS, is_branch, is_rather_branch, split_branch
from hub.normalize.identity.company_words import name_readings
from hub.normalize.identity.facilities import WITH_FACILITIES, without_facility
from hub.normalize.identity.folding import folded, is_usual
from hub.normalize.identity.forms import CLOSING, OPENING, TO_ROUND, ends_in_latin_form, split_form
from hub.normalize.identity.letter_names import INITIALS, in_latin_letters
from hub.normalize.identity.placeholders import LONGEST_TEXT, NO_COMPANY, NO_REGISTERED_NAME, says_nothing
from hub.normalize.identity.shops import HOUSES, operator, shop_in_brackets, without_owner, without_shop
from hub.normalize.identity.skeleton import skeleton
from hub.normalize.kana import TO_LARGE_KATAKANA
from hub.normalize.late import late
from hub.normalize.variants import TO_LOOKALIKE

Script = Literal["kanji", "kana", "latin", ""]
Side = Literal["front", "back", ""]


class CompanyParts(NamedTuple):
    """What a company's name says, folded; every part is "" or () where the name says nothing of it.

    `core` is the name itself in one shape of letters, its kana large katakana. `legal_form` contradicts another one
    that is not "". `readings` are romanizations: one where kana or Latin letters give it, several where kanji allow it.
    `skeleton` are the consonants by which English and katakana meet: it proposes and proves nothing. `side` is where
    the form stands, before the name or behind it, as 株式会社ヤマダ and ヤマダ株式会社 may be two companies. `former`
    is the core of an older name that stands in brackets, `owner` the human being behind a trader's name.
    """

    core: str = ""
    legal_form: str = ""
    branch: str = ""
    script: Script = ""
    readings: tuple[str, ...] = ()
    skeleton: str = ""
    side: Side = ""
    former: str = ""
    owner: str = ""


# 銀行 ends in the letter with which a letter is addressed.
_COURTESY = late(r"(?:\s*(?:御中|様|殿)|(?:\s|(?<=会社)|(?<=\)))(?:行|宛))(?:\s.*)?$")
_COURTESY_LAST = frozenset("中様殿行宛")
_FORMER = late(r"[(（]旧(?:社名|商号|称|名)?[:：\s　]*([^()（）]{2,40})")
_BRACKETED = late(r"\s?\(([^()]*)\)?\s?")
_CUT_FORMS = ("株式", "株式会", "有限会", "合同会")
# Whoever signs for a firm, in the cell of its name: 大和商店 代表取締役 大和一郎.
_SIGNED = late(
    r"(?<=..) (?:代表取締役(?:社長|会長)?|代表社員|代表理事|理事長|代表者|代表(?= ))"
    r"(?: ?[ぁ-ゖァ-ヺー一-鿿々 ]{1,12})?$"
)
# What stands before a name that is closed, dear or to be looked at.
_MARKS = "×✕✖●○◎■□◆◇★☆※▲△▼▽ "
_NOTED = late("(?<=.)[※＊→⇒].*", re.DOTALL)
_STATES = (
    "閉店|閉業|閉鎖|廃業|廃止|解散|清算|倒産|破産|統合|合併|移転|休業|休止|休眠|退会|解約|(?:取引|出荷|与信)(?:停止|終了|中止|注意)"
    "|停止|終了|中止|新規|新規先|新規客|既存|重複|見込|見込客|仮|仮登録|仮コード|重要|注意|要注意|要確認|確認済|旧|新|旧社名|未取引"
)
_STATED = late(rf"\((?:{_STATES})(?:済み?|中|予定)?\)")
_TOWNS, _COOPERATIVES = frozenset("都道府県市区町村郡"), ("組合", "連合会", "商工会")
_LAST_OF_TOWN_HALLS = frozenset("庁所場")
_TOWN_HALL = late("(?<=[都道府県])庁$|(?<=[市区])役所$|(?<=[町村])役場$")
_NO_LETTERS = late(r"[\W_]+")
_KANA = late("[ァ-ヶーa-z0-9]+")
_AND = late(r"(?<=[a-z0-9]) and (?=[a-z0-9])")
_HOLDINGS = late("(?<=.)(?:ホ[ー]?ルデイングスグループ|ホー?ルデイングス?|hldgs|holdings?)$")
# No vowel is there to be made long: the sign was the hyphen of セブン‐イレブン.
_NO_VOWEL = late("(?<=ン)ー+")
_LONG_END = late("(?<=[ァ-ヶー][ァ-ヶー][ァ-ヶ])ー(?![ァ-ヶー])")
_V_SOUNDS = {"ヴア": "バ", "ヴイ": "ビ", "ヴエ": "ベ", "ヴオ": "ボ", "ヴ": "ブ"}
_V = late("ヴ[アイエオ]?")
_FIRM_AND_SIGN = late(
    f"([ぁ-んァ-ヶー一-鿿々]{{3,}}) ((?:{HOUSES})[ぁ-んァ-ヶー一-鿿々]+|[ぁ-んァ-ヶー一-鿿々]{{2,}}[屋亭庵荘館舎軒])"
)
# Kanji that look as katakana do, between katakana: サ一ビス, 工ステート.
_LIKE_KATAKANA = str.maketrans("一二三力口八夕工卜才千", "ーニミカロハタエトオチ")
_STRAY = late(
    "(?<=[ァ-ヶー])[一二三力口八夕工卜才千](?=[ァ-ヶー])|^[二力口八夕工卜才千](?=[ァ-ヶー]{2})|(?<=[ァ-ヶー]{2})[一力口夕工卜](?=$)"
)


def company_parts(text: str) -> CompanyParts:
    """The parts of a name as it came; all of them empty for a name that stands for none (個人, 不明)."""
    written = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT]
    if "（" in written:
        # Wide brackets alone are no reason to go the long way of folding.
        written = written.replace("（", "(").replace("）", ")")
    told = _without_courtesy(written.casefold() if is_usual(written) else _unmarked(folded(written)))
    told = told if told.isalnum() else _SIGNED.sub("", _without_state(told))
    told = told.replace("社労士", "社会保険労務士")
    name, sign = operator(told) if "(" in told else (told, "")
    bare, branch, form, side = _divided(name)
    branch = f"{sign}{branch}"
    owner = ""
    if " " in bare:
        bare, branch = without_shop(bare, branch, is_registered=side == "front")
        bare, owner = without_owner(bare) if form is None else (bare, "")
    if " " in bare and form and side == "front" and not branch:
        bare, branch = _without_sign(bare)
    if not branch and "店)" in told:
        branch = shop_in_brackets(told)
    core = company_core(_as_called(bare, form))
    if says_nothing(core, NO_COMPANY if form is None else NO_REGISTERED_NAME):
        return CompanyParts()
    if branch and not branch.isalnum():
        branch = _NO_LETTERS.sub("", branch)
    if core != text and _may_hold_more(core, bare, branch):
        inner = company_parts(core)
        if inner.core != core:
            forms, sides = form or inner.legal_form, side or inner.side
            return inner._replace(legal_form=forms, branch=inner.branch + branch, side=sides) if inner.core else inner
    former = _FORMER.search(written) if "旧" in written else None
    older = company_core(_divided(folded(former[1]))[0]) if former else ""
    script, readings, consonants = _by_sound(core)
    return CompanyParts(core, form or "", branch, script, readings, consonants, side, older, owner)


def _unmarked(told: str) -> str:
    return _NOTED.sub("", told.strip(_MARKS))


def _without_state(told: str) -> str:
    """A name without what somebody noted in brackets of how it stands with the customer: 【新規】, (取引停止)."""
    if told[-1:] in CLOSING or told[:1] in OPENING:
        told = told.translate(TO_ROUND)
    return " ".join(_STATED.sub(" ", told).split()) or told if ")" in told and _STATED.search(told) else told


def _divided(name: str) -> tuple[str, str, str | None, Side]:
    """The name alone, its branch, its form and where that stands."""
    before, after, form = split_form(name)
    side: Side = "" if not form else "back" if before else "front"
    if form is not None and before and after:
        bare, branch = before, after
        if before.isdecimal() or is_rather_branch(before, after):
            bare, branch, side = after, before, "front"
    else:
        bare, branch = split_branch(before or after)
        if form is None and branch and (bare[-1:] <= "z" or bare[-1:] == "協"):
            # 山田商事Co.,Ltd.大阪支店, 三河農協豊橋支店: such a form is told where it ends a name.
            bare, _, form = split_form(bare)
            side = "back" if form else ""
    if "(" in bare or ")" in bare:
        bare, remark = _without_remark(bare)
        bare, before_remark = split_branch(bare)
        branch = branch or before_remark or remark
    elif form in WITH_FACILITIES:
        bare, branch = without_facility(bare, branch)
    return bare, branch, form, side


def _as_called(bare: str, form: str | None) -> str:
    """A town is called as its town hall is, and a cooperative that has no name but its town's is not the town."""
    last = bare[-1:]
    if form and last in _TOWNS and form.endswith(_COOPERATIVES):
        return f"{bare}{form}"
    return _TOWN_HALL.sub("", bare) if form is None and last in _LAST_OF_TOWN_HALLS else bare


def _may_hold_more(core: str, bare: str, branch: str) -> bool:
    """Whether another part may be in the core: 株式会社㈱山田 has two forms, 山田商事東京支店営業部 two branches."""
    if "会社" in core or "法人" in core or core[-1] in _COURTESY_LAST or core.endswith(_CUT_FORMS):
        return True
    return ends_in_latin_form(core) or (core[-1] in LAST_LETTERS and (bool(branch) or not bare.isalnum()))


def company_core(bare: str) -> str:
    """The letters of a folded name without form and branch, each in one shape."""
    if bare.isascii():
        return _HOLDINGS.sub("hd", _NO_LETTERS.sub("", _AND.sub("", bare)))
    letters = bare if bare.isalnum() else _NO_LETTERS.sub("", bare)
    if _OTHER_SHAPE.search(letters):
        letters = letters.translate(_ONE_SHAPE)
    return letters if _ONLY_KANJI.fullmatch(letters) else _kana_folded(letters)


_ONE_SHAPE = TO_LOOKALIKE | TO_LARGE_KATAKANA
# To look is faster than to translate, and most names are in one shape.
_OTHER_SHAPE = late(f"[{''.join(map(chr, _ONE_SHAPE))}]")
_ONLY_KANJI = late("[一-鿿々]+")


_TO_FOLD = late(f"{_NO_VOWEL.pattern}|{_STRAY.pattern}|{_LONG_END.pattern}|ヴ|{INITIALS.pattern}|{_HOLDINGS.pattern}")


def _kana_folded(letters: str) -> str:
    if not _TO_FOLD.search(letters):
        return letters
    letters = _NO_VOWEL.sub("", letters)
    letters = _STRAY.sub(lambda found: found[0].translate(_LIKE_KATAKANA), letters)
    letters = _LONG_END.sub("", in_latin_letters(letters))
    if "ヴ" in letters:
        letters = _V.sub(lambda found: _V_SOUNDS[found[0]], letters)
    return _HOLDINGS.sub("hd", letters)


def _without_courtesy(name: str) -> str:
    if name[-1:] in _COURTESY_LAST or "御中" in name:
        return _COURTESY.sub("", name) or name
    return name


def _without_remark(bare: str) -> tuple[str, str]:
    """A name without what stands in brackets: a branch is kept, a former name or a reading goes."""
    remarks = [found[1] for found in _BRACKETED.finditer(bare)]
    outside = _BRACKETED.sub(" ", bare).strip()
    if not _NO_LETTERS.sub("", outside):
        return bare, ""
    return outside, next((remark for remark in remarks if is_branch(remark)), "")


def _without_sign(bare: str) -> tuple[str, str]:
    """A firm without the sign that it has over a door: (有)協栄自動車 ラーメンゑびす."""
    found = _FIRM_AND_SIGN.fullmatch(bare)
    return (found[1], found[2]) if found else (bare, "")


def _script(core: str) -> Script:
    if core.isascii():
        return "latin"
    return "kana" if _KANA.fullmatch(core) else "kanji"


@lru_cache(maxsize=4096)
def _by_sound(core: str) -> tuple[Script, tuple[str, ...], str]:
    script = _script(core)
    return script, name_readings(core), skeleton(core) if script != "kanji" else ""
