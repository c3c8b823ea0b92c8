"""What trials say, as (Japanese, English): the effect of a configuration before it goes live."""

from __future__ import annotations

TRIALS: dict[str, tuple[str, str]] = {
    "simulation.records": ("ゴールデンレコード", "Golden records"),
    "simulation.entity": (
        "  {entity}: 新規 {created} · 変更 {changed} · 統合されて消える {merged}",
        "  {entity}: {created} new · {changed} changed · {merged} merged away",
    ),
    "simulation.field": ("      {field}: {count} 件", "      {field}: {count}"),
    "simulation.moves": ("所属が変わる記録", "Records that would move"),
    "simulation.merges": (
        "  {before} は {after} に統合（{count} 件）",
        "  {before} merges into {after} ({count} record[s])",
    ),
    "simulation.leaves": (
        "  {before} から {after} へ分かれる（{count} 件）",
        "  {count} record[s] leave[s|] {before} for {after}",
    ),
    "simulation.refused": ("{stream}: 取り込めなくなる {count} 件", "{stream}: {count} could not be taken in"),
    "simulation.withdrawn": (
        "{stream}: 送られるはずだった {count} 件が取りやめになります",
        "{stream}: {count} waiting writes would be withdrawn",
    ),
    "audit.title": ("点検（実行 {run}）", "Audit (run {run})"),
    "audit.stream": (
        "  {stream}: {compared} 件を {calls} 回の要求で確かめ、食い違い {drifted} 件（対応表にない違い {unmapped} 件）",
        "  {stream}: {compared} compared in {calls} request[s], {drifted} drifted ({unmapped} in unmapped fields)",
    ),
    "audit.part": (
        "    途中まで読みました。消えた記録は全部読んだ時に分かります。",
        "    Not read to the end; vanished records show only then.",
    ),
    "audit.stopped": ("    止まりました: {why}", "    stopped: {why}"),
    "audit.differs": ("    {record} 違う項目: {fields}", "    {record} differs in {fields}"),
    "audit.unknown": ("    {record} hub が知らない記録", "    {record} is not known to the hub"),
    "audit.vanished": ("    {record} 相手から消えた記録", "    {record} has vanished there"),
    "audit.agrees": ("hub の知る姿と各システムは一致しています。", "Every system holds what the hub believes."),
    "audit.mend": ("読み直して直すには: hub sync --reread {stream}", "To read it again: hub sync --reread {stream}"),
    "audit.verified": (
        "記録 {count} 件の鎖に切れ目はありません。錨: {anchor}",
        "The chain of {count} entr[y|ies] is whole. Anchor: {anchor}",
    ),
    "audit.anchor": (
        "この錨を別の場所に控え、次は hub audit verify --anchor で渡すと、書き換えも切り捨ても分かります。",
        "Keep the anchor elsewhere and give it to hub audit verify --anchor next time: it shows rewriting too.",
    ),
    "audit.no_anchor": (
        "'{text}' は印（anchor）ではありません。hub audit verify が表示した 12:0f3a… のようなものを指定してください",
        "'{text}' is no anchor; give what `hub audit verify` printed, such as 12:0f3a…",
    ),
    "audit.broken": ("記録 {entry} で鎖が切れています: {why}", "The chain breaks at entry {entry}: {why}"),
    "audit.empty": ("まだ記録はありません。", "There are no entries yet."),
    "bundle.made": (
        "{file}: 実行 {run}、ゴールデンレコード {count} 件。値は仮のものに置き換えました。",
        "{file}: run {run}, {count} golden records. Values were replaced by pseudonyms.",
    ),
    "bundle.caution": (
        "仮の値でも、よく知る人には誰のことか分かるかもしれません。渡す相手を選んでください。",
        "Who knows a customer well may recognize the shape. Mind whom you give it to.",
    ),
    "bundle.same": (
        "実行 {run} の再現: ゴールデンレコード {count} 件、結果は同じです。",
        "Run {run} replayed: {count} golden record[s], and all come out the same.",
    ),
    "bundle.differs": ("実行 {run} の再現: 結果が違います。", "Run {run} replayed: it comes out otherwise."),
    "bundle.parted": ("  再現では一つにならない: {members}", "  not one cluster in the replay: {members}"),
    "bundle.joined": ("  再現で一つになる: {members}", "  one cluster in the replay: {members}"),
    "bundle.value": ("  値が違う: {field}", "  another value: {field}"),
    "bundle.planned": ("  書き込みの計画 {stream}: {count} 件", "  planned for {stream}: {count}"),
    "simulation.nothing": ("この設定で変わるものはありません。", "This configuration changes nothing."),
    "simulation.how": (
        "実際には何も変えていません。この通りにするには: hub sync --config {config}",
        "Nothing has been changed. To let it happen: hub sync --config {config}",
    ),
}
