"""What is said of backups, as (Japanese, English)."""

from __future__ import annotations

BACKUPS: dict[str, tuple[str, str]] = {
    "help.store": ("データベースを控え、確かめます。", "Back the database up, and verify it."),
    "help.db.backup": (
        "動いているまま、データベースを一つのファイルに控えます（トークンは含みません）。",
        "Write the database to one file while the hub works; tokens are left out.",
    ),
    "help.db.verify": (
        "控え（なければ今のデータベース）が完全で、書き換えられていないか確かめます。",
        "Prove that a backup, or else the database itself, is whole and unaltered.",
    ),
    "help.db.file": ("控えのファイル。", "The backup's file."),
    "db.made": ("控えました: {file}（{rows} 行）", "Backed up: {file} ({rows} row[s])"),
    "db.whole": ("完全です: {file}", "Whole: {file}"),
    "db.fault.unreadable": ("読めません: {where}", "It can't be read: {where}"),
    "db.fault.no_backup": (
        "hub db backup の控えではありません: {where}",
        "This is no backup of hub db backup: {where}",
    ),
    "db.fault.altered": ("控えた後に変わった表: {where}", "Altered since it was made: table {where}"),
    "db.fault.broken": ("整合しません: {where}", "It is broken: {where}"),
}
