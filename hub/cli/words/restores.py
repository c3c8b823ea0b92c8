"""What is said of a restore, as (Japanese, English)."""

from __future__ import annotations

RESTORES: dict[str, tuple[str, str]] = {
    "help.db.restore": (
        "控えに戻します。計画を確かめて通すまで、どのシステムにも書き込みません。今のデータベースは別名で残します。",
        "Go back to a backup; nothing is written before you let its plan go. The present database is kept aside.",
    ),
    "restore.done": (
        "{made_at} の控えに戻しました: {file}（{rows} 行）",
        "Restored to the state of {made_at}: {file} ({rows} row[s])",
    ),
    "restore.aside": ("戻す前のデータベース: {aside}", "The database as it was before: {aside}"),
    "restore.carried": (
        "控えの後にハブが書いたもの、拒否（オプトアウト）、操作の記録は引き継ぎました。",
        "Brought over from it: what the hub has written since, opt-outs, and the audit log.",
    ),
    "restore.gone": (
        "控えの後の決定 {count} 件は、もう効いていません: {numbers}（内容は hub audit log）。要れば決め直します。",
        (
            "{count} decision[s] made since the backup [stands|stand] no more: {numbers} (hub audit log tells them); "
            "decide again what is needed."
        ),
    ),
    "restore.back": (
        "控えの後に取り消した決定 {count} 件が、また効いています: {numbers}（取り消すには hub revoke 番号）。",
        "{count} decision[s] taken back since the backup [stands|stand] again: {numbers} (hub revoke NUMBER).",
    ),
    "restore.not_carried": (
        "控えの後の記録は引き継げませんでした。計画の「作成」に二重がないか確かめてください。",
        "Nothing could be brought over from the time since, so look at the creations in the plan for doubles.",
    ),
    "restore.next": (
        "次に hub plan で確かめ、hub apply か hub sync --release で通してください。それまで書き込みません。",
        "Next: look at hub plan, and let it go by hub apply or hub sync --release; nothing is written before that.",
    ),
    "restore.refused": (
        "戻していません。今のデータベースはそのままです。",
        "Not restored; the present database is as it was.",
    ),
    "status.restored": (
        "{made_at} の控えに戻しました（{at}）。hub plan を確かめ、hub apply か hub sync --release で通すまで待ちます。",
        "Restored at {at} to the state of {made_at}; writes wait for hub plan, then hub apply or hub sync --release.",
    ),
}
