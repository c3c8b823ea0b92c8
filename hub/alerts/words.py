"""What notices say, as (Japanese, English).

Invariant: the places to fill in are names of systems and streams, counts and addresses, and never a record's value.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["ja", "en"]
_LANGUAGES: tuple[Language, ...] = ("ja", "en")

WORDS: dict[str, tuple[str, str]] = {
    "trouble.one": ("人の手が必要です: {what}", "A person is needed: {what}"),
    "trouble.many": ("人の手が必要です（{count} 件）", "A person is needed: {count} things"),
    "trouble.paused": (
        "{subject}: この接続だけ止めています。鍵・権限・設定を直してください。理由は hub status にあります。",
        "{subject} is paused: its key, its rights or its settings have to be mended. hub status tells why.",
    ),
    "trouble.failing": (
        "{subject}: 失敗しています。理由は hub status にあります。",
        "{subject} fails. hub status tells why.",
    ),
    "trouble.unavailable": (
        "{subject}: 1時間以上つながりません。相手が止まっていないか確かめてください。",
        "{subject} has not answered for more than an hour. See whether it is down.",
    ),
    "trouble.silent": (
        "{subject}: 決めた時間を過ぎても読めていません。理由は hub status にあります。",
        "{subject}: nothing was read for longer than allowed. hub status tells why.",
    ),
    "trouble.vanished": (
        "{subject}: 多くの記録が一度に消えたので、削除とせず止めています。本当に消えたのなら hub sync --release。",
        "{subject}: many records vanished at once; none was taken for deleted. If they are gone: hub sync --release.",
    ),
    "trouble.fields_gone": (
        "{subject}: 大事な項目が相手からなくなったので、読むのを止めています。元に戻すか、対応表を直してください。",
        "{subject}: a field that matters is gone there, and nothing is taken in. Put it back, or correct the mapping.",
    ),
    "trouble.held": (
        "{subject}: 書き込みを歯止めで止めています。hub plan で確かめ、よければ hub sync --release。",
        "{subject}: the brake holds what was to be written. Look with hub plan; if it is meant, hub sync --release.",
    ),
    "trouble.conflicts": (
        "競合 {count} 件が決定を待ち、その書き込みを止めています。",
        "Conflicts that wait for a decision and hold what was to be written: {count}.",
    ),
    "trouble.configuration": (
        "変更された config.yaml に誤りがあり、前の設定のまま動いています。hub check で直してください。",
        "The changed config.yaml is wrong, and the hub works with the one before. Mend it with hub check.",
    ),
    "all": ("すべての接続", "All connections"),
    "short.paused": ("停止", "paused"),
    "short.failing": ("失敗", "failing"),
    "short.unavailable": ("応答なし", "not answering"),
    "short.silent": ("読めていません", "silent"),
    "short.vanished": ("記録の消失", "records vanished"),
    "short.fields_gone": ("項目の消失", "a field is gone"),
    "short.held": ("書き込み停止", "writes held"),
    "short.conflicts": ("競合", "conflicts"),
    "short.configuration": ("設定の誤り", "configuration refused"),
    "digest.subject": ("今日の作業（{role}）: {count} 件", "To do today ({role}): {count}"),
    "digest.conflicts": ("決定を待つ競合: {count} 件", "Conflicts that wait for a decision: {count}"),
    "digest.matches": ("同じか別かを決める組: {count} 組", "Pairs that may be one customer: {count}"),
    "digest.invoices": ("顧客を確かめる請求書: {count} 件", "Invoices whose customer is doubtful: {count}"),
    "digest.quarantine": ("隔離した記録: {count} 件", "Records in quarantine: {count}"),
    "digest.systems": ("手当ての要る接続: {count} 件", "Systems that need care: {count}"),
    "digest.deadlines": ("期限切れ・7日以内の期限: {count} 件", "Overdue, or due within 7 days: {count}"),
    "role.accountant": ("経理", "accountants"),
    "role.steward": ("データ担当", "stewards"),
    "role.operator": ("運用", "operations"),
    "role.admin": ("管理者", "admins"),
    "test.subject": ("お知らせの試験", "A test of notices"),
    "test.text": (
        "このお知らせが読めれば、{channel} は正しく設定されています。",
        "If you read this, {channel} is set up right.",
    ),
    "open": ("コンソールを開く", "Open the console"),
}


def said(language: Language, key: str, **data: object) -> str:
    """The sentence of a key."""
    return WORDS[key][_LANGUAGES.index(language)].format(**data)
