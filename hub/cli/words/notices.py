"""What is said of notices, as (Japanese, English)."""

from __future__ import annotations

NOTICES: dict[str, tuple[str, str]] = {
    "help.notices": (
        "メール・Slack・Teams でのお知らせを見て、試します。",
        "Show and try the notices that people get by mail, Slack or Teams.",
    ),
    "help.notices.list": (
        "何を、いつ、どこに知らせたか、これから知らせるか。",
        "List what was told, when and by which channel, and what is to be.",
    ),
    "help.notices.test": (
        "それぞれの送り先に試験のお知らせを送ります。",
        "Send a test by each channel.",
    ),
    "help.notices.channels": ("送り先の名前。省くとすべて。", "The channels' names; all of them if left out."),
    "notices.none": ("知らせたことは、まだありません。", "Nothing was told yet."),
    "notices.what": ("内容", "What"),
    "notices.channel": ("送り先", "Channel"),
    "notices.since": ("いつから", "Since"),
    "notices.told": ("知らせた時", "Told"),
    "notices.due": ("次に送る時", "Next try"),
    "notices.failure": ("届かない理由", "Why it did not arrive"),
    "notices.over": ("{what}（解決済み）", "{what} (over)"),
    "notices.kind.paused": ("停止", "paused"),
    "notices.kind.failing": ("失敗", "failing"),
    "notices.kind.unavailable": ("応答なし", "not answering"),
    "notices.kind.silent": ("読めていない", "silent"),
    "notices.kind.vanished": ("記録の消失", "records vanished"),
    "notices.kind.fields_gone": ("項目の消失", "a field is gone"),
    "notices.kind.held": ("書き込み停止", "writes held"),
    "notices.kind.conflicts": ("競合", "conflicts"),
    "notices.kind.configuration": ("設定の誤り", "configuration refused"),
    "notices.kind.digest": ("まとめ", "digest"),
    "notices.no_channel": (
        "送り先がありません。config.yaml の notices: channels: に書いてください",
        "there are no channels; write them under notices: channels: in config.yaml",
    ),
    "notices.unknown": (
        "送り先 {name} はありません。あるのは {known}",
        "there is no channel {name}; there are {known}",
    ),
    "notices.arrived": ("{channel}: 送りました。", "{channel}: sent."),
    "notices.failed": ("{channel}: 届きませんでした。{reason}", "{channel}: it did not arrive. {reason}"),
}
