"""Telephones and mailboxes, and the forms in which they are written down."""

from __future__ import annotations

from benchmarks.thirdworld import kana
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.vocabulary import PRIVATE_MAIL, PROVIDERS

_FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")
_LOOK_ALIKE = (
    ("l", "1"),
    ("rn", "m"),
    ("o", "0"),
    ("ー", "一"),
    ("ロ", "口"),
    ("ニ", "二"),
    ("大", "太"),
    ("田", "由"),
    ("力", "カ"),
)
NO_PHONES = ("0000000000", "000-0000-0000", "03-0000-0000", "なし", "-", "不明", "1234567890", "0")
NO_MAILBOXES = ("none@none.com", "a@a.jp", "test@test.com", "nashi@example.com", "なし", "noreply@example.jp")


def mobile_number(chance: Chance) -> str:
    """A mobile number."""
    head = chance.weigh({"090": 50, "080": 33, "070": 17})
    return f"{head}-{chance.between(1, 9)}{chance.digits(3)}-{chance.digits(4)}"


def landline(chance: Chance, area: str) -> str:
    """A number of an area."""
    middle = 10 - len(area) - 4
    return f"{area}-{chance.between(2, 9)}{chance.digits(middle - 1)}-{chance.digits(4)}"


def free_dial(chance: Chance) -> str:
    """A number that is free for who calls."""
    return f"0120-{chance.digits(3)}-{chance.digits(3)}"


def beside(chance: Chance, number: str) -> str:
    """A direct line or fax of the same house: the last two digits differ."""
    return number[:-2] + chance.digits(2)


def private_mailbox(chance: Chance, last: str, first: str, year: int) -> str:
    """A mailbox of a free service or a telephone company."""
    last, first = kana.roman(last, "typed"), kana.roman(first)
    number = chance.pick((str(year)[2:], str(year), chance.digits(2), chance.digits(4)))
    word = chance.pick(("mama", "cat", "happy", "taka", "neko", "blue", "sora", "momo", "fishing", "love"))
    user = chance.pick((
        f"{last}.{first}", f"{first}{number}", f"{first}.{last}{number}", f"{last}{number}", f"{word}.{first}.{number}",
        f"{first[:1]}-{last}{number}", f"{first}_{word}", f"{last}_{first}{number}", f"{word}{chance.digits(4)}",
    ))  # fmt: skip
    return _only(chance, user, chance.weigh(PRIVATE_MAIL))


def _only(chance: Chance, user: str, domain: str) -> str:
    """No two people have one mailbox given to them."""
    while not chance.first_time(f"{user}@{domain}"):
        user += str(chance.between(1, 9))
    return f"{user}@{domain}"


def work_mailbox(chance: Chance, last: str, first: str, domain: str, pattern: int) -> str:
    """A mailbox in the pattern of the firm."""
    last, first = kana.roman(last), kana.roman(first)
    users = (
        f"{first}.{last}",
        f"{last}.{first}",
        f"{first[:1]}-{last}",
        f"{last}",
        f"{first}_{last}",
        f"{last}-{first[:1]}",
    )
    user = users[pattern % len(users)]
    if pattern % len(users) == 3 and chance.often(0.5):
        user += str(chance.between(2, 99))
    return _only(chance, user, domain)


def provider_mailbox(chance: Chance, stem: str) -> str:
    """The mailbox that a small shop has of its Internet provider."""
    user, host = f"{stem[:10]}{chance.pick(('', '1', '-office', '00'))}", chance.pick(("", "cello.", "rose."))
    return _only(chance, user, host + chance.pick(PROVIDERS))


def phone_by_hand(chance: Chance, number: str, *, tidy: float = 0.5) -> str:
    """A number as somebody types it."""
    if not number:
        return ""
    plain = number.replace("-", "")
    if chance.often(tidy):
        return chance.weigh({number: 75, plain: 25})
    area, middle, last = number.split("-")
    fixed = len(area) + len(middle) < 7
    return chance.weigh({
        plain: 34, number: 16, f"{area}({middle}){last}": 12, f"({area}){middle}-{last}": 6,
        number.translate(_FULL): 12, f"+81-{number[1:]}": 4, f"{area} {middle} {last}": 5, plain[1:]: 4,
        f"TEL:{number}": 2, f"{number}(代)": 3 * fixed, f"{number} 内線{chance.between(10, 399)}": 2 * fixed,
    })  # fmt: skip


def mail_by_hand(chance: Chance, mailbox: str, *, care: float = 0.95) -> str:
    """A mailbox as somebody types it, seldom broken."""
    if not mailbox or chance.often(care):
        return mailbox
    user, _, domain = mailbox.partition("@")
    broken = (
        f"{user}@{domain.replace('.co', ',co')}",
        mailbox.upper(),
        f"{user}＠{domain}",
        f"{mailbox} ",
        f"{user}@{domain[:-1]}",
    )
    return chance.pick((*broken, mailbox.title()))


def wrong_digit(chance: Chance, number: str) -> str:
    """The number with one of its last three digits mistaken."""
    spot = chance.between(len(number) - 3, len(number) - 1)
    return number[:spot] + chance.digits(1) + number[spot + 1 :]


def misread(chance: Chance, text: str) -> str:
    """What a scanner takes one sign of a card for."""
    pairs = [pair for pair in _LOOK_ALIKE if pair[0] in text]
    return text.replace(*chance.pick(pairs), 1) if pairs else text
