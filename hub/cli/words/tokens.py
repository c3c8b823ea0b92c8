"""What is said of tokens for programs, as (Japanese, English)."""

from __future__ import annotations

TOKENS: dict[str, tuple[str, str]] = {
    "help.tokens": (
        "プログラムが HTTP API を使うためのトークンを見て、変えます。",
        "Show and change the tokens by which programs use the HTTP API.",
    ),
    "help.tokens.list": ("トークンの一覧。", "List the tokens."),
    "help.tokens.add": ("トークンを作り、一度だけ表示します。", "Make a token; it is shown once."),
    "help.tokens.user": (
        "どの利用者の名で使うか。トークンはその利用者にできることしかできません。",
        "The user in whose name it asks; a token never does more than its user may.",
    ),
    "help.tokens.scope": (
        "くり返せます: read 見る、decide 競合と名寄せを決め、顧客を分ける、operate 再試行と元に戻すこと。省くと read。",
        "What it may do: read looks (the default), decide decides and parts customers, operate retries and undoes.",
    ),
    "help.tokens.days": ("使える日数。", "For how many days it is good."),
    "help.tokens.note": ("何に使うかの覚え書き。", "What it is for."),
    "help.tokens.revoke": ("トークンを取り消します。すぐに使えなくなります。", "Revoke a token; it ends at once."),
    "help.tokens.number": ("トークンの番号。", "The token's number."),
    "tokens.none": ("トークンはまだありません。", "There are no tokens yet."),
    "tokens.number": ("番号", "No."),
    "tokens.user": ("利用者", "User"),
    "tokens.scopes": ("できること", "Scopes"),
    "tokens.until": ("期限", "Until"),
    "tokens.used": ("最後に使った時", "Last used"),
    "tokens.note": ("覚え書き", "Note"),
    "tokens.state.open": ("有効", "active"),
    "tokens.state.revoked": ("取り消し済み", "revoked"),
    "tokens.state.over": ("期限切れ", "expired"),
    "tokens.state.shut": ("利用者が無効", "its user is shut out"),
    "tokens.added": (
        "{user} の名で使うトークン {number}（{scopes}、{until} まで）を作りました。",
        "Made token {number} in the name of {user} ({scopes}, until {until}).",
    ),
    "tokens.token": ("  トークン: {token}", "  token: {token}"),
    "tokens.once": (
        "ここでしか表示しません。Authorization: Bearer に入れて使います。",
        "It is shown only here; programs send it as Authorization: Bearer.",
    ),
    "tokens.revoked": ("トークン {number} を取り消しました。", "Revoked token {number}."),
}
