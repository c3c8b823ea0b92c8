"""What is said of stored secrets and their key, as (Japanese, English)."""

from __future__ import annotations

SEALINGS: dict[str, tuple[str, str]] = {
    "help.secrets": (
        "保存した秘密（OAuth のトークンなど）とその鍵を見て、変えます。",
        "Show stored secrets (OAuth tokens and the like) and change their key.",
    ),
    "help.secrets.key": (
        "鍵を作って表示します。ファイルに置き、store.key で指します。",
        "Make a key and print it; keep it in a file that store.key names.",
    ),
    "help.secrets.list": (
        "何が保存され、どの鍵で暗号化されているか。秘密そのものは表示しません。",
        "List what is stored and with which key it is encrypted; never a secret itself.",
    ),
    "help.secrets.rotate": (
        "保存した秘密を、今の store.key で暗号化し直します。ほかの hub を止めてから行います。",
        "Encrypt stored secrets with the store.key of now; stop any other hub first.",
    ),
    "secrets.none": ("保存された秘密はまだありません。", "No secret is stored yet."),
    "secrets.about": ("秘密", "Secret"),
    "secrets.key": ("鍵", "Key"),
    "secrets.plain": ("暗号化なし", "not encrypted"),
    "secrets.rotated": (
        "{count} 件を鍵 {name} で暗号化し直しました。前の鍵は old_keys から外せます。",
        "Encrypted {count} with key {name}; keys of before may leave old_keys now.",
    ),
}
