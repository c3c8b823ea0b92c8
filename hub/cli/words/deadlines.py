"""What is said of deadlines, as (Japanese, English)."""

from __future__ import annotations

DEADLINES: dict[str, tuple[str, str]] = {
    "help.deadlines": (
        "期限を日付順に示します（30日前までの超過も）: 契約の満了、商談の次回アクション、次回の連絡、未入金の請求書。",
        "List by day what expires, what is to be done, whom to call and what is unpaid; up to 30 days overdue, too.",
    ),
    "help.deadlines.within": ("何日先まで見るか（7d、2日）。", "How far ahead to look: 7d."),
    "deadlines.within": (
        "--within {text} は日数ではありません。7d のように書いてください",
        "--within {text} is no number of days; write one such as 7d",
    ),
    "deadlines.none": (
        "{since} から {until} までに期限のものはありません。",
        "Nothing is due from {since} to {until}.",
    ),
    "deadlines.day": ("期限日", "Due"),
    "deadlines.left": ("残り", "Left"),
    "deadlines.kind": ("種類", "Kind"),
    "deadlines.customer": ("顧客", "Customer"),
    "deadlines.what": ("内容", "What"),
    "deadlines.who": ("担当", "Who"),
    "deadlines.amount": ("残額", "To pay"),
    "deadlines.late": ("{days}日超過", "{days} d over"),
    "deadlines.today": ("今日", "today"),
    "deadlines.ahead": ("あと{days}日", "in {days} d"),
    "deadlines.contract": ("契約満了", "contract"),
    "deadlines.deal": ("商談", "deal"),
    "deadlines.activity": ("連絡", "call"),
    "deadlines.invoice": ("未入金", "unpaid"),
}
