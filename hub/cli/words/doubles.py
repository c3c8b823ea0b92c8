"""What the command about doubles says, as (Japanese, English)."""

from __future__ import annotations

DOUBLES: dict[str, tuple[str, str]] = {
    "help.match.doubles": (
        "一つのシステムに何件もある顧客を挙げ、どの記録を残すかを提案します。何も書き込みません。",
        "List the customers who stand several times in one system, and propose which record stays. Writes nothing.",
    ),
    "help.match.stream": ("このストリーム（接続/ストリーム）だけ。", "This stream (connection/stream) only."),
    "help.match.doubles_limit": ("画面に見せる顧客の数。", "How many customers to show on the screen."),
    "help.match.doubles_out": ("すべてを書く CSV ファイル。", "The CSV file that all of it is written to."),
    "doubles.none": (
        "書き込み先のどのシステムにも、同じ顧客の重複した記録はありません。",
        "No system that is written to holds a customer twice.",
    ),
    "doubles.customer": ("{golden} {display} — {stream}", "{golden} {display} — {stream}"),
    "doubles.record.stays": (
        "  残す  {record}（{referring} 件が参照、{agreeing} 項目が一致、{since} から）",
        "  keep    {record} ({referring} record[s] refer[s|] to it, {agreeing} field[s] agree[s|], since {since})",
    ),
    "doubles.record.double": (
        "  重複  {record}（{referring} 件が参照、{agreeing} 項目が一致、{since} から）",
        "  double  {record} ({referring} record[s] refer[s|] to it, {agreeing} field[s] agree[s|], since {since})",
    ),
    "doubles.differs": ("        {field} がここでは {here}", "          {field} is {here} here"),
    "doubles.way.merge": (
        "  そのシステムの統合機能で、重複を残す記録へ統合してください。次の同期で hub も従います。",
        "  Merge the double into the record that stays, in that system; the next sync follows.",
    ),
    "doubles.way.archive": (
        "  重複を参照する記録を付け替えてから、そのシステムでアーカイブしてください。顧客はほかの記録で残ります。",
        "  Move what refers to the double, then archive it in that system; the customer stays by the other record.",
    ),
    "doubles.way.delete": (
        "  重複を参照する記録を付け替えてから、そのシステムで削除してください。顧客はほかの記録で残ります。",
        "  Move what refers to the double, then delete it in that system; the customer stays by the other record.",
    ),
    "doubles.way.by_hand": (
        "  そのシステムで重複を消してください。顧客はほかの記録で残ります。",
        "  Remove the double in that system; the customer stays by the other record.",
    ),
    "doubles.written": ("すべて: {file}", "All of them: {file}"),
    "doubles.nothing_written": (
        "提案だけです。同じ顧客でないものは hub part で分けてください。",
        "Only proposed. What is not one customer: hub part.",
    ),
}
