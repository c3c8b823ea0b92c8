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
    "same": ("2. だれとだれが同じか", "2. Who is the same as whom"),
    "same.joined": (
        "・メールアドレスのない名刺も、名前・会社・電話・所在地の証拠で同じ人と分かる",
        "- A card without a mail address is known by its name, company, telephone and place",
    ),
    "same.wall": (
        "・同じ会社・同じ電話の「小林」さんでも、名が違えば壁が立ち、別の人のまま",
        "- A colleague with the same family name and telephone stays another person: a wall stands between them",
    ),
    "same.old": (
        "・後から読み込んだ 2021 年の名刺の役職は、新しい役職に勝たない",
        "- The title on a card of 2021 does not beat the newer one, however late it was scanned",
    ),
    "bills": (
        "・freee の請求書は、根拠のある顧客にひもづいている（hub invoices show で根拠、hub invoices queue で確認待ち）",
        "- freee's invoices are at their customers (`hub invoices show` has the evidence, `queue` what is doubtful)",
    ),
    "edits": ("3. 人が編集する。何を書くかを先に見る", "3. People edit; see first what would be written"),
    "apply": ("4. 見たとおりに書く", "4. Write exactly that"),
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
    "edit.address": (
        "・みどり商店の所在地を、HubSpot と freee で別々に変える（この項目は人が決める設定なので、書かずに待つ）",
        "- In HubSpot and in freee, somebody enters addresses of みどり商店 (people decide: nothing is written)",
    ),
    "edit.lead": (
        "・HubSpot に「さくら印刷」が東京の電話番号で入る（福岡の株式会社さくら印刷と同じか、人に尋ねる）",
        "- In HubSpot, a lead 「さくら印刷」 has a number in Tokyo (is it the customer in Fukuoka? a person is asked)",
    ),
    "why": ("5. なぜこの値なのか", "5. Why this value"),
    "undo": ("6. freee に書いた電話番号を元に戻す", "6. Take back the phone that was written to freee"),
    "undo_undo": ("元に戻したことも、また元に戻せます。", "An undo can be undone as well."),
    "again": ("もう一度同期（変わった分だけが届く）", "A sync again (what has changed arrives, and nothing else)"),
    "next": (
        (
            "次に試すこと\n"
            "・.demo/customers.xlsx のセルを直して、もう一度 make run\n"
            "・.venv/bin/hub --config {config} status\n"
            "・.venv/bin/hub --config {config} explain person/7\n"
            "・最初からやり直すには .demo を消します"
        ),
        (
            "Try next\n"
            "- edit a cell of .demo/customers.xlsx, and make run again\n"
            "- .venv/bin/hub --config {config} status\n"
            "- .venv/bin/hub --config {config} explain person/7\n"
            "- delete .demo to start over"
        ),
    ),
    "console": ("7. ブラウザで片づける", "7. Clear what is left, in the browser"),
    "console.how": (
        "競合、確かめる組、確認待ちの請求書が一件ずつ待っています（代役も動いたまま。終わるには Ctrl-C）。",
        ("One conflict, one doubtful pair and one doubtful invoice are waiting. The stand-ins go on; Ctrl-C ends it."),
    ),
    "console.again": (
        "・admin のパスワードをなくしたら: .venv/bin/hub --config {config} users password admin",
        "- where admin's password is lost: .venv/bin/hub --config {config} users password admin",
    ),
    "console.later": (
        (
            "・ブラウザで見る（アドレスと最初のパスワードを表示します）:\n"
            "  .venv/bin/hub --config {config} serve --no-schedule"
        ),
        (
            "- in the browser (it tells its address and the first password):\n"
            "  .venv/bin/hub --config {config} serve --no-schedule"
        ),
    ),
}


def say(lang: str, key: str, **values: object) -> str:
    """A line in Japanese or English."""
    ja, en = _WORDS[key]
    return (en if lang == "en" else ja).format(**values)
