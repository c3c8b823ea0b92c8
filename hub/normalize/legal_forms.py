"""The legal forms of Japanese organisations, in every spelling in which they stand before or after a name.

Source of the kana: the abbreviations that banks use in transfers (全銀協). Foreign forms are kept apart: "Co., Ltd." is
how a 株式会社 writes itself in English, and how a company of another country does.
"""

from __future__ import annotations

import re

# The form, its abbreviations in brackets (一社 in （一社）), its bank kana, and further whole spellings.
_FORMS: tuple[tuple[str, str, str, str], ...] = (
    ("株式会社", "株", "カ", "株式會社 ㍿ ㈱ カブシキガイシャ カブシキカイシャ"),
    ("有限会社", "有", "ユ", "有限會社 ㈲ ユウゲンガイシャ ユウゲンカイシャ"),
    ("合同会社", "同", "ド", "ゴウドウガイシャ ゴウドウカイシャ"),
    ("合名会社", "名", "メ", "㈴"),
    ("合資会社", "資", "シ", "㈾"),
    ("相互会社", "相", "ソ", ""),
    ("特定目的会社", "特", "", ""),
    ("一般社団法人", "一社", "", ""),
    ("公益社団法人", "公社", "", ""),
    ("社団法人", "社", "シヤ", "㈳"),
    ("一般財団法人", "一財", "", ""),
    ("公益財団法人", "公財", "", ""),
    ("財団法人", "財", "ザイ", "㈶"),
    ("社会医療法人", "", "", ""),
    ("医療法人社団", "医社", "", ""),
    ("医療法人財団", "医財", "", ""),
    ("医療法人", "医", "イ", ""),
    ("学校法人", "学", "ガク", "㈻"),
    ("社会福祉法人", "福 社福", "フク", ""),
    ("宗教法人", "宗", "シユウ", ""),
    ("特定非営利活動法人", "特非 NPO", "トクヒ", "NPO法人"),
    ("更生保護法人", "", "ホゴ", ""),
    ("職業訓練法人", "", "", ""),
    ("農事組合法人", "農", "ノウ", ""),
    ("管理組合法人", "", "カンリ", ""),
    ("独立行政法人", "独", "ドク", ""),
    ("地方独立行政法人", "地独", "", ""),
    ("国立研究開発法人", "研", "", ""),
    ("国立大学法人", "大", "ダイ", ""),
    ("公立大学法人", "", "", ""),
    ("監査法人", "監", "", ""),
    ("税理士法人", "税", "ゼイ", ""),
    ("弁護士法人", "弁", "ベン", ""),
    ("司法書士法人", "司", "シホウ", ""),
    ("行政書士法人", "行", "ギヨ", ""),
    ("社会保険労務士法人", "労", "ロウム", "社労士法人"),
    ("土地家屋調査士法人", "", "", ""),
    ("特許業務法人", "特業", "", "弁理士法人"),
    ("投資法人", "", "", ""),
    ("有限責任事業組合", "", "", ""),
    ("農業協同組合", "", "ノウキヨウ", ""),
    ("漁業協同組合", "", "ギヨキヨウ", ""),
    ("生活協同組合", "", "セイキヨウ", ""),
    ("事業協同組合", "", "", ""),
    ("協同組合", "協", "", "㈿"),
    ("企業組合", "企", "", ""),
)

# Forms in Latin letters: the pattern, and what it says. K.K. and G.K. are only Japanese.
LATIN_FORMS: tuple[tuple[str, str], ...] = (
    (r"kabushiki[ -]?(?:kaisha|gaisha)|k\.\s?k\.?|kk", "株式会社"),
    (r"yugen[ -]?(?:kaisha|gaisha)|y\.\s?k\.?", "有限会社"),
    (r"godo[ -]?(?:kaisha|gaisha)|g\.\s?k\.?", "合同会社"),
    (r"co(?:mpany|\.)?[,.\s]*(?:ltd|limited)\.?", "Co., Ltd."),
    (r"(?:pte|pty|pvt|sdn)\.?\s?(?:ltd|bhd)\.?", "Pte. Ltd."),
    (r"incorporated|inc\.?", "Inc."),
    (r"corporation|corp\.?", "Corp."),
    (r"l\.?l\.?c\.?", "LLC"),
    (r"l\.?l\.?p\.?", "LLP"),
    (r"limited|ltd\.?", "Ltd."),
    (r"plc\.?", "PLC"),
    (r"gmbh", "GmbH"),
)


def _whole_spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for form, short, _kana, others in _FORMS:
        spellings |= dict.fromkeys((form, *others.split()), form)
        spellings |= {f"({one})": form for one in short.split()}
    return spellings


WHOLE: dict[str, str] = _whole_spellings()
"""Spellings in NFKC width to forms; they stand before or after the name."""

BANK_KANA: dict[str, str] = {kana: form for form, _short, kana, _others in _FORMS if kana}
"""Bank kana to forms: カ)ヤマダ before the name, ヤマダ(カ after it, and (カ) between the name and a branch."""


def alternatives(spellings: dict[str, str]) -> str:
    """The spellings as one pattern, longest first, brackets of any kind; the first letter decides most tries."""
    longest_first = sorted(spellings, key=len, reverse=True)
    first_letters = "".join(sorted({re.escape(spelling[0]) for spelling in spellings}))
    pattern = "|".join(map(re.escape, longest_first)).replace(r"\(", "[(〔\\[【]").replace(r"\)", "[)〕\\]】]")
    return f"(?=[{first_letters}〔\\[【])(?:{pattern})"
