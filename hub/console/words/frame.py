"""What stands around every page, and what is said where there is none, as (Japanese, English)."""

from __future__ import annotations

FRAME: dict[str, tuple[str, str]] = {
    "frame.name": ("customer-hub", "customer-hub"),
    "frame.skip": ("本文へ", "Skip to the content"),
    "frame.menu": ("メニュー", "Menu"),
    "frame.home": ("ホーム", "Home"),
    "frame.sign_out": ("サインアウト", "Sign out"),
    "frame.user": ("{name}（{role}）", "{name} ({role})"),
    "frame.language": ("English", "日本語"),
    "frame.title": ("{page} — customer-hub", "{page} — customer-hub"),
    "frame.none": ("—", "—"),
    "list.pages": ("ページ", "Pages"),
    "list.page": ("{page} / {last} ページ", "page {page} of {last}"),
    "list.before": ("前へ", "Back"),
    "list.after": ("次へ", "Next"),
    "value.true": ("はい", "yes"),
    "value.false": ("いいえ", "no"),
    "role.viewer": ("閲覧", "viewer"),
    "role.accountant": ("経理", "accountant"),
    "role.steward": ("データ管理", "steward"),
    "role.operator": ("運用", "operator"),
    "role.admin": ("管理者", "admin"),
    "login.title": ("サインイン", "Sign in"),
    "login.name": ("利用者名", "User name"),
    "login.password": ("パスワード", "Password"),
    "login.button": ("サインイン", "Sign in"),
    "login.help": (
        "パスワードを忘れたときは、管理者が hub users password 名前 で作り直せます。",
        "Where a password is lost, an admin makes a new one with hub users password NAME.",
    ),
    "login.wrong": (
        "利用者名かパスワードが違います。もう一度入力してください。",
        "The user name or the password is wrong. Try again.",
    ),
    "login.wait": (
        "失敗が続いたため、あと {minutes} 分はサインインできません。",
        "After several failures nobody can sign in as this user from here for another {minutes} min.",
    ),
    "login.over": (
        "サインインしていないか、時間が過ぎました。サインインすると元のページに戻ります。",
        "You are not signed in, or your time is over. Sign in, and you are back at the page.",
    ),
    "login.out": ("サインアウトしました。", "You are signed out."),
    "trouble.not_found": ("ページがありません", "There is no such page"),
    "trouble.not_found.what": (
        "この場所には何もありません。アドレスを確かめるか、ホームから選んでください。",
        "Nothing is at this address. Check it, or begin at the home page.",
    ),
    "trouble.role": ("この操作はできません", "You may not do this"),
    "trouble.role.what": (
        "{needed} 以上の役割が必要です（今の役割: {role}）。必要なら管理者に頼んでください。",
        "It needs the role {needed} or a higher one, and yours is {role}. Ask an admin if you should have it.",
    ),
    "trouble.form": ("この画面は古くなりました", "This form is out of date"),
    "trouble.form.what": (
        "何も変えていません。ページを開き直して、もう一度操作してください。",
        "Nothing was changed. Open the page again and repeat what you did.",
    ),
    "trouble.form_type": ("受け取れない形式です", "This can't be taken"),
    "trouble.form_type.what": (
        "何も変えていません。画面のボタンから操作してください。ファイルは受け取りません。",
        "Nothing was changed. Use the buttons of the pages; files are not taken.",
    ),
    "trouble.form_size": ("送られた内容が大きすぎます", "What was sent is too large"),
    "trouble.form_size.what": (
        "何も変えていません。一度に {most} バイトまでです。",
        "Nothing was changed. At most {most} bytes are taken at a time.",
    ),
    "trouble.form_fields": ("選ばれた数が多すぎます", "Too much was chosen at once"),
    "trouble.form_fields.what": (
        "何も変えていません。一度に {most} 項目までです。選ぶ数を減らしてください。",
        "Nothing was changed. At most {most} field[s] [is|are] taken at a time; choose fewer.",
    ),
    "trouble.refused": ("できませんでした", "Not done"),
    "trouble.busy": ("ほかの処理が動いています", "Another hub is at work"),
    "trouble.busy.what": (
        "何も変えていません。{holder} が終わってから、もう一度操作してください。",
        "Nothing was changed. Repeat it when {holder} is done.",
    ),
    "trouble.store": ("データベースを使えません", "The database can't be used"),
    "trouble.fault": ("予期しない誤りです", "An unexpected error"),
    "trouble.fault.what": (
        "保存されたものは無事です。記録（log）の page_failed を添えて知らせてください。",
        "What was stored is safe. Please report it with the entry page_failed of the log.",
    ),
    "trouble.method": ("この操作はありません", "There is no such act"),
}
