"""What sheets write where a field is a choice, for the value maps that are proposed.

Invariant: of several words for one choice the first is the one that is written back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_TABLES = {
    "sex": "男 male 女 female 男性 male 女性 female その他 other 不明 unknown",
    "preferred_contact": """メール email 電話 phone 郵便 mail FAX fax SNS sns 訪問 visit
        Eメール email 携帯 phone 携帯電話 phone TEL phone 郵送 mail LINE sns""",
    "billing": """一括 once 月額 monthly 年額 yearly
        一括払い once 単発 once スポット once 都度 once 月払い monthly 毎月 monthly 月次 monthly 月極 monthly
        年払い yearly 毎年 yearly 年次 yearly""",
    "kind": """訪問 visit 電話 call メール email 打ち合わせ meeting 問い合わせ inquiry クレーム complaint
        サポート support Webアクセス web_access セミナー seminar キャンペーン送付 campaign_sent
        キャンペーン反応 campaign_reaction クーポン coupon その他 other
        往訪 visit 来訪 visit 架電 call 受電 call TEL call Eメール email 打合せ meeting 会議 meeting 商談 meeting
        お問い合わせ inquiry 問合せ inquiry 苦情 complaint""",
}


def _table(text: str) -> Mapping[str, str]:
    words = text.split()
    return MappingProxyType(dict(zip(words[::2], words[1::2], strict=True)))


CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType({name: _table(text) for name, text in _TABLES.items()})
"""By the field's name: each word that sheets write, and the choice that it means."""
