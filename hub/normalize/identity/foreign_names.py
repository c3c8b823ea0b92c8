"""Whether a person's name is a Japanese one, for a foreign name's spellings in two scripts do not meet by their sounds.

Invariant: what may be either is neither.
"""

from __future__ import annotations

from typing import Literal

from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.identity.persons import PersonParts
from hub.normalize.late import late

Tongue = Literal["japanese", "foreign", "foreign_in_kana", ""]

# Keys of names (`romaji_key`) have only letters from a to z and no long vowels.
_NOT_IN_JAPAN = late("[lqxv]|che|she|ye|yi|wu")
_SYLLABLES = late(
    "(?:(?:([kstp])(?=\\1)|c(?=ch)|t(?=ch))?(?:[kgnhmrbp]y|sh|ch|ts|[b-hj-np-tw-z])?[aiueo]|n(?![aiueo]))+"
)
# Families of China and Korea, some of which Japan has as well.
_OF_NEIGHBOURS = frozenset(
    "王李張劉陳楊黄趙呉周徐孫馬朱胡郭何高林羅鄭梁謝宋唐許韓馮鄧曹彭曾田董袁潘于蒋蔡余杜葉程蘇魏呂丁任沈姚盧姜崔鍾"
    "譚陸汪范金石賈夏韋傅方白鄒孟熊秦邱江尹薛段雷侯龍史陶黎賀顧毛邵万銭厳武戴莫孔湯朴安申権柳文全具成南洪辛兪元車池"
)


# Families of Korea, Vietnam and China in large katakana, that no family of Japan sounds like.
_IN_KANA = """
キム パク チエ チヨン チヨ チヤン カン ユン イム ハン シン クオン フアン ソン ホン ムン ヤン ペ ペク ナム シム クアク
チヤ チユ ウ ミン チン オム ウオン コン ヒヨン グエン ブイ フアム レ ホアン ブ ヴ ダン ド リ リユウ ワン チエン ジヤオ
ジヤン シヤン ジヨウ シユイ スン マ ジユ ガオ リン ルオ シエ シエン フオン トラン
"""


def _is_spelled_in_japan(word: str) -> bool:
    return len(word) == 1 or (_SYLLABLES.fullmatch(word) is not None and not _NOT_IN_JAPAN.search(word))


def tongue(parts: PersonParts) -> Tongue:
    """ "foreign" of a Latin name that no Japanese one is spelled like, "foreign_in_kana" where katakana spell a family
    of Japan's neighbours, "japanese" where the family is of Japan.
    """
    if parts.script == "latin":
        words = parts.whole.split()
        return "japanese" if all(map(_is_spelled_in_japan, words)) else "foreign"
    if parts.family in _OF_NEIGHBOURS:
        return ""
    tables = surname_tables()
    if parts.script == "kana" and parts.family_kana in _IN_KANA.split() and parts.family_kana not in tables.kana:
        return "foreign_in_kana"
    return "japanese" if parts.family in tables.readings or parts.family_kana in tables.kana else ""
