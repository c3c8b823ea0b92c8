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
    "factor.title": ("2段階認証", "Second factor"),
    "factor.ask": ("確認コード", "Your code"),
    "factor.code": ("アプリの6桁のコード", "The six digits of your app"),
    "factor.help": (
        "スマートフォンがなければ、控えた予備のコードを入れてください。それもなければ、管理者が外せます。",
        "Without your telephone type one of the codes that you have kept; without those an admin takes the factor off.",
    ),
    "factor.wrong": (
        "コードが違うか、もう使われました。次のコードを待って入れてください。",
        "The code is wrong or was used already. Wait for the next one and type that.",
    ),
    "factor.not_confirmed": (
        "コードが合いませんでした。もう一度始めて、新しい図を読み取ってください。",
        "The code does not fit. Begin again, and scan the new picture.",
    ),
    "factor.needed": (
        "あなたの役割には2段階認証が必要です。設定するとほかのページを使えます。",
        "Your role needs a second factor. Set it up, and the other pages are yours.",
    ),
    "factor.on": (
        "使っています。予備のコードは残り {left} 個です。外すと、サインインし直します。",
        "It is on, and {left} code[s] for a lost telephone [is|are] left. Who takes it off signs in again.",
    ),
    "factor.off": (
        "まだ使っていません。パスワードのほかに、スマートフォンのアプリが作るコードを求めるようになります。",
        "It is off. With it, signing in asks for a code of an app on your telephone beside the password.",
    ),
    "factor.begin": ("設定を始める", "Set it up"),
    "factor.remove": ("外す", "Take it off"),
    "factor.scan": ("認証アプリでこの図を読み取ってください。", "Scan this picture with your authenticator app."),
    "factor.picture": ("認証アプリのための QR コード", "QR code for the authenticator app"),
    "factor.typed": ("読み取れないときは、次のどちらかを入れてください。", "Or type one of these into it."),
    "factor.confirm": ("このコードで確認する", "Confirm with this code"),
    "factor.codes": ("予備のコード", "Codes for a lost telephone"),
    "factor.codes_help": (
        "2段階認証を使い始めました。次のコードはここでしか表示しません。それぞれ一度だけ使えます。安全な所に控えてください。",
        "The second factor is on. These codes are shown only here, and each is good once; keep them in a safe place.",
    ),
    "oidc.button": ("{title} でサインイン", "Sign in with {title}"),
    "oidc.unreachable": (
        "サインインのサイトが応答しません。少し待ってやり直すか、管理者に知らせてください。",
        "The site for signing in does not answer. Try again in a while, or tell an admin.",
    ),
    "oidc.misconfigured": (
        "サインインのサイトとの取り決めが合いません。管理者に console の oidc の設定を確かめてもらってください。",
        "The site for signing in and this console do not agree. Have an admin check console: oidc of config.yaml.",
    ),
    "oidc.refused": (
        "サインインのサイトで取りやめたか、断られました。もう一度試してください。",
        "The site for signing in refused, or you stopped there. Try again.",
    ),
    "oidc.expired": (
        "時間が過ぎたか、ほかのブラウザーで始めたサインインです。ここからもう一度始めてください。",
        "It took too long, or it was begun in another browser. Begin again here.",
    ),
    "oidc.unproved": (
        "サインインのサイトの答えを確かめられませんでした。もう一度試し、続くなら管理者に知らせてください。",
        "What the site answered can't be proved. Try again, and tell an admin if it stays so.",
    ),
    "oidc.no_role": (
        "あなたにはこのコンソールの役割がありません。管理者に、役割のあるグループへ加えてもらってください。",
        "You have no role in this console. Ask an admin to add you to a group that has one.",
    ),
    "oidc.no_name": (
        "利用者名になるもの（確かめたメールアドレスなど）がサイトから来ませんでした。管理者に知らせてください。",
        "The site sent no name that can be a user's, such as a verified mailbox. Tell an admin.",
    ),
    "oidc.taken": (
        "同じ名前の利用者がここにいます。その利用者のパスワードで入るか、管理者に相談してください。",
        "There is a user of this name here already. Sign in with that user's password, or ask an admin.",
    ),
    "oidc.shut": (
        "この利用者は締め出されています。管理者に相談してください。",
        "This user is shut out. Ask an admin.",
    ),
}
