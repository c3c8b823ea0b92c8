"""`python -m benchmarks.normalize`: how many values and whole records a second one core takes apart, caches cold.

A record's values are counted as a batch meets them: each distinct value of a column once. `--records FILE.csv` measures
records of another world, such as `python -m benchmarks.identity make` writes them.
"""

from __future__ import annotations

import argparse
import csv
import gc
from collections.abc import Callable, Iterable, Sequence
from itertools import starmap
from pathlib import Path
from random import Random
from time import process_time
from typing import Any, NamedTuple

from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.companies import company_parts
from hub.normalize.identity.mailboxes import mailboxes
from hub.normalize.identity.municipalities import municipalities
from hub.normalize.identity.numbers import corporate_digits, state_numbers
from hub.normalize.identity.persons import person_parts
from hub.normalize.identity.phones import phone_numbers
from hub.normalize.identity.places import place
from hub.normalize.identity.sites import site_owner
from hub.normalize.identity.surnames import surname_readings

Record = dict[str, str]


class Column(NamedTuple):
    """What is taken apart together, by which function."""

    fields: tuple[str, ...]
    apart: Callable[..., Any]


_COLUMNS = (
    Column(("company_name",), company_parts),
    Column(("company_kana",), company_parts),
    Column(("person_name", "person_kana"), person_parts),
    Column(("email",), mailboxes),
    Column(("phone",), phone_numbers),
    Column(("mobile",), phone_numbers),
    Column(("address", "postal_code"), place),
    Column(("url",), site_owner),
    Column(("corporate_number",), corporate_digits),
    Column(("invoice_registration_number",), state_numbers),
    Column(("birthday",), birthday_key),
)


def measure(records: Sequence[Record]) -> None:
    """A line for each column and one for the whole records; to find the distinct values is the database's work."""
    _warm()
    total = 0.0
    print(f"{'column':<30} {'distinct':>9} {'k values/s':>11} {'s':>7}")
    for column in _COLUMNS:
        values = _distinct(column, records)
        seconds = _seconds(column, values)
        total += seconds
        if values:
            print(
                f"{'+'.join(column.fields):<30} {len(values):>9,} {len(values) / seconds / 1000:>11.1f} {seconds:>7.2f}"
            )
    print(f"{'whole records':<30} {len(records):>9,} {len(records) / total / 1000:>11.1f} {total:>7.2f}")


def _distinct(column: Column, records: Sequence[Record]) -> list[tuple[str, ...]]:
    values = dict.fromkeys(tuple(record.get(field, "") for field in column.fields) for record in records)
    return [value for value in values if any(value)]


def _seconds(column: Column, values: list[tuple[str, ...]]) -> float:
    # Parts are kept, as a batch keeps them, and hold no cycles that a collector could find.
    gc.collect()
    gc.disable()
    began = process_time()
    parts = list(starmap(column.apart, values))
    seconds = process_time() - began
    gc.enable()
    assert len(parts) == len(values)
    return seconds


def _warm() -> None:
    """The tables are made at the first call; whoever takes a million records apart makes them once."""
    for name in ("山田商事㈱東京支店", "ﾔﾏﾀﾞ"):
        company_parts(name)
    person_parts("小谷野豊", "コヤノ ユタカ")
    place("東京都千代田区丸の内1-2-3")
    phone_numbers("TEL 03-3456-7890")
    mailboxes("taro@yamada.jp")


_TRADES = """
商事 工業 建設 製作所 運輸 食品 システム サービス 電機 不動産 印刷 商店 商会 産業 設備 テクノロジー デザイン 興業 物産
工務店
"""
_GIVEN_NAMES = """
太郎 健一 翔太 大輔 誠 浩 直樹 拓也 健 学 隆 和也 修 剛 哲也 達也 雄太 亮 明 博 清 進 茂 実 勝 一郎 次郎 正 弘 豊 花子
裕子 美咲 恵子 由美子 陽子 久美子 真由美 智子 幸子 さくら 愛 彩 舞 葵 結衣 陽菜 優子 恵 京子 和子 節子 文子 典子 直美
香織 麻衣 千尋 里奈 美穂
"""
_READINGS = (
    "タロウ ケンイチ ショウタ ダイスケ マコト ヒロシ ナオキ タクヤ ハナコ ユウコ ミサキ ケイコ サクラ アイ アヤ マイ"
)
_TOWNS = (
    "本町 栄 中央 大手町 北町 緑ヶ丘 旭町 大字長倉 東町 若葉町 桜木町 新町 西新宿 丸の内 上野 港町 末広町 幸町 泉 城山"
)
_FORMS = (
    "株式会社{}",
    "{}株式会社",
    "㈱{}",
    "（株）{}",
    "{}㈱",
    "{}(株)",
    "{}",
    "有限会社{}",
    "株式会社 {} 東京支店",
    "{}株式会社大阪営業所",
)
_BLOCKS = ("{}-{}-{}", "{}丁目{}番{}号", "{}－{}－{}", "{}丁目{}-{}", "{}‐{}‐{}")
_NAMES = ("{} {}", "{}　{}", "{}{}", "{} {}様", "{} {}", "{} {}")


def made(count: int, seed: int) -> list[Record]:
    """Records of companies and of people at them and at home, each entity on about two records."""
    chance = Random(seed)
    houses = [_house(chance) for _ in range(max(count // 5, 1))]
    people = [_person(chance, chance.choice(houses)) for _ in range(max(count // 3, 1))]
    return [_written(chance, houses, people) for _ in range(count)]


def _written(chance: Random, houses: list[Record], people: list[Record]) -> Record:
    """A record of one or the other, in the writing of one system."""
    is_company = chance.random() < 1 / 3
    record = dict(chance.choice(houses) if is_company else chance.choice(people))
    record["company_name"] = record["company_name"] and chance.choice(_FORMS).format(record["company_name"])
    number = record["phone"]
    record["phone"] = chance.choice((number, number, number.replace("-", ""), f"+81-{number[1:]}"))
    record["address"] = chance.choice((record["address"], record["address"].replace(record["prefecture"], "", 1)))
    if not is_company:
        halves = record["family"], record["given"]
        record["person_name"] = chance.choice(_NAMES).format(*halves)
    for field, share in (
        ("phone", 0.7),
        ("mobile", 0.5),
        ("email", 0.7),
        ("url", 0.3),
        ("person_kana", 0.4),
        ("birthday", 0.3),
    ):
        if chance.random() > share:
            record[field] = ""
    for field in ("company_kana", "corporate_number", "invoice_registration_number"):
        if not is_company or chance.random() > 0.4:
            record[field] = ""
    return record


_SURNAMES = list(surname_readings().items())
_CITIES = [(prefecture, name) for prefecture, names in municipalities().items() for name in names]


def _house(chance: Random) -> Record:
    surname, readings = chance.choice(_SURNAMES)
    prefecture, city = chance.choice(_CITIES)
    domain = "".join(chance.choices("abcdefghikmnoprstuwy", k=7)) + chance.choice((".co.jp", ".jp", ".com"))
    digits = "".join(chance.choices("123456789", k=13))
    block = chance.choice(_BLOCKS).format(*(chance.randint(1, 30) for _ in range(3)))
    building = chance.choice(("", "", f" 第{chance.randint(1, 9)}ビル{chance.randint(1, 9)}F", f" {surname}ビル"))
    return {
        "company_name": chance.choice(("", "", "東", "新", "大")) + surname + chance.choice(_TRADES.split()),
        "company_kana": readings[0] + chance.choice(("しょうじ", "こうぎょう", "けんせつ")),
        "prefecture": prefecture,
        "address": f"{prefecture}{city}{chance.choice(_TOWNS.split())}{block}{building}",
        "postal_code": f"{chance.randint(100, 999)}-{chance.randint(1, 9999):04}",
        "phone": f"0{chance.randint(3, 9)}-{chance.randint(2000, 9999)}-{chance.randint(1000, 9999)}",
        "email": f"info@{domain}",
        "url": f"https://www.{domain}/",
        "corporate_number": digits,
        "invoice_registration_number": f"T{digits}",
    }


def _person(chance: Random, house: Record) -> Record:
    surname, readings = chance.choice(_SURNAMES)
    at_home = chance.random() < 0.4
    base = _house(chance) if at_home else house
    domain = chance.choice(("gmail.com", "docomo.ne.jp")) if at_home else base["email"].partition("@")[2]
    return {
        **base,
        "company_name": "" if at_home else base["company_name"],
        "family": surname,
        "given": chance.choice(_GIVEN_NAMES.split()),
        "person_kana": f"{readings[0]} {chance.choice(_READINGS.split())}",
        "email": "".join(chance.choices("abcdefghikmnoprstuwy.", k=8)).strip(".") + f"@{domain}",
        "mobile": f"0{chance.choice('789')}0-{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}",
        "birthday": f"19{chance.randint(40, 99)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    }


def read(path: Path) -> list[Record]:
    """The records of a CSV file whose header names the columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main(arguments: Iterable[str] | None = None) -> None:
    """Make or read the records, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=Path, help="a CSV file of records; otherwise they are made")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=101)
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    measure(read(chosen.records) if chosen.records else made(chosen.count, chosen.seed))


if __name__ == "__main__":
    main()
