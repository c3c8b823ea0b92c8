"""What is said to programs and of the ways in beside a password, as (Japanese, English)."""

from __future__ import annotations

ACCESS: dict[str, tuple[str, str]] = {
    "trouble.token": ("トークンがないか、使えません", "The token is missing or opens nothing"),
    "trouble.token.what": (
        "Authorization: Bearer に、期限内で取り消されていないトークンを入れてください。hub tokens add で作れます。",
        "Send a token that is neither over nor revoked as Authorization: Bearer; hub tokens add makes one.",
    ),
    "trouble.scope": ("このトークンにはできません", "This token may not do this"),
    "trouble.scope.what": (
        "トークンに {needed} の権限がありません。必要なら hub tokens add で作り直してください。",
        "The token lacks the scope {needed}; make another one with hub tokens add if it should have it.",
    ),
    "trouble.often": ("要求が多すぎます", "Too many requests"),
    "trouble.often.what": ("あと {seconds} 秒待ってください。", "Wait for {seconds} s and go on."),
    "trouble.json": ("送られた内容を読めません", "What was sent can't be read"),
    "trouble.json.what": ("何も変えていません。{said}", "Nothing was changed. {said}"),
    "trouble.parameters": ("パラメーターを読めません", "A parameter can't be read"),
    "trouble.parameters.what": (
        "{names} を確かめてください。使える値は openapi.json にあります。",
        "Check {names}; openapi.json tells what can stand there.",
    ),
    "trouble.api_path.what": (
        "この場所には何もありません。{api}/openapi.json に一覧があります。",
        "Nothing is at this address; {api}/openapi.json tells what there is.",
    ),
    "trouble.match_decided": ("もう決まっています", "This was decided already"),
    "trouble.match_decided.what": (
        "{author} が {at} に「{said}」と決めました。変えるには先にその決定を取り消してください。",
        'At {at} {author} said "{said}". Revoke that decision first to say otherwise.',
    ),
}
