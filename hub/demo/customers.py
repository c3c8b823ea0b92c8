"""The demo's made-up customers, as each system tells them: nobody here exists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

Record = dict[str, Any]

# Everything was entered a while ago, so that the edits of the demo are the newest things in it.
ENTERED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

COMPANIES: list[Record] = [
    {
        "name": "株式会社青空製作所",
        "kana": "アオゾラセイサクショ",
        "postal": "100-0005",
        "prefecture": "東京都",
        "city": "千代田区",
        "street": "丸の内1-1-1",
        "phone": "03-3210-0001",
        "domain": "aozora-works.example.co.jp",
        "t_number": "T7000012050002",
    },
    {
        "name": "有限会社みどり商店",
        "kana": "ミドリショウテン",
        "postal": "530-0001",
        "prefecture": "大阪府",
        "city": "大阪市北区",
        "street": "梅田2-2-2",
        "phone": "06-6341-0002",
        "domain": "midori-shoten.example.jp",
    },
    {
        "name": "合同会社うみべ企画",
        "kana": "ウミベキカク",
        "postal": "220-0012",
        "prefecture": "神奈川県",
        "city": "横浜市西区",
        "street": "みなとみらい3-3-3",
        "phone": "045-222-0003",
        "domain": "umibe.example.com",
    },
    {
        "name": "北山運輸株式会社",
        "kana": "キタヤマウンユ",
        "postal": "060-0001",
        "prefecture": "北海道",
        "city": "札幌市中央区",
        "street": "北一条西4-4",
        "phone": "011-222-0004",
        "domain": "kitayama-unyu.example.jp",
    },
    {
        "name": "株式会社さくら印刷",
        "kana": "サクラインサツ",
        "postal": "810-0001",
        "prefecture": "福岡県",
        "city": "福岡市中央区",
        "street": "天神5-5-5",
        "phone": "092-711-0005",
        "domain": "sakura-print.example.co.jp",
    },
]
PEOPLE: list[Record] = [
    {
        "company": 0,
        "family": "髙橋",
        "given": "一郎",
        "kana": ("タカハシ", "イチロウ"),
        "mail": "ichiro",
        "title": "部長",
    },
    {"company": 0, "family": "伊藤", "given": "恵", "kana": ("イトウ", "メグミ"), "mail": "megumi", "title": "課長"},
    {"company": 1, "family": "山本", "given": "直樹", "kana": ("ヤマモト", "ナオキ"), "mail": "naoki", "title": "店長"},
    {
        "company": 2,
        "family": "中村",
        "given": "さやか",
        "kana": ("ナカムラ", "サヤカ"),
        "mail": "sayaka",
        "title": "代表",
    },
    {"company": 3, "family": "小林", "given": "健太", "kana": ("コバヤシ", "ケンタ"), "mail": "kenta", "title": "所長"},
    {"company": 4, "family": "加藤", "given": "美咲", "kana": ("カトウ", "ミサキ"), "mail": "misaki", "title": "主任"},
]

COLLEAGUE: Record = {
    "company": 3,
    "family": "小林",
    "given": "健二",
    "kana": ("コバヤシ", "ケンジ"),
    "mail": "kenji",
    "title": "主任",
}

# Somebody writes by a form on the web: Tokyo's number, and the name of a customer in Fukuoka.
LEAD: Record = {"name": "さくら印刷", "phone": "+81332220009"}


def mail_of(person: Record) -> str:
    """A person's address at the company's own domain."""
    return f"{person['mail']}@{COMPANIES[person['company']]['domain']}"


def cards() -> list[Record]:
    """Sansan: everybody, with half-width kana; one old card of somebody who has moved up since, and, without mailboxes,
    a second card of the head of 北山運輸 and one of a colleague with the same family name.
    """
    found = [_card(person, "2026-02-10", f"〇{number}") for number, person in enumerate(PEOPLE)]
    found.append({**_card(PEOPLE[0], "2021-06-01", "old"), "title": "主任", "departmentName": "製造部"})
    again = {
        "email": "",
        "companyName": "北山運輸(株)",
        "tel": "０１１－２２２－０００４（内線２３）",
        "street": "北一条西４丁目４番",
    }
    found.append({**_card(PEOPLE[4], "2025-11-05", "second"), **again})
    found.append({**_card(COLLEAGUE, "2026-02-10", "colleague"), "email": "", "departmentName": "経理部"})
    return found


def card_id(which: str) -> str:
    """How Sansan names a card that the demo speaks of: `first`, `old`, `second` or `colleague`."""
    place = {"first": 5, "old": 7, "second": 8, "colleague": 9}[which]
    return f"{place:032d}"


def _card(person: Record, exchanged_on: str, memo: str) -> Record:
    company = COMPANIES[person["company"]]
    return {
        "exchangeDate": exchanged_on,
        "lastName": person["family"],
        "firstName": person["given"],
        "lastNameReading": person["kana"][0],
        "firstNameReading": person["kana"][1],
        "departmentName": "営業部",
        "title": person["title"],
        "email": mail_of(person),
        "companyName": company["name"].replace("株式会社", "㈱"),
        "postalCode": company["postal"],
        "prefecture": company["prefecture"],
        "city": company["city"],
        "street": company["street"],
        "tel": company["phone"],
        "url": f"https://www.{company['domain']}/",
        "memo": memo,
    }


def partners() -> list[Record]:
    """freee: the companies that are sent invoices, with the legal form abbreviated as accountants do."""
    contacts = {person["company"]: person for person in reversed(PEOPLE)}
    return [
        {
            "name": company["name"].replace("株式会社", "(株)"),
            "name_kana": company["kana"],
            "phone": company["phone"].replace("-", ""),
            "contact_name": f"{contacts[number]['family']} {contacts[number]['given']}",
            "email": mail_of(contacts[number]),
            "invoice_registration_number": company.get("t_number"),
            "address_attributes": {
                "zipcode": company["postal"],
                "prefecture_code": _PREFECTURE_CODES[company["prefecture"]],
                "street_name1": company["city"] + company["street"],
                "street_name2": None,
            },
            "update_date": "2026-03-02",
        }
        for number, company in enumerate(COMPANIES[:4])
    ]


_PREFECTURE_CODES = {"北海道": 0, "東京都": 12, "神奈川県": 13, "大阪府": 26, "福岡県": 39}


def hubspot_companies() -> list[Record]:
    """HubSpot: three of the companies, with phone numbers in E.164."""
    return [
        {
            "name": company["name"],
            "domain": company["domain"],
            "phone": "+81" + company["phone"].replace("-", "")[1:],
            "zip": company["postal"],
            "state": company["prefecture"],
            "city": company["city"],
            "address": company["street"],
        }
        for company in COMPANIES[:3]
    ]


def hubspot_contacts() -> list[Record]:
    """HubSpot: four of the people."""
    return [
        {
            "lastname": person["family"],
            "firstname": person["given"],
            "email": mail_of(person),
            "phone": "+81" + COMPANIES[person["company"]]["phone"].replace("-", "")[1:],
            "jobtitle": person["title"],
        }
        for person in PEOPLE[:4]
    ]


def sheet_rows(today: date) -> list[Record]:
    """The sales team's Excel sheet: all companies, each with its story and something to do around `today`."""
    contacts = {person["company"]: person for person in reversed(PEOPLE)}
    stories = [
        "2026/01/15 初回訪問",
        "2026/02/03 見積説明",
        "2026/02/20 工場見学",
        "2026/01/28 電話",
        "2026/02/25 来社",
    ]
    return [
        {
            "企業名": company["name"],
            "業種": ["製造業", "小売業", "企画", "運輸業", "印刷業"][number],
            "所在地": f"〒{company['postal']} {company['prefecture']}{company['city']}{company['street']}",
            "電話番号": company["phone"],
            "企業URL": f"https://www.{company['domain']}/",
            "担当者氏名": f"{contacts[number]['family']} {contacts[number]['given']}",
            "部署・役職名": f"営業部 {contacts[number]['title']}",
            "メールアドレス": mail_of(contacts[number]),
            "商談開始日": "2026-01-15",
            "契約日": "2026-03-01" if number % 2 == 0 else "",
            "契約内容・金額": "保守契約 120万円" if number % 2 == 0 else "",
            "商談ステータス": "契約済" if number % 2 == 0 else "提案中",
            "訪問履歴": stories[number],
            "次回アクション": "次年度の見積を送る",
            "次回アクション日": (today + timedelta(days=3 * number - 2)).isoformat(),
        }
        for number, company in enumerate(COMPANIES)
    ]


def mails() -> list[tuple[str, tuple[str, str]]]:
    """Mails from customers: (message id, (name, address) of the sender)."""
    return [
        (
            f"demo-{number}@{COMPANIES[person['company']]['domain']}",
            (f"{person['family']} {person['given']}", mail_of(person)),
        )
        for number, person in enumerate(PEOPLE[:3])
    ]


def invoices(partner_ids: list[str]) -> list[Record]:
    """freee: an invoice for each partner, and an older one whose partner somebody has deleted since."""
    regular = [
        _invoice(int(partner_id), COMPANIES[number]["name"], 110000 * (number + 1), "2026-03-31", "2026-04-30")
        for number, partner_id in enumerate(partner_ids)
    ]
    return [*regular, _invoice(99, "みどり商店", 88000, "2026-01-31", "2026-02-28")]


def _invoice(partner_id: int, addressee: str, amount: int, billed_on: str, due_on: str) -> Record:
    return {
        "partner_id": partner_id,
        "partner_display_name": addressee,
        "subject": "月額利用料",
        "billing_date": billed_on,
        "payment_date": due_on,
        "amount_including_tax": amount,
    }
