"""How one fact is written: addresses, telephones, dates, forms of companies and names, in the ways that are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.secondworld.addresses import Address
from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.firm_names import FirmName
from benchmarks.secondworld.kana import full_width

_TENS = "〇一二三四五六七八九"
_LOOKALIKES = ("ー", "−", "‐", "–", "―", "－")
_SHORT_FORMS = {
    "株式会社": ("(株)", "㈱", "（株）"),
    "有限会社": ("(有)", "㈲", "（有）"),
    "合同会社": ("(同)", "（同）", "合同会社"),
    "医療法人社団": ("(医社)", "（医）", "医療法人社団"),
    "医療法人": ("(医)", "（医）", "医療法人"),
    "社会福祉法人": ("(福)", "（福）", "社会福祉法人"),
    "学校法人": ("(学)", "（学）", "学校法人"),
    "一般社団法人": ("(一社)", "（一社）", "一般社団法人"),
    "特定非営利活動法人": ("NPO法人", "ＮＰＯ法人", "(特非)"),
}
ENGLISH_FORMS = {
    "株式会社": ("Co., Ltd.", "Co.,Ltd.", "Inc.", "K.K.", "Corporation"),
    "有限会社": ("Ltd.", "Y.K."),
    "合同会社": ("LLC", "G.K."),
}


def kanji_number(number: int) -> str:
    """二十三 of 23; addresses stay below a hundred there."""
    tens, ones = divmod(number, 10)
    if tens >= 10:
        return "".join(_TENS[int(digit)] for digit in str(number))
    return ("" if tens == 0 else "十" if tens == 1 else f"{_TENS[tens]}十") + (_TENS[ones] if ones else "")


def _dashed(numbers: Sequence[int]) -> str:
    return "-".join(str(number) for number in numbers if number)


def _spelled(numbers: Sequence[int]) -> str:
    chome, block, house = numbers
    if not chome:
        return f"{block}番地{house}" if house else f"{block}番地"
    return f"{chome}丁目{block}番{house}号" if house else f"{chome}丁目{block}番"


def _half_spelled(numbers: Sequence[int]) -> str:
    chome, *rest = numbers
    return f"{chome}丁目{_dashed(rest)}" if chome else "の".join(str(number) for number in rest if number)


def _by_kanji(numbers: Sequence[int]) -> str:
    chome, block, house = numbers
    if not chome:
        return _spelled(numbers)
    return f"{kanji_number(chome)}丁目{block}番{house}号" if house else f"{kanji_number(chome)}丁目{block}番地"


def _wide(numbers: Sequence[int]) -> str:
    return full_width(_dashed(numbers))


Numbering = Callable[[Sequence[int]], str]


@dataclass(frozen=True, slots=True)
class AddressHabit:
    """How a system, or those who type into it, write an address."""

    numbering: Wheel[Numbering]
    prefecture: float = 0.85
    building: float = 0.8
    wide: float = 0.0
    lookalike: float = 0.03
    gaps: tuple[str, ...] = ("", " ", "　")


def numbering(dashed: float, spelled: float, half: float, kanji: float, wide: float) -> Wheel[Numbering]:
    """The weights of the ways in which 丁目, 番 and 号 are written."""
    return Wheel([(_dashed, dashed), (_spelled, spelled), (_half_spelled, half), (_by_kanji, kanji), (_wide, wide)])


def address(rnd: Random, place: Address, habit: AddressHabit) -> str:
    """One line of address."""
    town = place.town
    city = town.city
    if "郡" in city[1:4] and rnd.random() < 0.25:
        city = city[city.index("郡", 1) + 1 :]
    name = town.name
    if "ケ" in name or "ヶ" in name:
        name = name.translate(str.maketrans("ケヶ", rnd.choice(("ケケ", "ヶヶ", "がが"))))
    if place.in_village or rnd.random() < 0.01:
        name = rnd.choice(("大字", "字", "", "")) + name
    street = place.street if rnd.random() < 0.75 else ""
    prefecture = town.prefecture if rnd.random() < habit.prefecture else ""
    text = prefecture + city + street + name + habit.numbering.spin(rnd)(place.numbers)
    if rnd.random() < habit.lookalike:
        text = text.replace("-", rnd.choice(_LOOKALIKES))
    if place.building and rnd.random() < habit.building:
        text += rnd.choice(habit.gaps) + _building(rnd, place)
    return full_width(text) if rnd.random() < habit.wide else text


def _building(rnd: Random, place: Address) -> str:
    if place.room:
        styles = (f" {place.room}", f"{place.room}号室", f" {place.room}号", f"-{place.room}", f" #{place.room}")
        return place.building + rnd.choice(styles)
    if not place.floor:
        return place.building
    return place.building + rnd.choice(
        (f"{place.floor}F", f" {place.floor}F", f"{place.floor}階", f" {place.floor}階", "")
    )


def postal_code(rnd: Random, code: str, dash: float = 0.8) -> str:
    """123-4567, 1234567 or 〒123-4567."""
    text = f"{code[:3]}-{code[3:]}" if rnd.random() < dash else code
    return f"〒{text}" if rnd.random() < 0.04 else text


PhoneWriting = Callable[[Random, str, str, str], str]
_LONG_DISTANCE_ONLY = ("070", "080", "090", "0120")


def _paren(rnd: Random, area: str, exchange: str, line: str) -> str:
    return rnd.choice((f"{area}({exchange}){line}", f"({area}){exchange}-{line}", f"{area}（{exchange}）{line}"))


def _abroad(rnd: Random, area: str, exchange: str, line: str) -> str:
    home = area[1:]
    return rnd.choice((f"+81-{home}-{exchange}-{line}", f"+81 {home} {exchange} {line}", f"+81{home}{exchange}{line}"))


def _extension(rnd: Random, area: str, exchange: str, line: str) -> str:
    whole = f"{area}-{exchange}-{line}"
    inside = str(rnd.randint(10, 999))
    return (
        whole
        if area in _LONG_DISTANCE_ONLY
        else whole + rnd.choice((f" 内線{inside}", f"(内{inside})", f" ext.{inside}"))
    )


def _local(_: Random, area: str, exchange: str, line: str) -> str:
    return f"{area}-{exchange}-{line}" if area in _LONG_DISTANCE_ONLY else f"{exchange}-{line}"


_PHONE_WRITINGS: dict[str, PhoneWriting] = {
    "hyphen": lambda _, *parts: "-".join(parts),
    "plain": lambda _, *parts: "".join(parts),
    "paren": _paren,
    "world": _abroad,
    "wide": lambda _, *parts: full_width("-".join(parts)),
    "lost-zero": lambda _, *parts: "".join(parts)[1:],
    "extension": _extension,
    "gaps": lambda rnd, *parts: rnd.choice((" ", ".", "・")).join(parts),
    "labelled": lambda rnd, *parts: rnd.choice(("TEL ", "TEL:", "Tel.", "電話")) + "-".join(parts),
    "local": _local,
}


def phone(rnd: Random, number: str, styles: Wheel[str]) -> str:
    """A number in one of the named styles; an empty one stays empty."""
    if not number:
        return ""
    area, exchange, line = number.split("-")
    return _PHONE_WRITINGS[styles.spin(rnd)](rnd, area, exchange, line)


_IMPERIAL = ((date(2019, 5, 1), "R", "令和"), (date(1989, 1, 8), "H", "平成"), (date(1926, 12, 25), "S", "昭和"))


def day_text(iso: str, style: str) -> str:
    """A date as ISO, with slashes, compact, in kanji or by the emperor's years."""
    if style == "iso" or not iso:
        return iso
    year, month, day = (int(part) for part in iso.split("-"))
    if style == "slash":
        return f"{year}/{month}/{day}"
    if style == "compact":
        return f"{year}{month:02d}{day:02d}"
    if style == "kanji":
        return f"{year}年{month}月{day}日"
    start, letter, _ = next(entry for entry in _IMPERIAL if date(year, month, day) >= entry[0])
    return f"{letter}{year - start.year + 1:02d}.{month:02d}.{day:02d}"


def firm_name(rnd: Random, name: FirmName, full: float, bare: float, gap: float = 0.06) -> str:
    """The name with its form in full, shortened or left out."""
    drawn = rnd.random()
    if not name.form or drawn < bare:
        return name.core
    form = name.form if drawn < bare + full else rnd.choice(_SHORT_FORMS.get(name.form, (name.form,)))
    misplaced = name.form in ENGLISH_FORMS and rnd.random() < 0.03
    front = name.front != misplaced
    space = rnd.choice((" ", "　")) if rnd.random() < gap else ""
    return f"{form}{space}{name.core}" if front else f"{name.core}{space}{form}"


def english_firm(rnd: Random, name: FirmName) -> str:
    """Yamada Shoji Co., Ltd."""
    forms = ENGLISH_FORMS.get(name.form)
    return f"{name.english} {rnd.choice(forms)}" if forms else name.english


def without_register(name: FirmName) -> FirmName:
    """The name as a system without the register's characters holds it."""
    return replace(name, core=plain_characters(name.core))


_PLAIN = str.maketrans(
    "髙﨑邊邉濱澤櫻廣嶋冨國瀧齋齊眞惠德萬榮龍𠮷桒⻆關條", "高崎辺辺浜沢桜広島富国滝斎斉真恵徳万栄竜吉桑角関条"
)


def plain_characters(text: str) -> str:
    """Common characters for those of the register."""
    return text.translate(_PLAIN)
