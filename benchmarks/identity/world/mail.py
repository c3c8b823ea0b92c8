"""Mail domains and addresses as companies and people choose them."""

from __future__ import annotations

from functools import lru_cache

from benchmarks.identity.chance import Chance, Weighted
from benchmarks.identity.spelling.letters import roman
from benchmarks.identity.world.words import Word

FREE = Weighted(
    [
        ("gmail.com", 46),
        ("yahoo.co.jp", 18),
        ("icloud.com", 9),
        ("docomo.ne.jp", 7),
        ("ezweb.ne.jp", 4),
        ("softbank.ne.jp", 3),
        ("i.softbank.jp", 3),
        ("outlook.jp", 2),
        ("hotmail.co.jp", 2),
        ("nifty.com", 2),
        ("ybb.ne.jp", 2),
        ("biglobe.ne.jp", 1),
        ("ocn.ne.jp", 1),
    ]
)
ROLES = Weighted(
    [
        ("info", 8),
        ("keiri", 3),
        ("eigyo", 3),
        ("contact", 2),
        ("soumu", 2),
        ("office", 2),
        ("mail", 1),
        ("support", 1),
        ("sales", 1),
    ]
)
STYLES = Weighted(
    [
        ("{family}", 22),
        ("{initial}.{family}", 14),
        ("{initial}-{family}", 10),
        ("{family}-{initial}", 6),
        ("{given}.{family}", 12),
        ("{family}.{given}", 12),
        ("{initial}{family}", 9),
        ("{given}_{family}", 5),
        ("{family}{number}", 4),
        ("{given}", 2),
    ]
)
_ENDINGS = Weighted([("co.jp", 60), ("jp", 18), ("com", 16), ("net", 3), ("ne.jp", 3)])


def latin(kana: str, chance: Chance) -> str:
    """A name in the letters of an address: satou, sato or, of few people, satoh."""
    return _letters(kana, "short" if chance.hits(0.62) else "full")


@lru_cache(maxsize=100_000)
def _letters(kana: str, style: str) -> str:
    return "".join(letter for letter in roman(kana, style) if letter.isascii() and letter.isalnum()) or "mail"


def work_address(chance: Chance, style: str, family: Word, given: Word, domain: str) -> str:
    """An address by the style of the company."""
    given_letters = latin(given.kana, chance)
    local = style.format(
        family=latin(family.kana, chance), given=given_letters, initial=given_letters[0], number=chance.between(1, 9)
    )
    return f"{local}@{domain}"


def free_address(chance: Chance, family: Word, given: Word, born: int) -> str:
    """An address at a free mailbox or a telephone company; nearly always nobody else's."""
    first, last = latin(given.kana, chance), latin(family.kana, chance)
    kind = chance.random()
    if kind < 0.35:
        local = f"{first}.{last}{chance.between(1, 999)}"
    elif kind < 0.6:
        local = f"{last}{first[0]}{born}{chance.pick(('', '', chance.digits(2)))}"
    elif kind < 0.8:
        local = f"{first}{chance.digits(4)}"
    elif kind < 0.92:
        local = f"{chance.pick(_WHIMS)}-{chance.pick(_WHIMS)}.{chance.digits(3)}"
    else:
        local = f"{last}-family{chance.digits(2)}"
    return f"{local}@{FREE.draw(chance)}"


_WHIMS = [
    "love",
    "smile",
    "happy",
    "cat",
    "dog",
    "moon",
    "star",
    "sakura",
    "blue",
    "sky",
    "music",
    "run",
    "hana",
    "neko",
    "momo",
    "ocean",
    "peace",
    "lucky",
    "maru",
    "fuji",
]


def domain(chance: Chance, name: Word, form: str) -> str:
    """A domain from the company's name."""
    base = name.latin.lower().replace(" ", "-" if chance.hits(0.5) else "")
    base = "".join(letter for letter in base if letter.isascii() and (letter.isalnum() or letter == "-"))[:24].strip(
        "-"
    )
    if chance.hits(0.2):
        base = base.split("-")[0]
    ending = {"association": "or.jp", "medical": "or.jp", "welfare": "or.jp", "public": "lg.jp"}.get(
        form
    ) or _ENDINGS.draw(chance)
    return f"{base or 'office'}.{ending}"
