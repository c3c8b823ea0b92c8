"""How desks write a firm's name: legal forms in every abbreviation, branches, brands, the bank's kana."""

from __future__ import annotations

import unicodedata

from benchmarks.thirdworld import kana
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.firms import Firm, Site

_SHORT: dict[str, tuple[str, ...]] = {
    "株式会社": ("㈱", "㈱", "㈱", "(株)", "(株)", "（株）", "（株）", "株）", "㍿", "(株", "カ）"),
    "有限会社": ("㈲", "(有)", "（有）", "有）"),
    "合同会社": ("(同)", "（同）", "(合)", "LLC "),
    "医療法人社団": ("(医)", "（医）", "医）", "医療法人"),
    "学校法人": ("(学)", "（学）"),
    "社会福祉法人": ("(福)", "（福）", "(社福)"),
    "宗教法人": ("(宗)", "（宗）"),
    "一般社団法人": ("(一社)", "（一社）", "一社）"),
    "特定非営利活動法人": ("NPO法人", "NPO法人 ", "(特非)"),
}
_BANK = {
    "株式会社": "カ",
    "有限会社": "ユ",
    "合同会社": "ド",
    "医療法人社団": "イ",
    "学校法人": "ガク",
    "社会福祉法人": "フク",
    "宗教法人": "シユウ",
}
_ENGLISH = {
    "株式会社": (" Co., Ltd.", " Inc.", " K.K.", " Corporation", " CO.,LTD.", ""),
    "合同会社": (" LLC", " G.K.", ""),
    "有限会社": (" Ltd.", " Co.", ""),
}


def _placed(firm: Firm, form: str, stem: str, front: bool) -> str:
    return f"{form}{stem}" if front else f"{stem}{form}".strip()


def registered(firm: Firm, *, former: bool = False) -> str:
    """The name in full, or the one before the firm was renamed."""
    return _placed(firm, firm.form, firm.former, firm.front) if former and firm.former else firm.official()


def short(chance: Chance, firm: Firm) -> str:
    """The everyday spelling: ㈱, a form in the wrong place, none at all."""
    stem, front = firm.stem, firm.front
    if chance.often(0.06):
        front = not front
    form = firm.form
    habit = chance.weigh({"full": 38, "abbreviated": 40, "none": 22})
    if habit == "none":
        form = ""
    elif habit == "abbreviated" and form in _SHORT:
        form = chance.pick(_SHORT[form])
    if form and len(form) > 1 and chance.often(0.15):
        form = f"{form} " if front else f" {form}"
    return _width(chance, _placed(firm, form, stem, front))


def _width(chance: Chance, text: str) -> str:
    if text.isascii() and chance.often(0.15):
        return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    if any("ァ" <= sign <= "ヶ" for sign in text) and chance.often(0.1):
        return kana.half_width(unicodedata.normalize("NFC", text))
    return text.upper() if text.isascii() and chance.often(0.15) else text


def english(chance: Chance, firm: Firm) -> str:
    """The name of a card's English side."""
    return firm.english + chance.pick(_ENGLISH.get(firm.form, ("",)))


def reading(chance: Chance, firm: Firm) -> str:
    """The furigana field: katakana, hiragana or half-width, seldom with the form spelled out."""
    if not firm.reading:
        return ""
    text = kana.katakana(firm.reading)
    if firm.form == "株式会社" and chance.often(0.2):
        text = f"カブシキガイシャ{text}" if firm.front else f"{text}カブシキガイシャ"
    return chance.weigh({text: 65, kana.hiragana(text): 18, kana.half_width(text): 17})


def bank_kana(firm: Firm) -> str:
    """Half-width kana as a bank statement has it: ｶ)ﾔﾏﾀﾞ."""
    text = kana.without_small(firm.reading)
    if firm.form in _BANK:
        text = f"{_BANK[firm.form]}){text}" if firm.front else f"{text}({_BANK[firm.form]}"
    return kana.half_width(text)


def with_site(chance: Chance, name: str, site: Site) -> str:
    """The name and the branch or department."""
    return f"{name}{chance.pick((' ', '　', ''))}{site.label}" if site.label else name
