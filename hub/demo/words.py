"""What the demo says, in both languages."""

from __future__ import annotations

_WORDS = {
    "first": ("1. 最初の同期", "1. The first sync"),
    "stage": (
        "この端末で Sansan・freee・HubSpot の代役が動き、Excel の顧客表とメールボックスが {folder} にあります。",
        (
            "Stand-ins of Sansan, freee and HubSpot run on this machine; an Excel customer sheet and a "
            "mailbox are in {folder}."
        ),
    ),
    "edits": ("2. 人が編集して、もう一度同期", "2. People edit, and a second sync"),
    "edit.mobile": (
        "・HubSpot で、髙橋さんの携帯番号を入れる",
        "- In HubSpot, somebody enters 髙橋's mobile number",
    ),
    "edit.name": (
        "・freee で、同じ髙橋さんの名を「一朗」に直す（別の項目なので、どちらも残る）",
        "- In freee, somebody corrects the same person's given name (another field, so both survive)",
    ),
    "edit.phone": (
        "・freee と HubSpot の両方で、青空製作所の電話番号を別々に変える（同じ項目なので、競合になる）",
        "- In freee and in HubSpot, the company's phone is changed to different numbers (the same field: a conflict)",
    ),
    "why": ("3. なぜこの値なのか", "3. Why this value"),
    "again": ("もう一度同期（変わったものはありません）", "A sync again (nothing has changed)"),
    "next": (
        (
            "次に試すこと: もう一度 `make run`。.demo/customers.xlsx を編集して `make run`。"
            "`hub --config {config} status`、`… explain person/7`、`… conflicts list`。"
            "最初からやり直すには .demo を消します。"
        ),
        (
            "Try next: `make run` again. Edit .demo/customers.xlsx and `make run`. "
            "`hub --config {config} status`, `… explain person/7`, `… conflicts list`. Delete .demo to start over."
        ),
    ),
}


def say(lang: str, key: str, **values: object) -> str:
    """A line in Japanese or English."""
    ja, en = _WORDS[key]
    return (en if lang == "en" else ja).format(**values)
