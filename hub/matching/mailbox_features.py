"""What the matcher compares of a mailbox: whose it is, by its name and by those who may be called so.

Invariant: the features depend on the record's own words alone.
"""

from __future__ import annotations

from functools import lru_cache

from hub.normalize.identity.mailboxes import mailboxes
from hub.normalize.identity.romaji import romaji_key
from hub.normalize.identity.skeleton import skeleton
from hub.normalize.identity.trades import named_with_trade, stem_and_trades
from hub.normalize.late import late

OF_EMAIL = ("email", "desk", "mailbox", "domain", "unnumbered", "label")
OfEmail = tuple[str, str, str, str, str, str]

_LONGEST = 100
_LETTERS_BEFORE_NUMBER = 2
_TYPED_AT_RANDOM = late(r"([a-z])\1*@\1+\.(?:[a-z]+\.)?[a-z]{2,3}")
_WORDS = late("[a-z]+")
_DECORATED = late("(?:-(?:jp|net|group|g|s|hd|co|office|web|inc|corp|japan))?[0-9]*$")
_SHORTEST_LABEL = 4
_LIKE_SOUND, _LIKE_CONSONANTS = 8, 5


@lru_cache(maxsize=1 << 11)
def email_features(text: str) -> OfEmail:
    """The mailbox of one person or that of a desk, the local part of the first, the domain of the employer, and for
    one at work the local part without the number by which firms tell namesakes apart, and how the domain calls them.
    """
    found = [box for box in mailboxes(text) if not _TYPED_AT_RANDOM.fullmatch(box.address)] if text else []
    if not found:
        return "", "", "", "", "", ""
    box = next((box for box in found if not box.is_role), found[0])
    if box.is_role:
        return "", box.address, "", box.owner, "", domain_label(box.owner)
    return box.address, "", box.name, box.owner, _unnumbered(box.name) if box.owner else "", domain_label(box.owner)


def _unnumbered(name: str) -> str:
    """Of a mailbox that is all number, as of an employee, it is the same whatever the number."""
    bare = name.rstrip("0123456789")
    return "#" if bare != name and len(bare) <= _LETTERS_BEFORE_NUMBER else bare


def local_part(written: str) -> str:
    """As it was written: some providers deliver whatever the dots, and only these part the words."""
    return written[:_LONGEST].partition("@")[0].lower()


@lru_cache(maxsize=1 << 11)
def mailbox_owner(
    mailbox: str, families: str, givens: str, domain: str, sounds: str, consonants: str, tongue: str
) -> str:
    """Whose a mailbox is by its name: his who has it ("self"), somebody else's ("another"), or "firm" where a free
    provider's is called after the company. Families, givens and sounds are words that may be read so.
    """
    # What katakana make of a foreign name is not how its owner spells it.
    owner = _owner(mailbox, families, givens) if givens and tongue != "foreign_in_kana" else ""
    is_free = mailbox != "" and not domain
    return "firm" if owner != "self" and is_free and _is_of_firm(mailbox, families, sounds, consonants) else owner


@lru_cache(maxsize=1 << 13)
def domain_label(domain: str) -> str:
    """How a firm may be called whose domain this is, as words: nanhofoods, and nanho with its trade."""
    letters = _DECORATED.sub("", domain.partition(".")[0]).replace("-", "")
    if len(letters) < _SHORTEST_LABEL:
        return ""
    return " ".join((romaji_key(letters), *named_with_trade(*stem_and_trades(letters))))


def of_desk(email: OfEmail) -> OfEmail:
    """A mailbox that belongs to whoever sits there, and not to a person."""
    return "", email[0], "", email[3], "", email[5]


def _owner(mailbox: str, families: str, givens: str) -> str:
    """Whether a mailbox is called after the one whose name may sound so ("self") or after somebody else ("another").

    "" where it tells no given name: taro1980 is, yamada.hanako is not Yamada Taro's; yamada-family and blue-cat may be.
    """
    words = [romaji_key(word) for word in _WORDS.findall(mailbox)]
    own, kin = givens.split(), families.split()
    if any(word in own for word in words):
        return "self"
    if not any(word in kin for word in words):
        return _by_initial(words, own, kin)
    rest = [word for word in words if word not in kin]
    if len(rest) != 1 or rest[0] == "family":
        return ""
    if len(rest[0]) == 1:
        return "" if any(name.startswith(rest[0]) for name in own) else "another"
    return "another"


def _by_initial(words: list[str], own: list[str], kin: list[str]) -> str:
    """suzukit1980 and tsuzuki: a family name with an initial before or after it."""
    joined = "".join(words)
    for family in kin:
        initial = joined.removeprefix(family) if joined.startswith(family) else joined.removesuffix(family)
        if initial in own:
            return "self"
        # A letter that stands alone (p1) is nobody's initial.
        if len(initial) == 1 and initial != joined:
            return "" if any(name.startswith(initial) for name in own) else "another"
    return ""


def _is_of_firm(mailbox: str, families: str, sounds: str, consonants: str) -> bool:
    """Whether a mailbox of a free provider is called after the firm, so that whoever works there reads it."""
    letters = "".join(_WORDS.findall(mailbox))
    said = romaji_key(letters)
    if said in families.split():
        return False
    if any(_begins_alike(said, sound, _LIKE_SOUND) for sound in sounds.split()):
        return True
    return bool(consonants) and _begins_alike(skeleton(letters), consonants, _LIKE_CONSONANTS)


def _begins_alike(one: str, other: str, letters: int) -> bool:
    """Whether so many first letters are the same, or all of the shorter one where it has but one fewer or two."""
    shared = min(len(one), len(other), letters)
    return shared >= letters - 2 and one[:shared] == other[:shared]
