"""What the page of doubtful matches says, as (Japanese, English)."""

from __future__ import annotations

MATCHING: dict[str, tuple[str, str]] = {
    "frame.matches": ("名寄せ", "Matches"),
    "matches.title": ("同じ顧客かもしれない組", "Pairs that may be one customer"),
    "matches.place": ("{place} / {total}", "{place} of {total}"),
    "matches.neighbours": ("前後の組", "Neighbouring pairs"),
    "matches.none": ("ここにはありません。", "There are none here."),
    "matches.unweighed": (
        "証拠を量っていないので、尋ねることがありません。設定に matching: {{evidence: true}} と書くと始まります。",
        "No evidence is weighed, so nothing is asked; matching: {{evidence: true}} in the configuration begins it.",
    ),
    "matches.pair": ("{entity}の二つの記録", "Two records ({entity})"),
    "matches.worth": ("一つになる顧客の記録:", "What refers to the two customers:"),
    "matches.evidence": ("証拠", "The evidence"),
    "matches.what": ("手がかり", "What"),
    "matches.bits": ("重さ（ビット）", "Weight (bits)"),
    "matches.prior": ("偶然に同じである見込み", "chance of finding them"),
    "matches.wall": ("壁", "wall"),
    "matches.sum": ("合計", "sum"),
    "matches.limits": (
        "{ask} から人に尋ね、{same} から同じとみなします",
        "a person is asked from {ask} on; from {same} on they are one",
    ),
    "matches.why": ("理由（任意）", "Why (optional)"),
    "matches.same": ("同じ顧客", "The same customer"),
    "matches.different": ("別の顧客（ずっと）", "Different (for good)"),
    "matches.keys": (
        "キー: 1 同じ、2 別、p 同じにした場合の結果、j と s あとで、k 前、u 取り消し。",
        "Keys: 1 the same, 2 different, p what “the same” comes to, j and s later, k back, u undo.",
    ),
    "preview.look": ("同じにした場合の結果を見る", "See what “the same” comes to"),
    "preview.title": ("同じにした場合の結果", "What “the same” comes to"),
    "preview.back": ("組に戻る", "Back to the pair"),
    "preview.only": (
        "見るだけで、何も保存せず、どのシステムにも書き込みません。",
        "This is a look: nothing is stored, and nothing is written to any system.",
    ),
    "preview.waits": (
        "次の実行を待つ変更があるので、結果はそれで変わることがあります。",
        "Changes wait for the next run, and may make it come out otherwise.",
    ),
    "preview.becomes.stays": ("残ります（記録 {count}）", "stays (records: {count})"),
    "preview.becomes.redirected": (
        "統合されます（記録 {count}）。番号は残る顧客につながります。",
        "is merged into it (records: {count}); its number leads there",
    ),
    "preview.becomes.rest": (
        "記録 {count} を渡し、残りの記録で続きます。",
        "gives it records ({count}) and lives on with the others",
    ),
    "preview.apart": ("一つになる記録の顧客番号: {golden}", "The one customer becomes {golden}"),
    "preview.new": ("新しい番号", "a new number"),
    "preview.parted": (
        "いまの顧客から離れる記録（証拠かほかの決定が分けるもの。これらへの書き込みは下に含みません）:",
        "Records that would leave their customer, for the evidence or decisions part them (their writes aren't below):",
    ),
    "preview.disputed": ("値が分かれる項目", "Fields in which the records differ"),
    "preview.undisputed": ("ありません。負ける値もありません。", "None, and so no value loses."),
    "preview.agreed": ("ほかの項目（{count}）", "All other fields ({count})"),
    "preview.wins": ("採用する値", "Wins"),
    "preview.loses": ("採用しない値", "Loses"),
    "preview.nothing": ("なし", "nothing"),
    "preview.decision": ("決定、{at}", "a decision, {at}"),
    "preview.held": ("競合として決定を待つ", "waits as a conflict"),
    "preview.touched": ("影響の範囲", "What it touches"),
    "preview.records": ("一つになる記録", "Records that come together"),
    "preview.of_system": ("{system} {count} 件", "{system}: {count}"),
    "preview.follows": (
        "{count} 件（うち {moved} 件の顧客番号が変わる）",
        "{count}, of which {moved} change their customer",
    ),
    "preview.writes": ("書き込まれる記録", "Records that are written"),
    "preview.each": ("記録ごとに見る", "Each of them"),
    "preview.no_writes": ("どのシステムにも何も書き込みません。", "Nothing is written to any system."),
    "matches.done": ("決定:「{said}」", "Decided: {said}"),
    "matches.late": (
        "{at} に {author} が「{said}」と決めています。あなたの選択は保存していません。",
        "{author} decided “{said}” at {at}; your choice was not stored.",
    ),
}
