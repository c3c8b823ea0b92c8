"""Headings in two rows, which the sheet's reader joins (`連絡先/FAX`): the upper one says whose the lower one is.

Invariant: below a group that nobody here understands (`請求先/住所`) no heading is taken for the customer's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from hub.mapping import headings
from hub.mapping.headings import Target, code_of, heading_key, words
from hub.normalize.late import late

_ABOUT = late(r"の?(?:基本)?(?:情報|データ|概要|欄|詳細|関連|関係|属性|プロフィール|項目|info|information|details)$")
_GROUPS = """
company 会社 企業 法人 取引先 得意先 お得意先 貴社 組織 会社名 企業名 company account organization organisation
contact 担当者 ご担当者 ご担当者様 担当者名 担当者氏名 先方担当者 お客様担当者 窓口 個人 本人 名刺 氏名 お名前 名前
    フリガナ ふりがな カナ contact person contactperson
deal 商談 案件 deal opportunity
contract 契約 contract
activity 訪問 訪問履歴 活動 活動履歴 対応 対応履歴 activity
place 住所 所在地 ご住所 本社所在地 会社所在地 address
any 連絡先 ご連絡先 電話メール 基本 基本情報 顧客 お客様 客先 会員 所属 勤務先 取引 取引条件 財務 属性
    customer client basic
"""
_HOLDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "company": frozenset({"company", "contact", "employment"}),
        "contact": frozenset({"contact", "employment"}),
        "any": frozenset({"company", "contact", "employment", "deal", "contract", "activity"}),
        "place": frozenset(),
        "deal": frozenset({"deal"}),
        "contract": frozenset({"contract"}),
        "activity": frozenset({"activity"}),
    }
)
"""Of which parts the headings below a group may be."""
_PLACE = frozenset({"address", "postal_code", "prefecture", "city", "street", "building"})
_SHARED = MappingProxyType({"deal": frozenset({"notes", "owner"}), "contract": frozenset({"notes"}), "place": _PLACE})


def target_of(heading: str, home: str, reached: str) -> Target | None:
    """What a heading means, by both its rows together, or by the lower one where the upper says only whose it is."""
    *above, own = heading.split("/")
    if (whole := headings.target_of(heading, home, reached)) or not above:
        return whole
    stem = _stem(above[-1])
    return headings.target_of(stem + own, home, reached) or _below(_group(above), own, home, reached)


def lower(heading: str) -> str:
    """The lower heading where the upper one adds nothing to it, else both."""
    *above, own = heading.split("/")
    return own if above and _group(above) in ("any", "company", "contact") else heading


def _below(group: str, own: str, home: str, reached: str) -> Target | None:
    key = heading_key(own)
    if (certain := words().certain.get(key)) and certain.part in _HOLDS.get(group, ()):
        return certain
    if group in ("company", "contact") and code_of(own):
        return Target(group, "code")
    shared = words().shared.get(key)
    if not shared or not group or shared.field not in _SHARED.get(group, {shared.field}) or group == "activity":
        return None
    owner = reached if shared.field == "email" else home
    return shared._replace(part=owner if group in ("any", "place") else group)


def _group(above: list[str]) -> str:
    """Whose the headings below are; empty where one of the rows above is not understood."""
    groups = [_known().get(heading_key(upper)) or _known().get(_stem(upper), "") for upper in above]
    return groups[-1] if all(groups) else ""


def _stem(upper: str) -> str:
    return _ABOUT.sub("", heading_key(upper))


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    lines = (line.split() for line in _GROUPS.strip().replace("\n    ", " ").splitlines())
    return {heading_key(word): group for group, *members in lines for word in members}
