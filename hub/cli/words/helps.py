"""What `--help` says, as (Japanese, English)."""

from __future__ import annotations

HELPS: dict[str, tuple[str, str]] = {
    "panel.begin": ("はじめる", "Begin"),
    "panel.work": ("動かす", "Work"),
    "panel.look": ("見る", "Look"),
    "panel.decide": ("決める", "Decide"),
    "panel.commands": ("コマンド", "Commands"),
    "panel.arguments": ("引数", "Arguments"),
    "panel.options": ("オプション", "Options"),
    "panel.everywhere": ("どのコマンドでも", "With every command"),
    "frame.usage": ("使い方:", "Usage:"),
    "frame.options": ("[オプション]", "[OPTIONS]"),
    "frame.subcommand": ("コマンド [引数]...", "COMMAND [ARGS]..."),
    "frame.default_string": ("[なければ {value}]", "[default: {value}]"),
    "frame.envvar_string": ("[環境変数: {value}]", "[env var: {value}]"),
    "frame.required_long_string": ("[必須]", "[required]"),
    "frame.kind.path": ("<ファイル>", "<path>"),
    "frame.kind.number": ("<数>", "<int>"),
    "frame.kind.text": ("<文字>", "<str>"),
    "help.hub": (
        "顧客データを一つにまとめ、変わったところを各システムに書き戻します。",
        "Keeps one golden record of each customer, and pushes every change back to the systems that want it.",
    ),
    "help.help": ("この説明を表示します。", "Show this text."),
    "help.config": (
        "設定ファイル。なければ HUB_CONFIG、それもなければ config.yaml。",
        "The configuration; else HUB_CONFIG, else config.yaml.",
    ),
    "help.lang": (
        "言葉。なければ HUB_LANG、LANG、設定の language の順に見ます。",
        "The language; else HUB_LANG, LANG, then `language` of the configuration.",
    ),
    "help.as_json": ("結果を JSON 文書一つで標準出力に書きます。", "Print the result as one JSON document on stdout."),
    "help.verbose": (
        "細かい記録と、誤りの詳しい場所も出します。",
        "Log more, and show where in the program an error came from.",
    ),
    "help.no_progress": ("進み具合を表示しません。", "Show no progress bars."),
    "help.version": ("版を表示します。", "Show the version."),
    "help.all": ("長い一覧も省かずに出します。", "Show long lists whole."),
    "help.reason": ("理由。記録に残ります。", "Why; it is kept with the decision."),
    "help.init": (
        "config.yaml を書きます。Excel や CSV を渡すと、見出しから対応表を提案します。",
        "Write config.yaml; given Excel or CSV files, propose their mappings from the headings.",
    ),
    "help.init.sources": (
        "顧客表（.xlsx .xls .csv）、またはそのフォルダー。",
        "Customer sheets (.xlsx, .xls, .csv), or their folder.",
    ),
    "help.init.dir": ("書き込むフォルダー。", "The folder to write to."),
    "help.init.sheet": (
        "このシートだけ。なければ、一覧のある見えるシートすべて。",
        "This sheet alone; else all visible ones that hold a list.",
    ),
    "help.init.force": ("すでにあるファイルを置き換えます。", "Replace files that exist."),
    "help.check": (
        "設定・対応表とその例・秘密の値を確かめます。",
        "Check the configuration, the mappings with their examples, and the secrets.",
    ),
    "help.check.connect": ("各システムにもつないで確かめます。", "Also reach every system."),
    "help.schema": (
        "config.yaml の JSON Schema を出します（エディターの補完用）。",
        "Print the JSON schema of config.yaml, for completion in editors.",
    ),
    "help.connectors": ("つなげる製品と、それぞれにできることを示します。", "Show the products and what each can do."),
    "help.plan": (
        "何を書き込むことになるかを、項目ごとに理由つきで示します。何も書き込みません。",
        "Show what would be written, field by field with the reason. Writes nothing.",
    ),
    "help.plan.out": ("計画をこのファイルに残します（hub apply 用）。", "Keep the plan in this file, for hub apply."),
    "help.plan.no_pull": ("読み直さず、手元のデータで計画します。", "Plan from what is stored, without reading again."),
    "help.simulate": (
        "手元のデータに設定（--config）を当てはめ、何が変わるかを示します。何も変えません。",
        "Show what a configuration (--config) would make of everything stored. Changes nothing.",
    ),
    "help.audit": (
        "各システムを読み直し、hub の知る姿と比べます。比べるだけで、直しません。",
        "Read the systems again and compare them with what the hub believes; mends nothing.",
    ),
    "help.audit.compare": (
        "各システムを読み直し、hub の知る姿と比べます。",
        "Compare the systems with what the hub believes.",
    ),
    "help.audit.sample": (
        "流れごとに次の N 件だけを一件ずつ尋ねます。何度かで一巡します。",
        "Ask for the next N records of each stream only; many audits go round all of them.",
    ),
    "help.audit.calls": ("流れごとの要求の上限。", "The most requests for each stream."),
    "help.audit.log": ("だれが何をしたかの記録。", "Who did what."),
    "help.audit.verify": ("記録が書き換えられていないか確かめます。", "Prove that no entry of the log was altered."),
    "help.audit.anchor": ("前に控えた錨。", "An anchor kept from before."),
    "help.bundle": (
        "ある実行の記録を一つのファイルにまとめ、よそで再現します。個人名などは仮の値に置き換えます。",
        "One run as one file, pseudonymised, to be replayed elsewhere.",
    ),
    "help.bundle.make": ("実行一回分をファイルにします。", "Write the bundle of a run."),
    "help.bundle.replay": (
        "ファイルの中身をもう一度名寄せ・計画し、同じ結果になるか確かめます。どこにもつなぎません。",
        "Resolve and plan a bundle anew, and tell whether it comes out the same. Reaches no system.",
    ),
    "help.bundle.run": ("実行の番号。", "The run's number."),
    "help.bundle.file": ("ファイル。", "The file."),
    "help.apply": (
        "計画のとおりに書き込みます。その後に変わったものは書きません。",
        "Write exactly what a plan says; refuses what has moved since.",
    ),
    "help.apply.file": ("hub plan --out で残した計画。", "A plan kept by hub plan --out."),
    "help.sync": (
        "読み、名寄せし、違うところを書き込みます。",
        "Read everything, recognize who is who, and write what differs.",
    ),
    "help.sync.only": ("この接続だけ（何度でも）。", "Only this connection (may be repeated)."),
    "help.sync.release": (
        "歯止めで止まっている書き込みを通し、相手が断った書き込みをもう一度送ります。",
        "Let the writes go that the brake holds, and try again those that systems refused.",
    ),
    "help.sync.reread": (
        "この流れ（接続/流れ）を初めから読み直します（何度でも）。",
        "Read this stream (connection/stream) from its beginning (may be repeated).",
    ),
    "help.sync.resend": (
        "届いたか不明な作成をもう一度送ります。相手に無いことを確かめてから。",
        "Send creations again whose answers were lost; see first that they are not there.",
    ),
    "help.run": ("設定した時刻に従って動き続けます。", "Keep everything in step by the schedule, until stopped."),
    "help.status": ("今の様子を示します。", "Show how things stand."),
    "help.explain": ("値がなぜそうなのかを話します。", "Tell why a value is what it is."),
    "help.explain.target": (
        "company/1 のようなゴールデンレコードか、freee/partners/101 のような元の記録。",
        "A golden record such as company/1, or a record of a system such as freee/partners/101.",
    ),
    "help.explain.field": ("項目（phone など）。", "A field, such as phone."),
    "help.explain.at": (
        "その時点の値を話します（2026-11-01 または 2026-11-01T09:30）。",
        "As it was then: 2026-11-01 (the end of that day) or 2026-11-01T09:30.",
    ),
    "help.match": ("だれとだれが同じかを調べます。", "Find out who is the same."),
    "help.match.file": (
        "CSV か Parquet の記録を、同じ会社・同じ人ごとにまとめます。設定もデータベースも要りません。",
        "Cluster the records of a CSV or Parquet file by company and person; needs no configuration and no database.",
    ),
    "help.match.records": (
        "列 record_id のほか entity_type、company_name、person_name、email、phone などがあるファイル。",
        "A file with record_id and any of entity_type, company_name, person_name, email, phone and so on.",
    ),
    "help.match.out": ("record_id,cluster_id を書くファイル。", "Where record_id,cluster_id are written."),
    "help.match.review": (
        "人に確かめてほしい組と、その証拠を書くファイル。",
        "Where the pairs to review are written, with their evidence.",
    ),
    "help.match.cache": (
        "値を読み解いた結果を残すフォルダ。次の実行では、変わった値だけを読み解きます。中身は個人データです。",
        "A folder that keeps what was made of values, so that the next run reads only what changed; personal data.",
    ),
    "help.match.map": (
        "相手の列名=hub の列名（何度でも）。例 会社名=company_name。",
        "Their column's name=ours (may be repeated), such as 会社名=company_name.",
    ),
    "help.match.explain": (
        "ファイルの記録二件が、なぜ同じ顧客なのか、なぜ別なのかを話します。",
        "Why two records of a file are the same customer, or are not.",
    ),
    "help.match.left": ("一方の record_id。", "One record_id."),
    "help.match.right": ("もう一方の record_id。", "The other record_id."),
    "help.match.svg": ("証拠のビットを図にして書くファイル。", "Where the bits of the evidence are drawn."),
    "help.match.pairs": (
        "同じ顧客かもしれない記録の組を、価値の高い順に証拠とともに並べます。hub join か hub part で決めてください。",
        "Pairs that may be one customer, the most valuable first, with the evidence; decide by hub join or hub part.",
    ),
    "help.match.limit": ("見せる組の数。", "How many pairs to show."),
    "help.match.why": (
        "読み込んだ記録二件が、なぜ同じ顧客なのか、なぜ別なのかを話します。",
        "Why two records of the store are the same customer, or are not.",
    ),
    "help.match.tune": (
        "しきい値を変えると何が変わるかを、変える前に話します。何も書きません。",
        "What other thresholds would change, before they are set; nothing is written.",
    ),
    "help.match.same": (
        "この合計ビットから同じ顧客とします。なければ今のまま。",
        "From this sum of bits on two records are the same; the present one where it is not given.",
    ),
    "help.match.ask": (
        "この合計ビットから人に確かめます。なければ今のまま。",
        "From this sum of bits on a person is asked; the present one where it is not given.",
    ),
    "help.match.unsure": (
        "わからないとして外した組を見ます。",
        "Show those instead that were left open as unsure.",
    ),
    "help.match.decide": (
        "条件に合う組をまとめて決めます。--yes がなければ、決める組を見せるだけです。",
        "Decide all pairs that the conditions mean; without --yes they are only shown.",
    ),
    "help.match.answer": ("same（同じ）、different（別）、unsure（わからない）。", "same, different or unsure."),
    "help.match.where": (
        "条件（何度でも、すべて成り立つ組）。score>=4、worth<1、invoices>=1、evidence=same_name、evidence!=different_phones。",
        "A condition (may be repeated; all have to hold): score>=4, worth<1, invoices>=1, evidence=same_name.",
    ),
    "help.match.yes": ("見せるだけでなく、決めます。", "Decide, and do not only show."),
    "help.match.revoke": (
        "まとめてした決定を、その一つの番号で全部取り消します。",
        "Take back all decisions that were made at once, by the number of any of them.",
    ),
    "help.match.rules": (
        "人の決定から規則を提案し、設定に書いた規則で決めます。",
        "Rules out of what people have decided, and deciding by those that the configuration has.",
    ),
    "help.match.rules.propose": (
        "いつも同じに決められた証拠を規則として提案し、過去の決定で試した結果を示します。何も書きません。",
        "Propose as rules what was always decided alike, tried on past decisions; nothing is written.",
    ),
    "help.match.rules.fewest": ("規則にするのに要る決定の数。", "How many decisions a rule needs."),
    "help.match.rules.apply": (
        "設定の matching: rules に当てはまる組を決めます。--yes がなければ、決める組を見せるだけです。",
        "Decide the pairs that the rules under matching: rules mean; without --yes they are only shown.",
    ),
    "help.match.weights": (
        "`hub match train` が書いた重みのファイル。なければ出荷時の重み。",
        "Weights that `hub match train` wrote; the shipped ones where it is not given.",
    ),
    "help.match.train": (
        "自社の記録と決定から証拠の重みを学び、何が変わるかを話します。--out がなければ何も書きません。",
        "Learn the weights of the evidence from your own records and decisions; without --out nothing is written.",
    ),
    "help.match.train.records": (
        "`hub match file` が読むファイル。なければ hub に蓄えた記録と決定。",
        "A file that `hub match file` reads; the records and decisions of the hub where it is not given.",
    ),
    "help.match.train.out": ("重みを書くファイル。", "Where the weights are written."),
    "help.match.train.decided": (
        "left,right,verdict の列のあるファイル。verdict が same か different の行を人の決定として使います。",
        "A file with left,right,verdict; rows whose verdict is same or different count as decided by people.",
    ),
    "help.match.train.strength": (
        "出荷時の重みを何組分の経験とみなすか。大きいほど変わりません。",
        "As how many pairs of experience the shipped weights count; the more, the less changes.",
    ),
    "help.match.entity": ("会社だけ、または人だけ。", "Companies only, or persons only."),
    "help.conflicts": ("競合を見て、決めます。", "See conflicts, and decide them."),
    "help.conflicts.list": ("決定を待つ競合の一覧。", "List the conflicts that wait for a decision."),
    "help.conflicts.show": ("競合一件を詳しく。", "Show one conflict."),
    "help.conflicts.decide": ("競合一件を決めます。", "Decide one conflict."),
    "help.conflicts.rules": (
        "過去の決定に合う規則を示し、--by でその一つに待っている競合を決めさせます。",
        "Show rules that past decisions speak for; with --by let one decide what waits.",
    ),
    "help.conflicts.entity": ("person や company など。", "Such as person or company."),
    "help.conflicts.field": ("項目か組。", "A field or a group."),
    "help.conflicts.by": (
        "示された規則の一つ（oldest、source_priority:freee:hubspot など）。",
        "One of the rules shown, such as oldest or source_priority:freee:hubspot.",
    ),
    "help.conflicts.number": ("競合の番号。", "The conflict's number."),
    "help.conflicts.choice": (
        "show に出る番号か接続名。電話番号や日付のように形で値と分かるものは、別の値も書けます。",
        "A number or a connection as `show` lists them, or another value that is none but that: a phone, a day.",
    ),
    "help.conflicts.value": (
        "選択肢のどれでもない値（文字だけの項目ではこちらで）。- で空にします。",
        "A value that is none of the choices, which free text has to be given as; - empties the field.",
    ),
    "help.quarantine": (
        "取り込めなかった記録を見て、やり直します。",
        "See records that could not be taken in, and retry them.",
    ),
    "help.quarantine.list": ("取り込めなかった記録と理由。", "List them with their reasons."),
    "help.quarantine.retry": ("もう一度取り込みます。", "Try again to take them in."),
    "help.quarantine.numbers": ("番号。なければ全部。", "Their numbers; all of them if left out."),
    "help.pin": ("値を固定します。どのシステムの変更にも負けません。", "Fix a value; no system's edit changes it."),
    "help.pin.field": ("項目。", "The field."),
    "help.pin.value": ("値。- で空に固定します。", "The value; - fixes it as empty."),
    "help.unpin": ("固定をやめ、規則に戻します。", "Let the rules decide again."),
    "help.revoke": ("決定を取り消します。", "Take a decision back."),
    "help.revoke.number": ("決定の番号。", "The decision's number."),
    "help.join": ("二つを同じ顧客と決めます。", "Say that two are the same customer."),
    "help.part": ("二つを別の顧客と決めます。", "Say that two are never the same customer."),
    "help.identity.one": (
        "freee/partners/101 のような元の記録（join では company/1 も）。",
        "A record such as freee/partners/101 (for join also company/1).",
    ),
    "help.identity.other": ("もう一方。", "The other one."),
    "exit.OK": ("成功", "ok"),
    "exit.ERROR": ("誤り（使い方の誤りも）", "error, also in how the command was typed"),
    "exit.CHANGES": (
        "未反映の変更がある（plan が変更を見つけた、歯止めが止めている、apply が断った）",
        "changes pending: a plan found some, the brake holds some, or apply refused some",
    ),
    "exit.CONFLICTS": ("人の決定を待つ競合がある", "conflicts wait for a decision"),
    "exit.PARTIAL": (
        "一部まで（接続が止まった、中断した、隔離が残った、status の警報）",
        "partial: a connection stopped, somebody interrupted, records stay in quarantine, or status has alarms",
    ),
    "exit.CONFIG": ("設定・対応表・秘密の値の誤り", "configuration, mapping or secret invalid"),
    "exit.LOCKED": ("ほかの hub が同じデータベースで動いている", "another hub works on the database"),
    "exit.ELSEWHERE": (
        "ここではできない（selftest にはソース一式が要る）",
        "not possible here: selftest needs the source, which an installed package lacks",
    ),
}
