"""What is said beside the output: errors, stops, remarks, as (Japanese, English)."""

from __future__ import annotations

ASIDES: dict[str, tuple[str, str]] = {
    "aside.usage": ("使い方の誤り: {what}\n説明: {path} --help", "Usage: {what}\nHelp: {path} --help"),
    "aside.stopped": (
        "中断しました。そこまでは保存されています。もう一度実行すると続きから始まります。",
        "Interrupted. Everything up to here is stored; run it again to go on.",
    ),
    "aside.stopping": (
        "区切りのよいところで止めます（もう一度 Ctrl-C ですぐに止めます。失われるものはありません）…",
        "Stopping at the next page (Ctrl-C again stops at once; nothing is lost) …",
    ),
    "aside.stopped_at_once": ("すぐに止めました。", "Stopped at once."),
    "aside.more": ("  … ほか {count} 件（--all で全部）", "  … and {count} more (--all shows them)"),
    "aside.further": ("  … ほか {count} 件", "  … and {count} more"),
    "failure.config": ("設定に誤りが {count} 件あります:", "The configuration has {count} problem[s]:"),
    "failure.locked": (
        "{store} では、ほかの hub が動いています: {holder}（{until} まで専有）。止めるか、終わるのを待ってください。",
        "Another hub works on {store}: {holder} (its lease lasts until {until}); stop it, or wait until it is done.",
    ),
    "failure.lease": (
        "ほかの hub が引き継いだので止めました。保存も送信もしていません。続きはその hub が行います。",
        "Stopped, because another hub took over; nothing was stored or sent since, and that hub goes on with the work.",
    ),
    "failure.store": ("データベースの誤り: {what}", "The database refused: {what}"),
    "failure.connection": ("接続先の誤り: {what}", "A system refused: {what}"),
    "failure.connector": ("製品が見つかりません: {what}", "No such connector: {what}"),
    "failure.mapping": ("対応表で変換できません: {what}", "A mapping could not be applied: {what}"),
    "failure.steward": ("できません: {what}", "Not done: {what}"),
    "failure.command": ("できません: {what}", "Not done: {what}"),
    "failure.disk": ("ファイルの誤り: {where}: {what}", "A file could not be used: {where}: {what}"),
    "failure.unexpected": (
        "予期しない誤り（{kind}）: {what}。--verbose で詳しく出ます。保存されたものは無事です。",
        "Unexpected error ({kind}): {what}. --verbose shows more; what was stored is safe.",
    ),
    "init.exists": (
        "{files} がすでにあります。--force で置き換えるか、--dir で別のフォルダーを選んでください",
        "{files} exists already; replace it with --force, or choose another folder with --dir",
    ),
    "init.no_rows": (
        "{file}: 見出しの下に行がありません。少なくとも一行入れてください",
        "{file}: there is no row below the headings; fill in at least one",
    ),
    "init.no_good_rows": (
        "{file}: {count} 行を見ましたが、読める行がありません。{reason}",
        "{file}: {count} row[s] [was|were] seen, and none can be read: {reason}",
    ),
    "init.wrote": ("書きました: {file}", "Wrote {file}"),
    "init.read": (
        "{source}: 見出し {headings} 個のうち {used} 個を対応づけました。{rows} 行を試し、{good} 行を読めました。",
        "{source}: {used} of {headings} heading[s] found their fields; {good} of {rows} row[s] can be read.",
    ),
    "init.unread": ("読めない理由: {reason}（{count} 行）", "Cannot be read: {reason} ({count} row[s])"),
    "init.no_lists": ("{folder}: 顧客表（{endings}）がありません", "{folder}: holds no customer sheet ({endings})"),
    "init.none_read": ("どの表からも提案できません: {reasons}", "no sheet can be proposed: {reasons}"),
    "init.left_out": ("提案に入れていません: {said}", "Left out: {said}"),
    "init.several": (
        (
            "{source} の {count} 枚のシート（{sheets}）を提案しました。"
            "読まないもの（古い一覧など）は、config.yaml の sheet・key・streams から消してください。"
        ),
        (
            "Proposed of {source}: {count} sheet[s] ({sheets}). Take those that are not meant, such as an old list, "
            "out of sheet, key and streams in config.yaml."
        ),
    ),
    "init.beside": (
        "提案に入れていません: {file}（同じフォルダーにあります）",
        "Left out: {file}, which lies in the same folder",
    ),
    "init.left_more": ("ほか {count} 個", "and {count} more"),
    "init.add": (
        "入れるには（読めないものは直してから。今書いたものは置き換わります）: {command}",
        "To take it in (mended where it could not be read), in place of what was written now: {command}",
    ),
    "init.bills": (
        (
            "{source} は請求書の一覧なので、1 行を請求書 1 件として読み、顧客は作りません。"
            "結び付ける顧客の一覧も hub init に渡してください"
        ),
        (
            "{source} lists invoices: each row is one, and makes no customer. "
            "Name the list of your customers too, to whom they are linked"
        ),
    ),
    "init.purchases": (
        "{source} は購買の一覧なので、1 行を購買 1 件として読み、シート {customers} の顧客に結び付けます。",
        "{source} lists purchases: each row is one, of a customer of the sheet {customers}.",
    ),
    "init.purchases.alone": (
        (
            "{source} は購買の一覧なので、1 行を購買 1 件として読み、顧客は作りません。顧客に結び付けるには、"
            "会員番号などが行の目印の顧客の一覧を同じブックのシートにし、もう一度 hub init をしてください"
        ),
        (
            "{source} lists purchases: each row is one, and makes no customer. To link them, make the list of "
            "customers, told by a number that the purchases have too, a sheet of this workbook, and run hub init again"
        ),
    ),
    "init.below": (
        (
            "見出しの下の行も見出しのようです（{headings}）。一行にまとめるか、上の段だけの見出しのセルを下の段まで結合し、"
            "もう一度 hub init をしてください"
        ),
        (
            "The row below the headings looks like headings too ({headings}): write one row, or merge the headings "
            "of the upper row alone down to the lower one, and run hub init again"
        ),
    ),
    "init.next": ("次にすること", "What to do next"),
    "init.next.read": ("{file} を読み、違うところを直す", "Read {file} and mend what is wrong"),
    "init.next.secrets": ("秘密の値を環境変数に入れる: {names}", "Set the secrets in the environment: {names}"),
    "init.next.check": ("hub check{options}", "hub check{options}"),
    "init.next.plan": (
        "hub plan{options}   # 何も書き込まずに試す",
        "hub plan{options}   # a try that writes nothing",
    ),
    "init.next.sync": ("hub sync{options}", "hub sync{options}"),
    "starter.title": (
        "customer-hub の設定。消した行は既定値になります。説明は docs/reference/config.md。",
        "The configuration of customer-hub. What is left out has its default; see docs/reference/config.md.",
    ),
    "starter.schema": (
        "エディターの補完: hub schema > config.schema.json",
        "Completion in editors: hub schema > config.schema.json",
    ),
    "starter.store": ("このファイルの隣。postgresql://… も可", "beside this file; postgresql://… does too"),
    "starter.schedule": ("hub run が読む間隔です", "how often hub run reads it"),
    "starter.key": ("行の目印", "what identifies a row"),
    "starter.header_row": ("見出しの下の段", "the lower row of the headings"),
    "starter.push": ("書き込みを許す時に # を外します", "remove the # to let the hub write"),
    "starter.products": (
        "使う製品を足してください（hub connectors で一覧）",
        "Add the products in use (hub connectors lists them)",
    ),
    "starter.survivorship": ("値が違う時は新しいものを正とします", "where values differ, the newest is right"),
    "starter.matching": (
        "名前・所在地・電話などの証拠を量ります。迷う組は hub match review",
        "weigh names, places and numbers; pairs in doubt: hub match review",
    ),
    "starter.brake": ("これを超え、かつ全体の 3 割を超える書き込みは止めます", "more than this, and 30 %, is held"),
    "starter.conflicts": (
        "review にすると、人が決めるまで書き込みません",
        "review: nothing is written until a person decides",
    ),
}
