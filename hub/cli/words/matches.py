"""What matching says, as (Japanese, English); each level of evidence has its words."""

from __future__ import annotations

MATCHES: dict[str, tuple[str, str]] = {
    "match.found": (
        "{records} 件の記録を {clusters} の顧客にまとめました（{joins} 件を重複として統合）。",
        "{records} record[s] [is|are] {clusters} customer[s]; {joins} record[s] joined another.",
    ),
    "match.asked": (
        "人に確かめてほしい組: {pairs}（記録 {records} 件）",
        "To be reviewed: {pairs} pair[s], of {records} record[s]",
    ),
    "match.walled": (
        "壁で分けた組のうち、得点の高いもの: {pairs}（別の顧客のままです）",
        "Pairs that score high, but for a wall: {pairs} (they stay apart)",
    ),
    "match.seconds": ("{seconds} 秒", "{seconds} s"),
    "match.out": ("まとまり: {file}", "Clusters: {file}"),
    "match.review": ("確かめる組: {file}", "Pairs to review: {file}"),
    "match.one_record": (
        "同じ record_id '{record}' が二度書かれています。比べる二件を書いてください",
        "record_id '{record}' is named twice; name the two records to compare",
    ),
    "match.verdict.joined": ("{left} と {right} は同じ顧客です。", "{left} and {right} are the same customer."),
    "match.verdict.chained": (
        "{left} と {right} は、ほかの記録を介して同じ顧客です。",
        "{left} and {right} are the same customer by way of other records.",
    ),
    "match.verdict.ask": (
        "{left} と {right} は同じ顧客かもしれません。人に確かめます。",
        "{left} and {right} may be the same customer; a person is asked.",
    ),
    "match.verdict.stopped": (
        "{left} と {right} は同じ顧客とするに足りますが、ほかの記録とのまとまりが一緒になれません。人に確かめます。",
        "{left} and {right} would be the same customer, but their clusters can't be one; a person is asked.",
    ),
    "match.verdict.wall": (
        "{left} と {right} は別の顧客です。間に壁があり、何を介しても一緒になりません。",
        "{left} and {right} are different customers; a wall keeps them apart, whatever lies between them.",
    ),
    "match.verdict.apart": ("{left} と {right} は別の顧客です。", "{left} and {right} are different customers."),
    "match.verdict.not_compared": (
        "{left} と {right} は、共通の鍵がなく比べられないので、別の顧客のままです。",
        "{left} and {right} share no key and are not compared, so they stay different customers.",
    ),
    "match.verdict.other_type": (
        "{left} と {right} は、会社と人なので比べられません。",
        "{left} and {right} are a company and a person, which are not compared.",
    ),
    "match.column.field": ("項目", "Field"),
    "match.column.evidence": ("証拠", "Evidence"),
    "match.column.bits": ("単独のビット", "Bits alone"),
    "match.column.counted": ("数えるビット", "Bits counted"),
    "match.prior": ("偶然の組が同じである見込み", "a pair by chance"),
    "match.is_wall": ("（壁）", " (wall)"),
    "match.sum": ("合計", "Sum"),
    "match.limit.same": ("同じ", "same"),
    "match.limit.ask": ("確認", "ask"),
    "match.limits": (
        "{same} 以上なら同じ顧客、{ask} 以上なら人に確かめます。",
        "From {same} on they are the same; from {ask} on a person is asked.",
    ),
    "match.no_key": (
        "二件に共通の鍵がないので、ファイルの名寄せではこの組は直接比べられません。",
        "The two share no key, so that matching the file does not compare them with each other.",
    ),
    "match.chain": ("つながり", "The chain between them"),
    "match.broken_chain": ("切れたつながり", "The chain that was broken"),
    "match.weakest": (" ← 最も弱い", " ← the weakest"),
    "match.dropped": (" ← 切った", " ← dropped"),
    "match.walls": ("間にある壁", "The walls between"),
    "match.too_large": (
        "つなぐとまとまりが大きくなりすぎるので、切りました。",
        "It was dropped because the cluster would become too large.",
    ),
    "match.svg": ("図: {file}", "Picture: {file}"),
    "match.no_threshold": (
        "新しいしきい値を --same か --ask で書いてください（例 --same 6）",
        "Give the new thresholds with --same or --ask, such as --same 6",
    ),
    "match.no_entity": (
        "記録の種類 '{entity}' はありません。使えるもの: {known}",
        "type of records '{entity}' is not known; known: {known}",
    ),
    "match.no_bits": (
        "しきい値 '{text}' は読めません。6 または company=6 のように書いてください",
        "The threshold '{text}' can't be read; write it as 6 or company=6",
    ),
    "match.crossed": (
        "{entity}: --ask {ask} は --same {same} 以下の数でなければなりません",
        "{entity}: --ask {ask} must be a number that is not above --same {same}",
    ),
    "match.tuned.company": ("会社（記録 {records} 件）", "Companies ({records} record[s])"),
    "match.tuned.person": ("人（記録 {records} 件）", "Persons ({records} record[s])"),
    "match.column.figure": ("数", "Figure"),
    "match.column.now": ("今", "Now"),
    "match.column.then": ("変えると", "Then"),
    "match.column.change": ("差", "Change"),
    "match.figure.same": ("同じとするビット", "Bits to be the same"),
    "match.figure.ask": ("人に確かめるビット", "Bits to ask a person"),
    "match.figure.clusters": ("顧客", "Customers"),
    "match.figure.joins": ("統合する記録", "Records joined"),
    "match.figure.largest": ("最大のまとまりの記録", "Records of the largest cluster"),
    "match.figure.asked_pairs": ("確かめる組", "Pairs to review"),
    "match.figure.asked_records": ("確かめる記録", "Records to review"),
    "match.figure.walled_pairs": ("壁で分けた、得点の高い組", "Pairs that score high, but for a wall"),
    "match.gained": ("増える統合 {count} 件（弱い順）", "Joins gained: {count}, the weakest first"),
    "match.lost": ("なくなる統合 {count} 件（強い順）", "Joins lost: {count}, the strongest first"),
    "match.no_doubts": ("確かめる組はありません。", "There is no pair to review."),
    "match.doubt": (
        "{place}. {score} ビット  {left} × {right}{worth}",
        "{place}. {score} bits  {left} × {right}{worth}",
    ),
    "match.worth": (
        "（関わるもの {count} 件、請求書 {invoices} 件）",
        " ({count} record[s] refer[s|] to them, {invoices} invoice[s])",
    ),
    "match.decide": (
        "同じなら: hub join {left} {right}    別なら: hub part {left} {right}",
        "the same: hub join {left} {right}    not: hub part {left} {right}",
    ),
    "match.doubt.wall": (
        "    壁があるので、決めるまで別のままです。",
        "    A wall keeps them apart until somebody decides.",
    ),
    "match.more": ("  ほか {count} 件", "  and {count} more"),
    "match.nothing_set": ("何も変えていません。", "Nothing was changed."),
    "match.no_extra": (
        "ファイルの名寄せには {module} が要ります。次で入ります: pip install 'customer-hub[match]'",
        "Matching a file needs {module}; install it with: pip install 'customer-hub[match]'",
    ),
    "match.rules.none": (
        "規則にできるほど、そろった決定はまだありません。",
        "No evidence was decided alike often enough to be a rule.",
    ),
    "match.rule": (
        "{place}. {entity} → {verdict}: {evidence}",
        "{place}. {entity} → {verdict}: {evidence}",
    ),
    "match.rule.alike": (
        "    決定 {alike} 件がすべて同じ。前の決定だけから言い当てると 正 {right}、誤 {wrong}、規則なし {left}。",
        "    All of {alike} decision[s] agree[s|]. Foretold by earlier ones: {right} right, {wrong} wrong, {left} not.",
    ),
    "match.rule.closes": ("    いま片づく組: {closes}", "    Pairs that it would close now: {closes}"),
    "match.rules.past": (
        "こう作った規則なら、過去の決定は 正 {right} 件、誤 {wrong} 件、規則なし {left} 件でした。",
        "Rules made so would have decided {right} past decisions rightly, {wrong} wrongly, and left {left}.",
    ),
    "match.rules.adopt": (
        "使うには、行を設定の matching: rules に写してください。hub match rules apply が決める組を見せます。",
        "To adopt one, copy its line to matching: rules; hub match rules apply then shows what it would decide.",
    ),
    "match.rules.empty": (
        "設定に規則がありません（matching: rules）。hub match rules propose が提案します。",
        "The configuration has no rules (matching: rules); hub match rules propose proposes some.",
    ),
    "match.rules.by": ("規則 {place}: {evidence}", "Rule {place}: {evidence}"),
    "match.entity.company": ("会社", "companies"),
    "match.entity.person": ("人", "persons"),
    "match.no_answer": (
        "'{text}' という決め方はありません。使えるもの: {known}",
        "'{text}' decides nothing; known: {known}",
    ),
    "match.bulk.same": ("{count} 組を同じ顧客とします。", "{count} pair[s] [is|are] the same customer."),
    "match.bulk.different": ("{count} 組を別の顧客とします。", "{count} pair[s] [is|are] different customers."),
    "match.bulk.unsure": (
        "{count} 組をわからないものとして、確かめる組から外します。",
        "{count} pair[s] [is|are] left open, and no longer asked about.",
    ),
    "match.bulk.walled": (
        "壁があるので残す組: {count}（一組ずつ hub join で決められます）",
        "Left out, for a wall parts them: {count} (decide them one by one with hub join)",
    ),
    "match.bulk.parted": (
        "人が別と決めた記録があるので残す組: {count}",
        "Left out, for somebody has parted records of theirs: {count}",
    ),
    "match.bulk.none": ("当てはまる組はありません。", "No pair is meant by that."),
    "match.bulk.preview": (
        "まだ何も決めていません。決めるには --yes を付けてください。",
        "Nothing is decided yet; add --yes to decide.",
    ),
    "match.bulk.back": (
        "まとめて取り消すには: hub match revoke {number}",
        "To take all of it back: hub match revoke {number}",
    ),
    "match.moved": ("帯の変わる組", "Pairs that come to another band"),
    "match.moved.pair": ("{was} → {becomes}: {pairs} 組", "{was} → {becomes}: {pairs} pair[s]"),
    "match.band.same": ("同じ", "the same"),
    "match.band.ask": ("人に確かめる", "asked about"),
    "match.band.wall": ("壁", "a wall"),
    "match.band.apart": ("別", "apart"),
    "match.trained.company": (
        "会社: 記録 {records} 件、鍵を共有する組 {pairs}、人が決めた組 {decided}",
        "Companies: {records} record[s], {pairs} pair[s] that share[s|] a key, {decided} pair[s] that people decided",
    ),
    "match.trained.person": (
        "人: 記録 {records} 件、鍵を共有する組 {pairs}、人が決めた組 {decided}",
        "Persons: {records} record[s], {pairs} pair[s] that share[s|] a key, {decided} pair[s] that people decided",
    ),
    "match.trained.same": (
        "重みはどれも変わりません。記録が少ないか、出荷時の重みが合っています。",
        "No weight changes: there are few records, or the shipped weights fit them.",
    ),
    "match.column.level": ("証拠", "Evidence"),
    "match.column.shipped": ("出荷時", "Shipped"),
    "match.column.trained": ("学習後", "Trained"),
    "match.column.m": ("同じ組での割合（出荷時の試験場）", "Share of pairs that are the same (in made worlds)"),
    "match.weights": (
        "重みを {file} に書きました。hub match file --weights {file} か、設定の matching: {{weights: …}} で使います。",
        "The weights are in {file}; use them by hub match file --weights {file} or by matching: {{weights: …}}.",
    ),
    "match.weights.kept": (
        "何も書いていません。書くには --out weights.yaml を付けてください。",
        "Nothing was written; give --out weights.yaml to keep them.",
    ),
    "match.no_columns": (
        "--map と --decided はファイルを読むときだけ使えます",
        "--map and --decided are for a file of records",
    ),
    "match.no_map": (
        "--map '{text}' は読めません。相手の列名=hub の列名 と書いてください（例 会社名=company_name）",
        "--map '{text}' can't be read; write THEIRS=OURS, such as 会社名=company_name",
    ),
}
