"""What is said of searches, as (Japanese, English)."""

from __future__ import annotations

SEARCHES: dict[str, tuple[str, str]] = {
    "help.search": (
        "顧客を探します: 名前・旧社名の一部（漢字・かな・ローマ字）、電話、メール、法人番号、郵便番号、各種番号。",
        "Find customers by a part of a present or former name in kanji, kana or romaji, by phone, mail, number or id.",
    ),
    "help.search.words": ("探すもの。", "What to look for."),
    "help.search.entity": ("company か person だけを探します。", "Only companies, or only persons."),
    "help.search.limit": ("一度に見せる件数。", "How many to show at most."),
    "search.golden": ("番号", "Record"),
    "search.name": ("名前", "Name"),
    "search.fit": ("一致", "Fits"),
    "search.facts": ("手がかり", "Facts"),
    "search.exact": ("完全", "whole"),
    "search.prefix": ("先頭", "beginning"),
    "search.part": ("一部", "part"),
    "search.former": ("旧社名 {name}", "formerly {name}"),
    "search.none": (
        "見つかりません。名前の一部、読み、電話の下四桁でも探せます。",
        "Nothing was found. Part of a name, its reading or the last digits of a telephone number are enough.",
    ),
    "search.cut": (
        "ほかにもあります。もっと詳しく入れるか、--limit を増やしてください。",
        "There are more; type more, or raise --limit.",
    ),
    "search.waiting": (
        "{count} 件の顧客はまだ索引になく、ここでは見つかりません。次の hub sync のあとに見つかります。",
        "{count} customer[s] [is|are] not in the index yet and can't be found here; the next hub sync adds them.",
    ),
    "search.waiting_more": (
        "{count} 件以上の顧客がまだ索引になく、ここでは見つかりません。次の hub sync のあとに見つかります。",
        "{count} customer[s] or more are not in the index yet and can't be found here; the next hub sync adds them.",
    ),
    "search.no_entity": (
        "{text} という種類はありません。{known} のどれかです",
        "there is no {text} to search for; known: {known}",
    ),
}
