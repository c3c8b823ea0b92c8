"""What happened between a customer and us: visits, calls, e-mails, campaigns."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from hub.model.fields import Choice, Field, Noun
from hub.model.values import Moment, Text

ActivityKind = (
    Literal[
        "visit",
        "call",
        "email",
        "meeting",
        "inquiry",
        "complaint",
        "support",
        "web_access",
        "seminar",
        "campaign_sent",
        "campaign_reaction",
        "coupon",
        "other",
    ]
    | None
)
Direction = Literal["inbound", "outbound"] | None

_KINDS = (
    Choice("visit", "訪問", "Visit"),
    Choice("call", "電話", "Call"),
    Choice("email", "メール", "E-mail"),
    Choice("meeting", "打ち合わせ", "Meeting"),
    Choice("inquiry", "問い合わせ", "Inquiry"),
    Choice("complaint", "クレーム", "Complaint"),
    Choice("support", "サポート", "Support"),
    Choice("web_access", "Webアクセス", "Web access"),
    Choice("seminar", "セミナー", "Seminar"),
    Choice("campaign_sent", "キャンペーン送付", "Campaign sent"),
    Choice("campaign_reaction", "キャンペーン反応", "Campaign reaction"),
    Choice("coupon", "クーポン", "Coupon"),
    Choice("other", "その他", "Other"),
)
_DIRECTIONS = (Choice("inbound", "受信", "From the customer"), Choice("outbound", "発信", "To the customer"))


class Activity(Noun):
    """One event with a customer at one moment."""

    entity: ClassVar[str] = "activity"
    label_ja: ClassVar[str] = "活動履歴"
    label_en: ClassVar[str] = "Activity"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    person: Annotated[Text, Field("個人", "Person", "ref", ref="person")] = None
    at: Annotated[Moment, Field("日時", "At", "datetime")] = None
    kind: Annotated[ActivityKind, Field("種別", "Kind", "choice", choices=_KINDS)] = None
    subject: Annotated[Text, Field("件名", "Subject", personal=True)] = None
    text: Annotated[Text, Field("内容", "Text", personal=True)] = None
    outcome: Annotated[Text, Field("結果", "Outcome", personal=True)] = None
    status: Annotated[Text, Field("対応ステータス", "Status")] = None
    inquiry_kind: Annotated[Text, Field("問い合わせ種別", "Kind of inquiry")] = None
    staff: Annotated[Text, Field("対応スタッフ", "Staff", "person_name", personal=True)] = None
    next_call_at: Annotated[Moment, Field("次回連絡日時", "Next call at", "datetime")] = None
    message_id: Annotated[Text, Field("メッセージID", "Message id", "code", personal=True)] = None
    direction: Annotated[Direction, Field("方向", "Direction", "choice", choices=_DIRECTIONS)] = None
