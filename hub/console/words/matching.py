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
        "キー: 1 同じ、2 別、j と s あとで、k 前、u 取り消し。",
        "Keys: 1 the same, 2 different, j and s later, k back, u undo.",
    ),
    "matches.done": ("決定:「{said}」", "Decided: {said}"),
    "matches.late": (
        "{at} に {author} が「{said}」と決めています。あなたの選択は保存していません。",
        "{author} decided “{said}” at {at}; your choice was not stored.",
    ),
}
