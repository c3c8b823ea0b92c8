"""Legal forms of companies and bodies, with all that they are shortened to."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.chance import Weighted


@dataclass(frozen=True)
class LegalForm:
    """A form: `front` is the share of names that have it before the name; `bank` is its kana sign in transfers."""

    code: str
    text: str
    short: tuple[str, ...]
    kana: str
    bank: str
    latin: tuple[str, ...]
    front: float = 1.0

    @property
    def is_sole(self) -> bool:
        """A trader without a company: no 法人番号, and a T-number of its own."""
        return self.code == "sole"


KABUSHIKI = LegalForm(
    "kabushiki",
    "株式会社",
    ("㈱", "(株)", "（株）", "㈱", "(株)", "㍿", "株)", "[株]"),
    "カブシキガイシャ",
    "ｶ",
    ("Co., Ltd.", "Co.,Ltd.", "K.K.", "Inc.", "Corporation", "CO.,LTD."),
    0.6,
)
YUGEN = LegalForm(
    "yugen", "有限会社", ("㈲", "(有)", "（有）", "㈲"), "ユウゲンガイシャ", "ﾕ", ("Ltd.", "Co., Ltd.", "Y.K."), 0.72
)
GODO = LegalForm("godo", "合同会社", ("(同)", "（同）", "(合)"), "ゴウドウガイシャ", "ﾄﾞ", ("LLC", "G.K."), 0.72)
GOSHI = LegalForm("goshi", "合資会社", ("(資)", "（資）", "㈾"), "ゴウシガイシャ", "ｼ", ("& Co.",), 0.7)
MEDICAL = LegalForm(
    "medical",
    "医療法人社団",
    ("医療法人", "(医)", "（医）", "(医社)"),
    "イリョウホウジンシャダン",
    "ｲ",
    ("Medical Corp.",),
)
NPO = LegalForm(
    "npo",
    "特定非営利活動法人",
    ("NPO法人", "ＮＰＯ法人", "(特非)"),
    "トクテイヒエイリカツドウホウジン",
    "ﾄｸﾋ",
    ("NPO",),
)
ASSOCIATION = LegalForm(
    "association",
    "一般社団法人",
    ("(一社)", "（一社）", "社団法人"),
    "イッパンシャダンホウジン",
    "ｼﾔ",
    ("Association",),
)
WELFARE = LegalForm(
    "welfare", "社会福祉法人", ("(福)", "（福）", "(社福)"), "シャカイフクシホウジン", "ﾌｸ", ("Social Welfare Corp.",)
)
SCHOOL = LegalForm("school", "学校法人", ("(学)", "（学）"), "ガッコウホウジン", "ｶﾞｸ", ("School",))
TAX = LegalForm("tax", "税理士法人", ("(税)", "税理士法人"), "ゼイリシホウジン", "ｾﾞｲ", ("Tax Corp.",))
COOPERATIVE = LegalForm(
    "cooperative", "協同組合", ("(協)", "協組"), "キョウドウクミアイ", "ｷﾖｳｸﾐ", ("Cooperative",), 0.2
)
PUBLIC = LegalForm("public", "", (), "", "", ())
SOLE = LegalForm("sole", "", (), "", "", ())

FORMS = Weighted(
    [
        (KABUSHIKI, 61.0),
        (YUGEN, 16.0),
        (GODO, 6.5),
        (SOLE, 8.0),
        (MEDICAL, 2.5),
        (ASSOCIATION, 1.5),
        (NPO, 1.0),
        (WELFARE, 1.0),
        (PUBLIC, 0.8),
        (SCHOOL, 0.5),
        (TAX, 0.5),
        (COOPERATIVE, 0.4),
        (GOSHI, 0.3),
    ]
)
