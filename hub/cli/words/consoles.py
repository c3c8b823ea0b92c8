"""What is said of the console and its users, as (Japanese, English)."""

from __future__ import annotations

CONSOLES: dict[str, tuple[str, str]] = {
    "help.serve": (
        "コンソールを開き、設定した時刻に従って動き続けます。",
        "Serve the console in the browser, and keep everything in step by the schedule, until stopped.",
    ),
    "help.serve.host": ("待ち受けるアドレス。", "The address to listen at."),
    "help.serve.port": ("待ち受けるポート。0 なら空いているもの。", "The port; 0 takes a free one."),
    "help.serve.no_schedule": (
        "コンソールだけにします。hub run などをほかで動かせます。",
        "The console alone; hub run and the other commands may work beside it.",
    ),
    "help.serve.webhooks_only": (
        "Webhook の受け口だけにします。画面も API もなく、取り込みはほかの hub run が続けます。",
        "The door for webhooks alone, without pages and API; hub run elsewhere carries on with the work.",
    ),
    "help.serve.cert": ("TLS の証明書（PEM）。", "The TLS certificate (PEM)."),
    "help.serve.key": (
        "TLS の秘密鍵（PEM）。証明書のファイルにあれば要りません。",
        "Its key (PEM), unless the same file holds it.",
    ),
    "help.serve.behind_proxy": (
        "TLS を受け持つ逆プロキシーの後ろで動かします。ほかからは届かないようにしてください。",
        "A reverse proxy adds TLS; make sure that nobody else reaches the port.",
    ),
    "serve.at": ("コンソール: {url}", "The console: {url}"),
    "serve.first": (
        "最初の利用者 {name} のパスワード（この一度だけ表示します）: {password}",
        "The password of the first user, {name} (it is shown only this once): {password}",
    ),
    "serve.door": ("Webhook の受け口: {url}webhooks/<接続名>", "The door for webhooks: {url}webhooks/<connection>"),
    "serve.webhooks": (
        "Webhook の受け口だけを動かしています。止めるには Ctrl-C。",
        "Serving the door for webhooks alone. Ctrl-C stops.",
    ),
    "serve.alone": ("コンソールだけを動かしています。止めるには Ctrl-C。", "Serving the console alone. Ctrl-C stops."),
    "serve.unscheduled": (
        "設定に schedule がないので、コンソールだけを動かしています。止めるには Ctrl-C。",
        "The configuration has no schedule, so the console is served alone. Ctrl-C stops.",
    ),
    "serve.in_the_clear": (
        "{host} では暗号化されません。--tls-cert か、プロキシーの後ろなら --behind-proxy を付けてください",
        "{host} would be served without TLS; give --tls-cert, or --behind-proxy behind a proxy",
    ),
    "serve.no_file": (
        "{file} がありません。PEM のファイルの場所を確かめてください",
        "there is no file {file}; check where the PEM is",
    ),
    "serve.taken": (
        "{host} のポート {port} を使えません（{what}）。--port で別の番号にしてください",
        "port {port} of {host} can't be used ({what}); choose another one with --port",
    ),
    "help.users": ("コンソールの利用者を見て、変えます。", "Show and change who may sign in to the console."),
    "help.users.list": ("利用者の一覧。", "List the users."),
    "help.users.add": ("利用者を加えます。パスワードを一度だけ表示します。", "Add a user; the password is shown once."),
    "help.users.role_of": ("利用者の役割を変えます。", "Give a user another role."),
    "help.users.password": (
        "パスワードを作り直し、一度だけ表示します。前のものは使えなくなります。",
        "Make a new password and show it once; the old one opens nothing any more.",
    ),
    "help.users.disable": ("利用者がサインインできないようにします。", "Shut a user out."),
    "help.users.sign_out": (
        "利用者をすべての場所からサインアウトさせます。",
        "Sign a user out wherever they are signed in.",
    ),
    "help.users.enable": ("利用者がまたサインインできるようにします。", "Let a user in again."),
    "help.users.no_factor": (
        "利用者の2段階認証を外します。スマートフォンも予備のコードもなくしたときに使います。",
        "Take a user's second factor off, where telephone and codes are lost.",
    ),
    "users.no_factor": (
        "{name} の2段階認証を外しました。次はパスワードだけでサインインします。",
        "{name} has no second factor any more, and signs in with the password alone.",
    ),
    "help.users.name": ("利用者の名前。", "The user's name."),
    "help.users.role": (
        "役割: viewer 見る、accountant 経理、steward 競合などを決める、operator 運用（実行と取り消し）、admin すべて。",
        "The role: viewer looks, accountant, steward decides, operator also undoes runs, admin may everything.",
    ),
    "users.none": (
        "利用者はまだいません。hub serve が最初の admin を作ります。",
        "There are no users yet; hub serve makes the first admin.",
    ),
    "users.name": ("名前", "Name"),
    "users.of_role": ("役割", "Role"),
    "users.factor": ("2段階認証", "Second factor"),
    "users.since": ("登録", "Since"),
    "users.open": ("有効", "active"),
    "users.shut": ("無効", "disabled"),
    "users.added": ("利用者 {name}（{role}）を加えました。", "Added the user {name} ({role})."),
    "users.role": (
        "{name} の役割を {role} にしました。次の操作でサインインし直します。",
        "{name} has the role {role} now, and signs in again for the next page.",
    ),
    "users.renewed": ("{name}（{role}）のパスワードを作り直しました。", "Made a new password for {name} ({role})."),
    "users.password": ("  パスワード: {password}", "  password: {password}"),
    "users.once": (
        "ここでしか表示しません。本人に安全な方法で渡してください。",
        "It is shown only here; hand it over in a safe way.",
    ),
    "users.signed_out": (
        "{name} を {count} か所からサインアウトさせました。",
        "Signed {name} out in {count} place[s].",
    ),
    "users.disabled": ("{name} はもうサインインできません。", "{name} can't sign in any more."),
    "users.enabled": ("{name} はまたサインインできます。", "{name} can sign in again."),
}
