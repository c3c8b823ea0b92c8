"""Japanese contact records of about 1.3 kB, made from their number alone, so that a million of them need no memory.

Invariant: the same number always gives the same bytes, and no two numbers share a mail address or a mobile number.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

FIRST_AT = datetime(2024, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=10)

_FAMILIES = (
    ("佐藤", "サトウ", "sato"),
    ("鈴木", "スズキ", "suzuki"),
    ("髙橋", "タカハシ", "takahashi"),
    ("田中", "タナカ", "tanaka"),
    ("伊藤", "イトウ", "ito"),
    ("渡邊", "ワタナベ", "watanabe"),
    ("山本", "ヤマモト", "yamamoto"),
    ("中村", "ナカムラ", "nakamura"),
    ("小林", "コバヤシ", "kobayashi"),
    ("加藤", "カトウ", "kato"),
    ("吉田", "ヨシダ", "yoshida"),
    ("山田", "ヤマダ", "yamada"),
    ("佐々木", "ササキ", "sasaki"),
)
_GIVEN = (
    ("翔太", "ｼｮｳﾀ", "shota", "男性"),
    ("さくら", "サクラ", "sakura", "女性"),
    ("健一", "ケンイチ", "kenichi", "男性"),
    ("美咲", "ミサキ", "misaki", "女性"),
    ("大輔", "ダイスケ", "daisuke", "男性"),
    ("陽菜", "ヒナ", "hina", "女性"),
    ("誠", "ﾏｺﾄ", "makoto", "男性"),
    ("裕子", "ユウコ", "yuko", "女性"),
    ("拓也", "タクヤ", "takuya", "男性"),
    ("恵", "メグミ", "megumi", "女性"),
    ("直樹", "ナオキ", "naoki", "男性"),
)
_PLACES = (
    ("東京都", "千代田区", "丸の内"),
    ("大阪府", "大阪市北区", "梅田"),
    ("神奈川県", "横浜市西区", "みなとみらい"),
    ("愛知県", "名古屋市中村区", "名駅"),
    ("北海道", "札幌市中央区", "北一条西"),
    ("福岡県", "福岡市博多区", "博多駅前"),
    ("京都府", "京都市下京区", "四条通"),
)
_POSTS = (("営業第二部", "課長"), ("経理部", "主任"), ("情報システム部", "部長"), ("総務部", None))
_NOTES = (
    "展示会で名刺を交換。現行の顧客管理は表計算で、部署ごとに様式が違うため名寄せに毎月三日かかるとのこと。"
    "来期の予算で見直しを検討中。決裁は本部長、稟議は六月。競合二社と比較、導入の時期と移行の手間を気にしている。"
    "次回は経理の担当者も同席し、請求書との突き合わせを実演する予定。連絡は平日の午前、まずは電話でと希望あり。"
)
_JSON_NOTES = msgspec.json.encode(_NOTES)[1:-1].decode()

_TEMPLATE = (
    '{"id":"%(id)s","createdAt":"2023-04-01T00:00:00Z","updatedAt":"%(at)s","archived":false,"properties":{'
    '"lastname":"%(family)s","firstname":"%(given)s","lastname_kana":"%(family_kana)s","firstname_kana":"%(given_kana)s",'
    '"member_code":"M%(id)s","company":"株式会社青葉商事%(firm)d","department":"%(department)s","jobtitle":%(title)s,'
    '"email":"%(family_latin)s.%(given_latin)s%(number)d@aoba%(firm)d.example.co.jp","phone":"%(phone)s",'
    '"mobilephone":"090-%(mobile_head)04d-%(mobile_tail)04d","fax":%(fax)s,"zip":"%(zip)s","state":"%(prefecture)s",'
    '"city":"%(city)s","address":"%(street)s%(block)d-%(house)d-1","building":%(building)s,"birthdate":"%(birthday)s",'
    '"sex":"%(sex)s","occupation":"会社員","rank":"%(rank)s","newsletter":%(newsletter)s,'
    '"member_since":"20%(year)02d/04/01","owner":"山田 太郎","hobbies":null,"lead_status":null,'
    '"last_activity_at":null,"notes":"%(notes)s%(number)d"}}'
)


def updated_at(number: int) -> datetime:
    """When the record was last touched, as long as nobody edits it."""
    return FIRST_AT + STEP * number


def spelt(at: datetime) -> str:
    """A time as the system writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def contact_id(number: int) -> str:
    """The system's id of a record."""
    return f"{number:08d}"


def contact(number: int) -> bytes:
    """The record as the system sends it: 28 properties of which three to seven are null."""
    family, family_kana, family_latin = _FAMILIES[number % 13]
    given, given_kana, given_latin, sex = _GIVEN[number % 11]
    prefecture, city, street = _PLACES[number % 7]
    department, title = _POSTS[number % 4]
    # Both factors are coprime to what they are reduced by, so each number has its own telephones.
    mobile = 10_000_000 + number * 7_654_321 % 89_999_999
    phone = number * 7_919 % 9_999_991
    text = _TEMPLATE % {
        "id": f"{number:08d}",
        "number": number,
        "at": spelt(updated_at(number)),
        "family": family,
        "given": given,
        "family_kana": family_kana,
        "given_kana": given_kana,
        "family_latin": family_latin,
        "given_latin": given_latin,
        "firm": number % 997,
        "department": department,
        "title": "null" if title is None else f'"{title}"',
        "phone": _phone(phone, number),
        "mobile_head": mobile // 10_000,
        "mobile_tail": mobile % 10_000,
        "fax": "null" if number % 3 else f'"03-5{phone // 10_000:03d}-{phone % 10_000:04d}"',
        "zip": f"{100 + number % 800:03d}-{number // 800 % 10_000:04d}",
        "prefecture": prefecture,
        "city": city,
        "street": street,
        "block": number % 9 + 1,
        "house": number % 31 + 1,
        "building": "null" if number % 5 else f'"青葉ビル{number % 12 + 1}階"',
        "birthday": f"19{50 + number % 50}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        "sex": sex,
        "rank": "ABC"[number % 3],
        "newsletter": "true" if number % 2 else "false",
        "year": 10 + number % 14,
        "notes": _JSON_NOTES,
    }
    return text.encode()


def _phone(phone: int, number: int) -> str:
    head, tail = f"3{phone // 10_000:03d}", f"{phone % 10_000:04d}"
    if number % 20 == 0:
        return f"０３－{_wide(head)}－{_wide(tail)}"
    return f"03-{head}-{tail}"


def _wide(digits: str) -> str:
    return digits.translate(_WIDE)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def document(number: int) -> dict[str, Any]:
    """The record decoded."""
    decoded: dict[str, Any] = msgspec.json.decode(contact(number))
    return decoded
