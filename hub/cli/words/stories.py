"""What is said of plans, conflicts, values and decisions, as (Japanese, English)."""

from __future__ import annotations

STORIES: dict[str, tuple[str, str]] = {
    "plan.stream": (
        "{stream}: 作成 {creates} · 更新 {updates} · 削除 {archives}",
        "{stream}: {creates} to create · {updates} to update · {archives} to archive",
    ),
    "plan.quarantined": (
        "  読めないレコードが {count} 件あり、隔離されます（理由は hub sync の後に hub quarantine list）",
        "  {count} record[s] can't be read and would stand in quarantine (hub sync and hub quarantine list tell why)",
    ),
    "plan.cost": ("  要求 {requests} 回、少なくとも {time}", "  {requests} request[s], at least {time}"),
    "plan.budget": (
        "  1日の枠の {share}（今日の残りは {left} 回）",
        "  {share} of the daily budget ({left} request[s] [is|are] left today)",
    ),
    "plan.budget_short": (
        "  今日の枠に入らない分は、翌日の実行が続けます",
        "  what does not fit is left to tomorrow's runs",
    ),
    "plan.held": ("  歯止めで {count} 件を止めます: {why}", "  the brake holds {count}: {why}"),
    "plan.stopped": ("  読み込みが止まりました: {why}", "  reading stopped: {why}"),
    "plan.not_planned": ("  書き込まない {count} 件: {reason}", "  {count} not written: {reason}"),
    "plan.why": ("        ← {source}（{rule}）", "        ← {source} ({rule})"),
    "plan.conflicts": ("競合（{count} 件）", "Conflicts ({count})"),
    "plan.nothing": ("書き込むものはありません。", "There is nothing to write."),
    "plan.total": (
        "合計 {writes} 件を書き込みます（要求 {requests} 回、少なくとも {time}）。",
        "{writes} write[s] in all ({requests} request[s], at least {time}).",
    ),
    "plan.total_held": (
        "ほかに {count} 件は歯止めで止まります（hub sync --release か hub apply で通します）。",
        "{count} more are held by the brake (hub sync --release or hub apply lets them go).",
    ),
    "plan.kept": ("この通りに書き込むには: hub apply {file}", "To do exactly this: hub apply {file}"),
    "plan.how": (
        "書き込むには hub sync。この通りに書き込むには hub plan --out plan.json のあと hub apply plan.json。",
        "hub sync writes; to do exactly this, hub plan --out plan.json, then hub apply plan.json.",
    ),
    "applied.written": (
        "実行 {run}: 計画のうち {count} 件を書き込みました。",
        "Run {run}: {count} of the plan's changes written.",
    ),
    "applied.refused": (
        "計画の後に変わったので書き込まなかったもの（{count} 件）",
        "Not written, because it has moved ({count})",
    ),
    "applied.again": (
        "残りは hub plan で計画し直してください。",
        "Make a new plan for the rest with hub plan.",
    ),
    "refused.record_changed": ("計画の後に変わりました", "it has changed since the plan"),
    "refused.not_in_plan": ("計画にありません", "it is not in the plan"),
    "refused.no_longer_needed": ("もう必要ありません", "it is no longer needed"),
    "refused.not_read": ("読めなかったので確かめられません", "its system could not be read just now"),
    "intent.rejected": ("相手が断りました", "refused by the system"),
    "intent.unknown": ("届いたか不明", "outcome unknown"),
    "intent.lost": ("作成できたか不明", "nobody knows whether it arrived"),
    "intent.pending": ("次の実行で", "with the next run"),
    "intent.sending": ("送信の途中", "under way"),
    "intent.dropped": ("取りやめ", "dropped"),
    "intent.held": ("歯止めで停止", "held by the brake"),
    "conflicts.none": ("決定を待つ競合はありません。", "No conflict waits for a decision."),
    "conflicts.how": (
        "詳しくは hub conflicts show {number}、決めるには hub conflicts decide {number} 選択 --reason 理由",
        "hub conflicts show {number} tells more; hub conflicts decide {number} CHOICE --reason WHY decides",
    ),
    "conflicts.title": (
        "  競合 {number}: {who} の{unit} — {state}{rule}",
        "  conflict {number}: {unit} of {who} — {state}{rule}",
    ),
    "conflicts.by": ("（{rule}）", " ({rule})"),
    "conflicts.opened": ("  {at} の実行 {run} で見つかりました。", "  Found by run {run} at {at}."),
    "conflicts.effect": ("  書き換えられるもの: {effect}", "  Written over: {effect}"),
    "conflicts.held": ("決まるまで何も書き込みません", "nothing, until somebody decides"),
    "conflicts.was_held": ("決まるまで何も書き込みませんでした", "nothing, until it was decided"),
    "conflicts.chosen": ("  決めた値: {value}", "  Decided for: {value}"),
    "conflicts.decided": ("  {at} に {author} が決めました。", "  Decided by {author} at {at}."),
    "conflicts.choices": ("選べる値", "Choices"),
    "conflicts.decide": (
        "決めるには: hub conflicts decide {number} 番号 --reason 理由",
        "To decide: hub conflicts decide {number} NUMBER --reason WHY",
    ),
    "conflicts.before": ("それまでの値", "the value from before"),
    "conflict.open": ("決定待ち", "waiting"),
    "conflict.auto": ("規則で決定", "decided by rule"),
    "conflict.decided": ("決定済み", "decided"),
    "conflict.listed": ("最初の違い", "initial difference"),
    "conflicts.several": (
        "{choice} の値は一つではありません。番号で選んでください",
        "{choice} says more than one thing; choose by number",
    ),
    "conflicts.no_choice": (
        (
            "{field}: 「{choice}」は選択肢でも、この項目の値でもありません。選べるのは {known}。"
            "例: hub conflicts decide {number} {first}。別の値なら: hub conflicts decide {number} --value {example}"
        ),
        (
            "{field}: '{choice}' is neither a choice nor a value of this field; the choices are {known}. Such as: "
            "hub conflicts decide {number} {first}; for another value: hub conflicts decide {number} --value {example}"
        ),
    ),
    "conflicts.one_of": (
        "番号（または接続名）か --value のどちらか一つを指定してください。選べるのは {known}",
        "name a choice or give --value, one of the two; the choices are {known}",
    ),
    "conflicts.rules.none": ("この項目に選べる規則はありません。", "There is no rule to choose for this field."),
    "conflicts.rules.past": (
        "  人がこれまでに決めた競合では 同じ結果 {right}、違う結果 {wrong}、判断できず {left}。",
        "  Of the conflicts that people decided: {right} the same, {wrong} otherwise, {left} could not be told.",
    ),
    "conflicts.rules.in_force": ("  今の決め方（strategy）です。", "  Its strategy is in force."),
    "conflicts.rules.adopt": (
        "使うには、行を設定に写してください。待っている {waiting} 件には --by 規則 で当てはめられます。",
        "To adopt one, copy its lines to the configuration; --by RULE tries it on the {waiting} that wait.",
    ),
    "conflicts.rules.would": (
        "規則が決める競合 {count} 件、決められない競合 {left} 件。",
        "The rule decides {count} conflict[s], and {left} not.",
    ),
    "conflicts.rules.writes": (
        "  {stream}: 記録 {records} 件のうち {count} 件を書き換えます。",
        "  {stream}: writes over {count} of {records} record[s].",
    ),
    "conflicts.rules.braked": (
        "  {stream}: 記録 {records} 件のうち {count} 件で、歯止めを超えます（通すには hub sync --release）。",
        "  {stream}: {count} of {records} record[s], more than the brake allows (hub sync --release lets them go).",
    ),
    "conflicts.rules.waits": ("{count} 件は二人目を待っています。", "{count} wait for a second person."),
    "decided.choose": (
        "決定 {number}: {golden} の{unit}は {value}",
        "Decision {number}: {unit} of {golden} is {value}",
    ),
    "decided.proposed": (
        "{golden} の{unit}を {value} にする提案です。別の人が同じ値に決めると成立します。",
        "{unit} of {golden} is proposed as {value}; it holds when another person decides the same.",
    ),
    "decided.pin": (
        "決定 {number}: {golden} の{unit}を {value} に固定しました",
        "Decision {number}: {unit} of {golden} is fixed as {value}",
    ),
    "decided.same": (
        "決定 {number}: {one} と {other} は同じ顧客です",
        "Decision {number}: {one} and {other} are the same",
    ),
    "decided.different": (
        "決定 {number}: {one} と {other} は別の顧客です",
        "Decision {number}: {one} and {other} are never the same",
    ),
    "decided.were_one": (
        "一つだった間にハブが空欄に入れた値は残ります。戻すには、それを書いた実行を hub undo で戻します",
        "What the hub filled in while the two were one stays there; `hub undo` of the run that wrote it takes it out",
    ),
    "decided.pin_goes": (
        "固定した{unit}は、{record} の顧客に残ります（決定 {number}）。もう一方にも要るなら hub pin で固定します",
        "The fixed {unit} stays with the customer of {record} (decision {number}); pin it on the other, too, if needed",
    ),
    "decided.leaves": (
        "{record} はもう一方と矛盾するため、次の hub sync で別の顧客になります。避けるには: hub revoke {number}",
        "{record} contradicts the other, and leaves with the next hub sync; to keep it: hub revoke {number}",
    ),
    "decided.closed": ("片づいた競合: {numbers}", "Conflicts answered: {numbers}"),
    "decided.revoked": ("取り消した決定: {numbers}", "Decisions taken back: {numbers}"),
    "decided.reopened": ("再び決定を待つ競合: {numbers}", "Conflicts that wait again: {numbers}"),
    "decided.next": ("次の hub sync で反映されます。", "The next hub sync carries it out."),
    "decided.back": ("取り消すには: hub revoke {number}", "To take it back: hub revoke {number}"),
    "decided.unjoin": (
        "取り消すには: 次の hub sync の前なら hub revoke {number}。後なら、書いた値も戻す hub undo --decision {number}",
        (
            "To take it back: hub revoke {number} before the next hub sync; after it hub undo --decision {number}, "
            "which puts back what was written, too"
        ),
    ),
    "rule.most_recent": ("最新", "most recent"),
    "rule.most_trusted": ("信頼の高い順", "most trusted"),
    "rule.most_complete": ("最も詳しい", "most complete"),
    "rule.most_frequent": ("最も多い", "most frequent"),
    "rule.source_priority": ("システムの順", "order of systems"),
    "rule.longest": ("最も長い", "longest"),
    "rule.oldest": ("最も古い", "oldest"),
    "rule.union": ("すべて合わせる", "union"),
    "rule.opt_out": ("拒否が優先", "an opt-out wins"),
    "rule.pinned": ("固定", "pinned"),
    "rule.review": ("人の確認待ち", "held for review"),
    "rule.chosen": ("人が選択", "chosen by a person"),
    "group.address": ("住所", "Address"),
    "group.person_name": ("氏名", "Name"),
    "group.person_kana": ("氏名カナ", "Name in kana"),
    "group.post": ("部署・役職", "Department and title"),
    "group.contract_text": ("契約内容・金額", "Contract and amount"),
    "column.field": ("項目", "Field"),
    "column.value": ("値", "Value"),
    "column.source": ("どこから", "From"),
    "story.title": ("{kind} {golden} {display}（第 {version} 版）", "{kind} {golden} {display} (version {version})"),
    "story.redirected": ("  {names} はここに統合されました", "  {names} was merged into it"),
    "story.records": ("  = {records}", "  = {records}"),
    "story.waits": ("  次の実行で見直されます", "  the next run looks at it again"),
    "story.unresolved": (
        "{record}: まだ名寄せの前です。hub sync で進みます",
        "{record} is not resolved yet; hub sync does it",
    ),
    "story.looked_for.absent": (
        (
            "  {field}: {place} の {number} を探しています（{source} から）。まだ読まれていません。"
            "両方の表で番号の書き方が同じか確かめてください"
        ),
        (
            "  {field}: {number} of {place} is looked for (by {source}), and was not read yet; "
            "see whether both lists write the number alike"
        ),
    ),
    "story.looked_for.quarantined": (
        "  {field}: {place} の {number} を探しています（{source} から）。隔離されています: hub quarantine list",
        "  {field}: {number} of {place} is looked for (by {source}), and is in quarantine: hub quarantine list",
    ),
    "story.looked_for.not_read": (
        "  {field}: {place} の {number} を探しています（{source} から）。{place} はこの設定では読んでいません",
        "  {field}: {number} of {place} is looked for (by {source}), and this configuration does not read {place}",
    ),
    "story.unknown_field": ("  この項目には誰も値を入れていません", "  nobody says anything of this field"),
    "story.marks": (
        "≠ 違う値を持つシステムがあります   ! 人の決定を待っています",
        "≠ a system says otherwise   ! a person is asked",
    ),
    "story.figures": ("売上から分かること（今日まで）", "What its sales add up to (until today)"),
    "story.career": ("所属の移り変わり", "Posts in time"),
    "ending.none": ("現在", "now"),
    "ending.stated": ("{day}", "{day}"),
    "ending.moved": ("{day} ごろ異動", "moved about {day}"),
    "ending.left": ("{day} ごろ退職", "left about {day}"),
    "story.events": ("会社の出来事", "What happened to it"),
    "event.renamed": ("社名変更", "renamed"),
    "event.reorganised": ("組織変更", "other legal form"),
    "event.moved": ("移転", "moved"),
    "event.new_representative": ("代表者の交代", "new representative"),
    "story.how": ("値の理由: hub explain {golden} {field}", "Why a value: hub explain {golden} {field}"),
    "story.field": ("{label}（{field}）= {value}", "{label} ({field}) = {value}"),
    "story.winner": ("  採用（{rule}）: {claim}", "  wins ({rule}): {claim}"),
    "story.loser": ("  不採用: {claim}", "  lost: {claim}"),
    "story.agrees": ("  同じ: {claim}", "  agrees: {claim}"),
    "story.edited": ("{value}  — {source} で {at} に変更", "{value}  — edited in {source} at {at}"),
    "story.decided": ("{value}  — {source} が {at} に決定", "{value}  — decided by {source} at {at}"),
    "story.kept": ("{value}  — 決まるまで、{at} の値のまま", "{value}  — as it was at {at}, until somebody decides"),
    "story.decision_made": ("決定", "a decision"),
    "story.first_seen": ("{value}  — {source}（{at} から）", "{value}  — {source} (since {at})"),
    "story.what_if": ("  これがなければ: {value} — {source}（{rule}）", "  without it: {value} — {source} ({rule})"),
    "story.conflict": (
        "  競合 {number} の決定を待っています: hub conflicts show {number}",
        "  conflict {number} waits for a decision: hub conflicts show {number}",
    ),
    "story.holds": ("  今 {source} にある値: {value}", "  {source} holds {value}"),
    "story.by_hub": (
        "  今 {source} にある値: {value}（hub が書きました）",
        "  {source} holds {value} (written by the hub)",
    ),
    "story.gone": ("  {source} では削除済み（{value}）", "  deleted in {source} ({value})"),
    "story.history": ("  これまでの値", "  Values so far"),
    "story.past": ("    {at} {value} — {source}（実行 {run}）", "    {at} {value} — {source} (run {run})"),
    "story.push": (
        "  {at} {where} に書き込み: {before} → {after}（実行 {run}）",
        "  {at} written to {where}: {before} → {after} (run {run})",
    ),
    "story.decision": (
        "決定 {number}: {kind} {about}（{author}、{at}）{reason}",
        "decision {number}: {kind} {about} ({author}, {at}) {reason}",
    ),
    "then.title": (
        "{at} の {kind} {golden} {display}（第 {version} 版）",
        "{kind} {golden} {display} at {at} (version {version})",
    ),
    "then.merged": ("  {golden} に統合されていました", "  had been merged into {golden}"),
    "then.value": (
        "    {since} から — {source}（{rule}、実行 {run}、設定 {config}）",
        "    since {since} — {source} ({rule}, run {run}, configuration {config})",
    ),
    "then.held": (
        "    {source} にあった値: {value}（実行 {run} で確認）",
        "    {source} held {value} (seen by run {run})",
    ),
    "then.wrote": (
        "    {source} にあった値: {value}（hub が書き込み {intent} で記入）",
        "    {source} held {value} (written by the hub, write {intent})",
    ),
    "then.none": ("その時にはまだありませんでした。", "It did not exist at that time."),
    "then.unreadable": (
        "「{text}」は日時として読めません。2026-11-01 か 2026-11-01T09:30 のように書いてください",
        "'{text}' is no moment; write 2026-11-01 or 2026-11-01T09:30",
    ),
    "unit.h": (" 時間", "h"),
    "unit.m": (" 分", "m"),
    "unit.s": (" 秒", "s"),
    "value.true": ("はい", "true"),
    "value.false": ("いいえ", "false"),
    "decision.same": ("同じ", "the same"),
    "decision.different": ("別", "different"),
    "decision.unsure": ("わからない", "unsure"),
    "decision.choose": ("選択", "chosen"),
    "decision.pin": ("固定", "pinned"),
    "decision.hold": ("確認待ち", "held"),
    "quarantine.none": ("取り込めなかった記録はありません。", "Nothing stands in quarantine."),
    "quarantine.record": ("  {number}: {record}（{at} から）", "  {number}: {record} (since {at})"),
    "quarantine.how": (
        "元のシステムか対応表を直してから: hub quarantine retry",
        "Mend the record in its system, or the mapping, then: hub quarantine retry",
    ),
    "quarantine.retried": (
        "{count} 件のうち {passed} 件を取り込みました。",
        "{passed} of {count} record[s] [was|were] taken in.",
    ),
}
