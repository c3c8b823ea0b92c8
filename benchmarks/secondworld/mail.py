"""Domains of firms and mailboxes of people: each is given once."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.secondworld.dice import Wheel
from benchmarks.secondworld.firm_names import FirmName
from benchmarks.secondworld.firms import Firm
from benchmarks.secondworld.kana import roman
from benchmarks.secondworld.people import Name, Person

_PATTERNS = (
    "{g[0]}.{f} 14 {g}.{f} 14 {f} 16 {f}.{g} 8 {f}_{g[0]} 6 {g[0]}-{f} 10 {g[0]}{f} 6 {f}-{g[0]} 6 {f}{g} 3 {g} 2"
)
_NUMBERED = " {f[0]}{g[0]}{n:04d} 3 {g}_{f} 4 {g[0]}_{f} 8"
_PROVIDERS = (
    "gmail.com 46 yahoo.co.jp 24 icloud.com 9 docomo.ne.jp 8 ezweb.ne.jp 6 outlook.jp 3 hotmail.co.jp 3"
    " i.softbank.jp 4 au.com 2 nifty.com 1 biglobe.ne.jp 1"
)


def _weighted(text: str) -> Wheel[str]:
    words = text.split()
    return Wheel(zip(words[::2], map(float, words[1::2]), strict=True))


PATTERNS = _weighted(_PATTERNS + _NUMBERED)
FREE = _weighted(_PROVIDERS)
ROLES = _weighted("info 50 keiri 8 soumu 8 contact 8 sales 6 office 6 eigyo 5")
_SUFFIXES = _weighted("co.jp 60 com 18 jp 16 net 3 ne.jp 2")
_WORDS = (
    "sakura",
    "momo",
    "kuro",
    "neko",
    "taka",
    "nana",
    "hana",
    "sora",
    "umi",
    "yuki",
    "mochi",
    "choco",
    "koro",
    "tora",
)
SPELLINGS = Wheel([((True, "o"), 52), ((True, "ou"), 26), ((True, "oh"), 5), ((False, "o"), 9), ((False, "ou"), 8)])


@dataclass(slots=True)
class Postmaster:
    """Knows which domains and free mailboxes are taken."""

    domains: set[str] = field(default_factory=set)
    mailboxes: set[int] = field(default_factory=set)

    def domain(self, rnd: Random, name: FirmName) -> str:
        """A domain out of the name: whole, with a dash, shortened, or by initials."""
        suffix = "or.jp" if name.form.endswith(("法人", "社団")) else _SUFFIXES.spin(rnd)
        words = name.stem.replace("-", "").split() or ["web"]
        for draw in range(30):
            stem = _stem(rnd, words) + (
                "" if draw < 4 else rnd.choice(("-jp", "-gr", "web", "-net", str(rnd.randint(1, 99))))
            )
            domain = f"{stem[:28]}.{suffix}"
            if len(stem) > 2 and domain not in self.domains:
                self.domains.add(domain)
                return domain
        return self.domain(rnd, name)

    def free_mailbox(self, rnd: Random, person: Person) -> str:
        """A mailbox at a provider, by name and birthday or by a word that says nothing."""
        while True:
            mailbox = f"{_nickname(rnd, person)}@{FREE.spin(rnd)}"
            if hash_of(mailbox) not in self.mailboxes:
                self.mailboxes.add(hash_of(mailbox))
                return mailbox


def hash_of(text: str) -> int:
    """A number for a mailbox that is the same in each run, which Python's own is not."""
    return int.from_bytes(text.encode()[-40:], "big") % 2_305_843_009_213_693_951


def _stem(rnd: Random, words: list[str]) -> str:
    drawn = rnd.random()
    if len(words) > 1 and drawn < 0.15:
        return "-".join(words)
    if len(words) > 1 and drawn < 0.27:
        return words[0] + words[1][0]
    if len(words) > 1 and drawn < 0.40:
        return "".join(word[: rnd.randint(1, 3)] for word in words)
    if drawn < 0.48:
        return words[0]
    return "".join(words)


def _nickname(rnd: Random, person: Person) -> str:
    name = person.names.entries[0][1]
    family, given = spelled(rnd, name)
    year = f"{person.born.year % 100:02d}"
    drawn = rnd.random()
    if drawn < 0.25:
        word = rnd.choice(_WORDS) + rnd.choice(("", "_", ".", *_WORDS))
        return f"{word}{rnd.randint(0, 9999)}"
    tail = rnd.choice(
        (year, f"{person.born.month}{person.born.day:02d}", str(person.born.year), str(rnd.randint(1, 999)), "")
    )
    head = rnd.choice(
        (
            f"{given}.{family}",
            f"{family}{given}",
            f"{given[0]}.{family}",
            f"{family}_{given}",
            f"{given}{family[0]}",
            given,
        )
    )
    return head + tail


def spelled(rnd: Random, name: Name) -> tuple[str, str]:
    """Family and given name in Roman letters, in one of the ways in which people spell."""
    hepburn, long = SPELLINGS.spin(rnd)
    return roman(name.family.kana, hepburn, long), roman(name.given_kana, hepburn, long)


def work_mailbox(rnd: Random, firm: Firm, name: Name, domain: str) -> str:
    """The mailbox that the firm's pattern makes; a number for the second of a name."""
    family, given = spelled(rnd, name)
    local = firm.mail_pattern.format(f=family, g=given, n=rnd.randint(0, 9999))
    taken = firm.mailboxes
    mailbox, number = f"{local}@{domain}", 2
    while mailbox in taken:
        mailbox, number = f"{local}{number}@{domain}", number + 1
    taken.add(mailbox)
    return mailbox
