"""What is said of lists as files, as (Japanese, English)."""

from __future__ import annotations

FILES: dict[str, tuple[str, str]] = {
    "files.as": ("ファイルに保存:", "Save as"),
    "files.csv": ("CSV", "CSV"),
    "files.xlsx": ("Excel", "Excel"),
    "files.cut": (
        "ここまでの {most} 件だけです。条件を絞ってください。",
        "Only the first {most}; narrow the list.",
    ),
    "files.number": ("番号", "Number"),
    "files.customer": ("顧客", "Customer"),
    "files.before": ("それまでの値", "Before"),
    "files.decided_at": ("決定", "Decided at"),
    "files.decided_by": ("決めた人", "Decided by"),
    "files.one": ("記録 1", "Record 1"),
    "files.other": ("記録 2", "Record 2"),
    "files.name_of_one": ("名前 1", "Name 1"),
    "files.name_of_other": ("名前 2", "Name 2"),
}
