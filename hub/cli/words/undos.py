"""What undos say, as (Japanese, English)."""

from __future__ import annotations

UNDOS: dict[str, tuple[str, str]] = {
    "help.undo": (
        "ハブが書いたものを書く前の値に戻します（--yes がなければ計画だけ）。後から人が変えたものは残します。",
        "Put back what the hub wrote (only the plan, without --yes). What people changed since stays.",
    ),
    "help.undo.run": (
        "元に戻す実行の番号（hub status で分かります）。",
        "The run to undo; hub status tells its number.",
    ),
    "help.undo.record": (
        "この顧客（person/12）または記録（freee/partners/101）だけ。実行の番号がなければ最後に書いた実行。",
        "Of this golden or remote record only; of the last run that wrote to it, unless a run is named.",
    ),
    "help.undo.field": ("この項目だけ。", "This field only."),
    "help.undo.decision": (
        "決定を取り消し、それで書いたものも戻します。",
        "Take a decision back, and what was written because of it.",
    ),
    "help.undo.merge": (
        "統合されて消えたゴールデンレコード（person/34）を分けます。",
        "Part a golden record again that was merged away.",
    ),
    "help.undo.plan": ("計画だけを見せます。", "Show the plan only."),
    "help.undo.yes": ("確かめずに元に戻します。", "Do it."),
    "undo.part": ("{runs} のうち {what}", "{runs} ({what} only)"),
    "undo.would": (
        "実行 {runs} を元に戻すと {count} 件を書き込みます。",
        "Undoing run {runs} would write {count} record[s].",
    ),
    "undo.done": (
        "実行 {runs} を元に戻しました（実行 {run}、書き込み {count} 件）。",
        "Run {runs} is undone (run {run}, {count} record[s] written).",
    ),
    "undo.parted": ("別の顧客に戻る記録", "Records that become customers of their own again"),
    "undo.together": (
        "{one} と {other} は、この決定がなくても一つで、一つのままです。別の顧客なら: hub part {one} {other}",
        "{one} and {other} are one without this decision, too, and stay so. If they are not: hub part {one} {other}",
    ),
    "undo.kept": ("そのまま残すもの（{count} 件）", "Left as it is ({count})"),
    "undo.why.edited": ("{at} に人が変更", "edited by a person at {at}"),
    "undo.why.written": ("その後、実行 {by} で書き込み済み", "written since by run {by}"),
    "undo.why.changed": ("別のシステムで新しい値になった", "somebody has said something newer elsewhere"),
    "undo.why.deleted": ("その後、削除された", "deleted since"),
    "undo.why.opt_out": ("拒否は元に戻しません", "an opt-out stays"),
    "undo.by_hand": ("手で行うこと（{count} 件）", "To be done by hand ({count})"),
    "undo.hand.delete": (
        "この記録はハブが作りました。設定で削除が許されていないため、そのシステムで削除してください",
        "the hub made this record and may not delete it; delete it there",
    ),
    "undo.hand.restore": (
        "ハブが削除した記録です。そのシステムのごみ箱などから復元してください",
        "the hub removed this record and may not make it again; restore it there",
    ),
    "undo.hand.write": (
        "設定でもう書き込めません。値をそのシステムで直してください",
        "the configuration no longer lets the hub write; put back by hand",
    ),
    "undo.how": ("元に戻すには同じコマンドに --yes を付けてください。", "To do it, add --yes to the same command."),
    "undo.back": ("これも元に戻せます: hub undo {run}", "This can be undone too: hub undo {run}"),
    "rule.undone": ("元に戻す", "undone"),
    "decision.undone": ("元に戻した値", "undone"),
}
