"""Legal forms found in a folded company name, in every place and spelling, broken brackets and banks' kana among them.

Invariant: forms that one organisation may write (社団法人 and 公益社団法人, LLC and 合同会社) are one form here, and
those that say nothing sure ("Co., Ltd.", "Inc.") are the empty one, so that two forms which differ do contradict.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hub.normalize.late import late
from hub.normalize.legal_forms import BANK_KANA, LATIN_FORMS, WHOLE


class FormSplit(NamedTuple):
    """What stands before and after the form; `form` is None where there is none and "" where it says nothing sure."""

    before: str
    after: str
    form: str | None


_ONE_OF = {
    **dict.fromkeys(("一般社団法人", "公益社団法人"), "社団法人"),
    **dict.fromkeys(("一般財団法人", "公益財団法人"), "財団法人"),
    **dict.fromkeys(("医療法人社団", "医療法人財団", "社会医療法人"), "医療法人"),
    **dict.fromkeys(("Co., Ltd.", "Inc.", "Corp.", "Ltd.", "Pte. Ltd.", "PLC", "GmbH"), ""),
    "LLC": "合同会社",
    "LLP": "有限責任事業組合",
}
_COMPANIES = ("株式会社", "有限会社", "合同会社", "合名会社", "合資会社", "相互会社")
_ANYWHERE = frozenset(_COMPANIES)
_FURTHER = {
    "医療法人(社団)": "医療法人",
    "医療法人(財団)": "医療法人",
    "医療法人社団(財団)": "医療法人",
    "(医)社団": "医療法人",
    "(医社)": "医療法人",
    "かぶしきがいしゃ": "株式会社",
    "かぶしきかいしゃ": "株式会社",
    "ゆうげんがいしゃ": "有限会社",
    "ごうどうがいしゃ": "合同会社",
    "カフシキカイシヤ": "株式会社",
    "カブシキガイシヤ": "株式会社",
    "ユウゲンガイシヤ": "有限会社",
    "ゴウドウガイシヤ": "合同会社",
    "株式會社": "株式会社",
    "特定非営利法人": "特定非営利活動法人",
    "非営利活動法人": "特定非営利活動法人",
    "認定特定非営利活動法人": "特定非営利活動法人",
    "認定npo法人": "特定非営利活動法人",
    "特例有限会社": "有限会社",
    "(n)": "特定非営利活動法人",
    "協組": "協同組合",
    "シヤカイフクシホウジン": "社会福祉法人",
    "シャカイフクシホウジン": "社会福祉法人",
    "イツパンシヤダンホウジン": "社団法人",
    "イッパンシャダンホウジン": "社団法人",
    "イツパンザイダンホウジン": "財団法人",
    "イッパンザイダンホウジン": "財団法人",
    "イリヨウホウジン": "医療法人",
    "イリョウホウジン": "医療法人",
    "イリヨウホウジンシヤダン": "医療法人",
    "イリョウホウジンシャダン": "医療法人",
    "ガツコウホウジン": "学校法人",
    "ガッコウホウジン": "学校法人",
}


def _spelled() -> dict[str, str]:
    spelled = {spelling.casefold(): form for spelling, form in WHOLE.items() if len(spelling) > 1}
    spelled |= _FURTHER
    return {spelling: _ONE_OF.get(form, form) for spelling, form in spelled.items()}


_FORMS = _spelled()
_LONGEST_FIRST = sorted(_FORMS, key=len, reverse=True)


def _pattern(spelling: str) -> str:
    # The letters of the form are spread over a card now and then.
    spread = spelling in _ANYWHERE
    return (" ?" if spread else "").join(map(re.escape, spelling))


_LONGEST_ABBREVIATION = 6
# Every form holds one of these letters, or is told by how a name begins or ends; most names hold none of them.
_SIGNS = re.escape("社法組イいホ()〔[【<〈《〕]】>〉》")
_MAY_HOLD_FORM = late(r"[社法組イいホ]|\([^()]{1,3}\)")
_NO_FORM = late(f"(?=[^\\0-z特社学宗])[^{_SIGNS}]*(?<=[^\\0-z株有同協])(?<!株式)(?<!株式会)(?<!有限会)(?<!合同会)")
_USUAL_FORMS = ("株式会社", "(株)", "有限会社", "(有)", "合同会社")
_FIRST = "".join(sorted({re.escape(spelling[0]) for spelling in _FORMS}))
_FORM = late(f"(?=[{_FIRST}])(?:{'|'.join(map(_pattern, _LONGEST_FIRST))})")
OPENING, CLOSING = frozenset("〔[【<〈《"), frozenset("〕]】>〉》")
TO_ROUND = str.maketrans("〔[【<〈《〕]】>〉》", "(((((())))))")
_HAS_BRACKETS = late(r"[〔\[【<〈《]")
_LOOSE = late(r"^\(?([株有同])\)|(?:[( ]([株有同])\)?|([株有同])\))$|\(([株有同])(?=[^)])|(?<=[^(])([株有同])\)(?=.)")
# A column of so many letters cuts the form that stands behind.
_CUT = late("(?<=..)(株式会|株式|有限会|合同会)$")
_COOPERATIVE = late("(?<=..)([農漁])協$")
_LOOSE_FORMS = {"株": "株式会社", "有": "有限会社", "同": "合同会社"}
_KANA = "|".join(sorted(map(re.escape, BANK_KANA), key=len, reverse=True))
_BANK = late(rf"^\(?({_KANA})\)|\(({_KANA})\)?$|\(({_KANA})\)|(?<=[ァ-ヶー])\(({_KANA})(?= )")
_SURE_KANA = frozenset("カユ")
# Who puts a bank's abbreviation behind a name forgets on which side it is open: 山田商事カ).
_BANK_TURNED = late("(?<=..)([カユ])\\)(?=$|[ 一-鿿])")
_KANJI = late("[一-鿿]")
_LATIN_FORM = late("|".join(f"(?P<f{place}>{pattern})" for place, (pattern, _) in enumerate(LATIN_FORMS)))
_JAPANESE = "ぁ-ゖァ-ヺー一-鿿々"
# A form may stand at a Japanese name without a space; "co" alone is too often a word of its own.
_LATIN_END = late(
    rf"(?:(?:^|[\s,.、・&-]+|(?<=[{_JAPANESE}]))(?:{'|'.join(pattern for pattern, _ in LATIN_FORMS)})"
    rf"|(?:^|[\s,.、・&]+)co\.?)(?: ?\(?(?:japan|jp)\)?)?[.,\s]*$"
)
_LATIN_FRONT = late(
    r"^(?:(?:kabushiki|yugen|g[ou]do)[ -]?(?:kaisha|gaisha)|k\.k\.|kk|g\.k\.|llc|llp)"
    rf"(?:[ ,.]+(?=.)|(?=[{_JAPANESE}]))"
)
# Short forms that people write before a name without brackets.
_UNBRACKETED = {
    "ja": "農業協同組合",
    "jf": "漁業協同組合",
    "npo": "特定非営利活動法人",
    "特非": "特定非営利活動法人",
    "社福": "社会福祉法人",
    "学法": "学校法人",
    "宗法": "宗教法人",
}
_BEGINS_SHORT = late(rf"^({'|'.join(_UNBRACKETED)})(?=[ぁ-んァ-ヶ一-鿿 ])")


def split_form(name: str) -> FormSplit:
    """The folded name around its first form; the whole of it before where there is no form."""
    if name.startswith(_USUAL_FORMS):
        # The usual forms need no search.
        size = 3 if name[0] == "(" else 4
        after = name[size:].strip()
        if after:
            return FormSplit("", after, _FORMS[name[:size]])
    elif name.endswith(_USUAL_FORMS):
        size = 3 if name[-1] == ")" else 4
        before = name[:-size].strip()
        if before:
            return FormSplit(before, "", _FORMS[name[-size:]])
    if _NO_FORM.fullmatch(name):
        return FormSplit(name, "", None)
    if _HAS_BRACKETS.search(name):
        name = name.translate(TO_ROUND)
    return (
        _by_half_bracket(name)
        or _by_whole_form(name)
        or _by_short_form(name)
        or _by_brackets(name)
        or _by_latin(name)
        or _by_end(name)
        or FormSplit(name, "", None)
    )


def _by_whole_form(name: str) -> FormSplit | None:
    if not _MAY_HOLD_FORM.search(name):
        return None
    for found in _FORM.finditer(name):
        spelling = found[0]
        form = _FORMS.get(spelling) or _FORMS[spelling.replace(" ", "")]
        before, after = name[: found.start()].strip(), name[found.end() :].strip()
        if before and after and form not in _ANYWHERE and name[found.end()] != " ":
            continue
        if before or after:
            return FormSplit(before, after, form)
    return None


def _by_short_form(name: str) -> FormSplit | None:
    found = _BEGINS_SHORT.match(name)
    rest = name[found.end() :].strip() if found else ""
    return FormSplit("", rest, _UNBRACKETED[found[1]]) if found and rest else None


def _by_half_bracket(name: str) -> FormSplit | None:
    """Of 一社)ヤマダ the first bracket was lost."""
    closed = name.find(")", 0, _LONGEST_ABBREVIATION)
    if closed < 1 or name.find("(", 0, closed) >= 0:
        return None
    form, rest = _FORMS.get(f"({name[: closed + 1]}"), name[closed + 1 :].strip()
    return FormSplit("", rest, form) if form and rest else None


def _by_end(name: str) -> FormSplit | None:
    short = _COOPERATIVE.search(name)
    if short is not None:
        return FormSplit(name[: short.start()].strip(), "", f"{short[1]}業協同組合")
    found = _CUT.search(name)
    form = next(one for one in _COMPANIES if one.startswith(found[1])) if found else ""
    return FormSplit(name[: found.start()].strip(), "", form) if found else None


def _by_brackets(name: str) -> FormSplit | None:
    if ")" not in name and "(" not in name and name[-1:] not in _LOOSE_FORMS:
        return None
    found = _LOOSE.search(name)
    form = _LOOSE_FORMS[found[found.lastindex or 0]] if found else ""
    if found is None:
        found = _BANK.search(name) or (None if "(" in name else _BANK_TURNED.search(name))
        kana = found[found.lastindex or 0] if found else ""
        if found is None or (kana not in _SURE_KANA and _KANJI.search(name)):
            return None
        form = BANK_KANA[kana]
    before, after = name[: found.start()].strip(), name[found.end() :].strip()
    return FormSplit(before, after, _ONE_OF.get(form, form)) if before or after else None


def _by_latin(name: str) -> FormSplit | None:
    if name[-1:] > "z" and name[:1] > "z":
        return None
    found = _LATIN_END.search(name) or _LATIN_FRONT.match(name)
    if found is None or not (name[: found.start()] or name[found.end() :]).strip():
        return None
    kind = _LATIN_FORM.search(found[0])
    form = LATIN_FORMS[int((kind.lastgroup or "f0")[1:])][1] if kind else ""
    before = name[: found.start()].strip()
    while (more := _LATIN_END.search(before)) and (shorter := before[: more.start()].strip()):
        before = shorter
    return FormSplit(before, name[found.end() :].strip(), _ONE_OF.get(form, form))


def ends_in_latin_form(core: str) -> bool:
    """Whether a Japanese name has a form in Latin letters behind it, once the signs between them are gone."""
    return core[-1:] <= "z" and not core.isascii() and bool(_LATIN_END.search(core))
