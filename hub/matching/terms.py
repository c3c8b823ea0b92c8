"""Search terms: under which texts a customer is found, and how well what somebody typed fits one.

Invariant: who is found by a term is found again by `fit`, from the same record alone. A term begins with two letters:
the entity's, and that of its shelf, which is a capital where the term begins a fact and small where it begins inside
one. A record is found by every beginning of its terms, so that a search is a range of an index whatever was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from hub.normalize.emails import email_key
from hub.normalize.identity.romaji import kana_romaji, romaji_key
from hub.normalize.kana import is_kana, large_kana, to_katakana
from hub.normalize.late import late
from hub.normalize.names import company_key, split_legal_form
from hub.normalize.persons import without_honorific
from hub.normalize.phones import phone_key
from hub.normalize.text import fold, plain, tidy
from hub.normalize.urls import url_domain
from hub.normalize.variants import lookalikes

Doc = Mapping[str, Any]
NameAndKana = tuple[str, str]
Fit = Literal["exact", "prefix", "part"]
FITS: tuple[Fit, ...] = ("exact", "prefix", "part")

FORMAT = 2
"""Grows with every change of what terms are made of; the index of an older one is made anew."""
ENTITIES: Mapping[str, str] = MappingProxyType({"company": "c", "person": "p"})
LONGEST = 24
"""Signs of a term that are kept: more of them tell nobody apart who is not told apart by `fit`."""

_NAME, _READING, _DIGITS, _ENDING, _MAIL = "NRDEM"
_AS_FORMER: Mapping[str, str] = MappingProxyType({"N": "F", "n": "f", "R": "G", "r": "g"})
"""The shelves of former names, which are looked into last."""
_LONGEST_FACT = 80
_NO_LETTERS = late(r"[\W_]+")
_WORDS = late(r"[\s・･.,、]+")
_LATIN = late(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\s.,'’-]*")
_MAIL_SIGNS = late(r"[@._+-]+")
_BEFORE_GLIDES = frozenset("きしちにひみりぎじびぴキシチニヒミリギジビピ")
_NOT_A_MORA = frozenset("ァィゥェォッャュョヮーン")
_NUMBER = late(r"[〒Tt]?[+\d()\-\s./]{3,}")
_TEXT_OF_MAIL = late(r"[a-z0-9@._+-]+")


def terms(entity: str, doc: Doc, former: Iterable[NameAndKana] = ()) -> list[str]:
    """The terms of a customer and of its former names, sorted; of no other entity are there any."""
    letter = ENTITIES.get(entity)
    if letter is None:
        return []
    made = chain(_terms(entity, doc), chain.from_iterable(_former_terms(entity, *one) for one in former))
    return sorted({letter + term[: LONGEST + 1] for term in made if term[1:]})


class Probe(NamedTuple):
    """Where to look: everyone with a term on this shelf that begins with the text. `best` is how well it can fit."""

    shelf: str
    text: str
    best: Fit

    def fit(self, term: str) -> Fit | None:
        """How well a term fits: at most as `best`."""
        if not term.startswith(self.shelf + self.text):
            return None
        if self.best == "exact" and len(term) > len(self.text) + 1:
            return "prefix"
        return self.best


def probes(typed: str) -> list[Probe]:
    """Where to look for what somebody typed."""
    asked = tidy(typed)
    return list(dict.fromkeys(probe for probe in _probes(asked) if probe.text)) if asked else []


def fit(entity: str, doc: Doc, looked: Sequence[Probe]) -> Fit | None:
    """How well a customer fits what was typed."""
    held = set(_terms(entity, doc))
    found = {one for probe in looked for term in held if (one := probe.fit(term)) is not None}
    return min(found, key=FITS.index, default=None)


def fit_former(former: Iterable[NameAndKana], looked: Sequence[Probe]) -> tuple[Fit | None, str]:
    """How well the best fitting former name of a company fits, and that name."""
    told = [(fit("company", {"name": name, "kana": kana}, looked), name) for name, kana in former]
    found = [(how, name) for how, name in told if how is not None]
    return min(found, key=lambda one: FITS.index(one[0]), default=(None, ""))


def _probes(asked: str) -> Iterator[Probe]:
    if _NUMBER.fullmatch(asked):
        yield from _number_probes(asked)
    for name in {_letters(without_honorific(asked)), _letters(company_key(asked))}:
        yield Probe(_NAME, name, "exact")
        yield Probe(_NAME.lower(), name, "part")
    reading = _reading_of(asked)
    yield Probe(_READING, reading, "exact")
    yield Probe(_READING.lower(), reading, "part")
    if asked[-1] in _BEFORE_GLIDES and is_kana(asked):
        # Who has typed キ may be about to type キョ.
        glide = reading.removesuffix("i") + ("" if reading.endswith(("shi", "chi", "ji")) else "y")
        yield Probe(_READING, glide, "prefix")
        yield Probe(_READING.lower(), glide, "part")
    mail = plain(asked).casefold().lstrip("@")
    if _TEXT_OF_MAIL.fullmatch(mail) and not mail.isdecimal():
        # Of a plain word nobody knows that it is the beginning of an address.
        yield Probe(_MAIL, mail, "exact" if "@" in mail else "part")
        yield Probe(_MAIL.lower(), mail, "part")


def _number_probes(asked: str) -> Iterator[Probe]:
    for number in {_digits(asked), _digits(phone_key(asked))}:
        yield Probe(_DIGITS, number, "exact")
        yield Probe(_ENDING, number[::-1], "part")


def _terms(entity: str, doc: Doc) -> Iterator[str]:
    name, kana = doc.get("name") or _joined(doc, "name"), doc.get("kana") or _joined(doc, "kana")
    if name:
        yield from _of_name(entity, name[:_LONGEST_FACT])
    if kana:
        yield from _of_reading(split_legal_form(kana[:_LONGEST_FACT]).bare)
    if code := doc.get("code"):
        yield _NAME + _letters(code[:_LONGEST_FACT])
    for number in (doc.get("corporate_number"), doc.get("invoice_number"), doc.get("postal_code")):
        if number and (digits := _digits(number)):
            yield _DIGITS + digits
    for phone in _each(doc, "phone", "mobile", "fax", "other_phones"):
        if digits := _digits(phone_key(phone)):
            yield _DIGITS + digits
            yield _ENDING + digits[::-1]
    for mail in _each(doc, "email", "other_emails"):
        yield from _of_mail(email_key(mail[:_LONGEST_FACT]))
    if domain := url_domain(doc["url"]) if doc.get("url") else "":
        yield _MAIL.lower() + domain


def _former_terms(entity: str, name: str, kana: str) -> Iterator[str]:
    for term in _terms(entity, {"name": name, "kana": kana}):
        yield _AS_FORMER[term[0]] + term[1:]


def _joined(doc: Doc, half: str) -> str:
    """A person's halves where the whole is not told."""
    return " ".join(doc[field] for field in (f"family_{half}", f"given_{half}") if doc.get(field))


def _each(doc: Doc, *fields: str) -> Iterator[str]:
    for field in fields:
        value = doc.get(field)
        if value:
            yield from (value,) if isinstance(value, str) else value


def _of_name(entity: str, name: str) -> Iterator[str]:
    """A name from its beginning and from each sign, for Japanese has no spaces; a Latin word from its first letter."""
    bare = split_legal_form(name).bare if entity == "company" else without_honorific(name)
    letters = _letters(company_key(name) if entity == "company" else bare)
    if not letters:
        return
    yield _NAME + letters
    inside = {at for at in range(1, len(letters)) if not (letters[at - 1 : at + 1].isascii())}
    inside |= {letters.find(word) for word in map(_letters, _WORDS.split(bare)[1:]) if word}
    for at in inside:
        if at > 0:
            yield _NAME.lower() + letters[at:]
    if is_kana(bare) or _LATIN.fullmatch(bare):
        yield from _of_reading(bare)


def _of_reading(reading: str) -> Iterator[str]:
    """A reading in Latin letters, from each of its words; one word, from each of its syllables."""
    words = [word for word in _WORDS.split(tidy(reading)) if word]
    spelled = [_romanized(word) for word in words]
    for at in range(len(spelled)):
        if key := romaji_key("".join([*spelled[at:], *spelled[:at]])):
            yield _READING + key
    if len(words) == 1 and is_kana(words[0]):
        for rest in _syllables(to_katakana(words[0])):
            yield _READING.lower() + kana_romaji(rest)


def _syllables(kana: str) -> Iterator[str]:
    for at in range(1, len(kana)):
        if kana[at] not in _NOT_A_MORA:
            yield kana[at:]


def _of_mail(mail: str) -> Iterator[str]:
    """An address from its beginning, and from each word before and the first one after the @."""
    box = mail.partition("@")[0]
    yield _MAIL + mail
    for found in _MAIL_SIGNS.finditer(mail, 1, len(box) + 1):
        yield _MAIL.lower() + mail[found.end() :]


def _reading_of(asked: str) -> str:
    words = [word for word in _WORDS.split(asked) if word]
    if not all(is_kana(word) or _LATIN.fullmatch(word) for word in words):
        return ""
    return romaji_key("".join(map(_romanized, words)))


def _romanized(word: str) -> str:
    return kana_romaji(word) if is_kana(word) else romaji_key(word)


def _letters(text: str) -> str:
    """Letters and digits in one width, case, kana and shape each."""
    return _NO_LETTERS.sub("", large_kana(to_katakana(lookalikes(fold(text)))))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdecimal())


def former_probes(looked: Iterable[Probe]) -> list[Probe]:
    """Where to look for the same among former names."""
    return [probe._replace(shelf=_AS_FORMER[probe.shelf]) for probe in looked if probe.shelf in _AS_FORMER]


def shelves(entity: str, looked: Iterable[Probe]) -> Iterator[tuple[str, bool]]:
    """The beginnings of an entity's terms to look for, best first, each with whether only the whole term will do."""
    ordered = sorted(looked, key=lambda probe: FITS.index(probe.best))
    texts = [(probe, f"{ENTITIES[entity]}{probe.shelf}{probe.text[:LONGEST]}") for probe in ordered]
    yield from ((text, True) for probe, text in texts if probe.best == "exact")
    yield from ((text, False) for _, text in texts)
