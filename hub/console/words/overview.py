"""What the home page and the pages of systems say, as (Japanese, English)."""

from __future__ import annotations

OVERVIEW: dict[str, tuple[str, str]] = {
    "home.title": ("今日の様子", "How things stand"),
    "home.to_do": ("人を待っているもの", "What waits for a person"),
    "home.to_do.conflicts": ("決定を待つ競合", "conflicts to decide"),
    "home.to_do.doubts": ("同じ顧客かもしれない組", "pairs that may be one customer"),
    "home.to_do.quarantine": ("取り込めなかった記録", "records in quarantine"),
    "home.to_do.held": ("止まっている書き込み", "writes that are held"),
    "home.to_do.stopped": ("止まっているシステム", "systems that have stopped"),
    "home.nothing": ("待っているものはありません。", "Nothing waits."),
    "home.golden": ("ゴールデンレコード", "Golden records"),
    "home.empty": (
        "まだ何も読んでいません。hub sync か、設定の schedule で始まります。",
        "Nothing has been read yet; hub sync begins, or the schedule of the configuration.",
    ),
    "home.quality": ("{entity}の質", "Quality: {entity}"),
    "home.filled": ("充足率", "complete"),
    "home.matched": ("複数システムに登録", "in several systems"),
    "home.looked_at": ("調べた件数", "looked at"),
    "home.day": ("日", "Day"),
    "home.as_table": ("表で見る", "As a table"),
    "home.lines": (
        "{first} から {last} までの二つの割合。値は下の表にあります。",
        "Both shares from {first} to {last}; the table below has the values.",
    ),
    "home.measured": (
        "充足率は {fields} の埋まっている割合です。一日の最初の実行のあとに、標本で調べます。",
        "Complete: the share of {fields} that is filled. Both are of a sample, taken after the first run of a day.",
    ),
    "home.restored": (
        "{at} の控えに戻したので、書き込みを止めています。hub plan で確かめ、hub apply で通します。",
        "The store was restored to the backup of {at}, and nothing is written: look at hub plan, then hub apply.",
    ),
    "frame.systems": ("システム", "Systems"),
    "systems.system": ("システム", "System"),
    "systems.stream": ("対象", "Stream"),
    "systems.state": ("状態", "State"),
    "systems.state.good": ("順調", "good"),
    "systems.state.new": ("未読", "not read yet"),
    "systems.state.stopped": ("停止", "stopped"),
    "systems.read_at": ("最後に読んだ", "Last read"),
    "systems.next_at": ("次の予定", "Next run"),
    "systems.records": ("件数", "Records"),
    "systems.quarantined": ("隔離", "In quarantine"),
    "systems.waiting": ("書き込み待ち", "To write"),
    "systems.budget": ("今日の枠", "Today's budget"),
    "systems.left": ("残り {left} / {whole} 回", "{left} of {whole} requests left"),
    "systems.no_budget": ("制限なし", "no limit"),
    "systems.can": ("読み書き", "Access"),
    "systems.reads": ("読むだけ", "read only"),
    "systems.writes": ("読み書き", "read and write"),
    "systems.gone": ("設定にはもうありません", "no longer configured"),
    "systems.hub": (
        "動いている hub: {holder}（{until} まで専有）",
        "At work: {holder} (its lease lasts until {until})",
    ),
    "systems.how": (
        "止まった接続は、理由に従って直して config.yaml を保存すると、すぐに試し直します。",
        "Mend what the reason says and save config.yaml: a connection that has stopped is tried again at once.",
    ),
}
