"""What is said of erasing persons, as (Japanese, English)."""

from __future__ import annotations

ERASURES: dict[str, tuple[str, str]] = {
    "help.erase": (
        "個人を消去し、どのシステムからも戻らないようにします。--yes がなければ、何が消えるかを示すだけです。",
        "Erase a person, so that no system can bring them back; without --yes, only what would go is shown.",
    ),
    "help.erase.person": ("消去する個人。例: person/12", "The person to erase, such as person/12."),
    "help.erase.yes": ("本当に消去します。", "Really erase."),
    "help.erase.lift": (
        "消去を取りやめ、システムに残っているものを読み直します。",
        "Take an erasure back: what the systems still hold is read again.",
    ),
    "erase.would": ("{golden} を消去すると", "Erasing {golden} would remove"),
    "erase.done": ("{golden} を消去しました", "Erased {golden}"),
    "erase.records": ("各システムの記録（{count} 件）", "Records in the systems ({count})"),
    "erase.also": ("あわせて消すもの: {names}", "Together with: {names}"),
    "erase.past": (
        "過去の値 {versions} 件 · 書き込みの記録 {writes} 件 · 決定 {decisions} 件",
        "{versions} earlier state[s] · {writes} write[s] · {decisions} decision[s]",
    ),
    "erase.copies": (
        "次のファイルは、ハブが書き込む前の控えで、本人の行が残っているかもしれません。確かめて、要らなければ捨ててください。",
        "These files are copies from before the hub wrote there, and may hold the person; look, and throw them away:",
    ),
    "erase.backups": (
        "以前の控えのファイルには残っています。控えに戻しても消えたままですが、ファイルは期限を決めて捨ててください。",
        "Backups made before still hold the person. A restore keeps them erased; throw the files away in due time.",
    ),
    "erase.how": (
        "消去するには: hub erase {golden} --yes --reason 理由",
        "To do it: hub erase {golden} --yes --reason WHY",
    ),
    "erase.next": (
        "システムの記録は hub plan で確かめ、hub sync で削除します。",
        "What is deleted in the systems shows in hub plan, and goes with hub sync.",
    ),
    "erase.lifted": (
        "{golden} の消去を取りやめました。次の hub sync で読み直します。",
        "The erasure of {golden} is lifted; the next hub sync reads the systems anew.",
    ),
    "fate.archive": ("アーカイブします", "will be archived"),
    "fate.delete": ("削除します", "will be deleted"),
    "fate.by_hand": ("相手側で手で削除してください", "delete it there by hand"),
    "fate.rest_stays": (
        "ほかの記録と一緒なので、個人の項目を手で空にしてください",
        "empty the person's fields there by hand",
    ),
    "fate.gone": ("すでにありません", "is no longer there"),
}
