"""A person's name taken apart for comparing: both halves in one shape of letters, their kana and their romanization.

Invariant: nobody is invented: a name that stands for no person (担当者様) has no parts, an unknown half is "".
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from hub.normalize.identity.composed_surnames import composed_readings
from hub.normalize.identity.folding import in_one_width
from hub.normalize.identity.given_names import given_readings, may_be_read
from hub.normalize.identity.kana_names import heard, in_order, is_reading, kana_halves
from hub.normalize.identity.kanji_names import SHORTEST_FULL_NAME, as_known, by_surname, kanji_halves, without_family
from hub.normalize.identity.latin_names import apart, latin_halves
from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.identity.person_words import (
    SEPARATORS,
    name_words,
    without_company,
    without_courtesy,
    without_remark,
)
from hub.normalize.identity.placeholders import NOBODY, is_tester, says_nothing
from hub.normalize.identity.romaji import kana_romaji, romaji_key
from hub.normalize.kana import to_katakana
from hub.normalize.late import late
from hub.normalize.variants import same_letters

Script = Literal["kanji", "kana", "latin", ""]


class PersonParts(NamedTuple):
    """What a name says, folded; every part is "" or () where it says nothing of it.

    `whole` is the name for looking up, 斉 and 斎 alike, Latin words in alphabetical order. `family` and `given` are in
    one shape of letters, 斉 and 斎 apart; Latin halves are romanization keys. Kana are large katakana. Romanizations
    are one where kana or Latin letters give it, several where kanji allow them. `former` is a maiden name.
    """

    whole: str = ""
    family: str = ""
    given: str = ""
    script: Script = ""
    family_kana: str = ""
    given_kana: str = ""
    family_romaji: tuple[str, ...] = ()
    given_romaji: tuple[str, ...] = ()
    former: str = ""


_LONGEST_NAME, _LONGEST_COMMON = 100, 4
_COMMON = late(
    "([一-鿿々]{1,7}?)(?:[ 　](?!(?:様|殿|氏|君|先生|御中|さん|さま|くん|ちゃん)$)([一-鿿々ぁ-ゖァ-ヺー]{1,7}?))?"
    "(?<![長役員任者生部課係家宅店方行宛務事問幹査当様殿氏])(?<!さん)(?<!さま)(?:[ 　]?(?:様|殿|氏|さん|さま|御中))?"
)
_LAST_OF_MORE = "長役員任者生部課係家宅店方行宛務事問幹査当様殿氏君んま中"
_BARE = late(f"([一-鿿々]{{1,7}})(?:[ 　]([一-鿿々ぁ-ゖァ-ヺー]{{1,7}}))?(?<![{_LAST_OF_MORE}])")
_COMMON_LATIN = late("([A-Za-z]{3,20}) ([A-Za-z]{3,20})")
_LATIN_TITLES = frozenset({"miss", "mrs", "prof", "sir", "test", "user", "sample", "dummy", "president", "manager"})
_LAST_OF_TITLES = frozenset("部課長室係店社員任役者様所")
_FORMER = late(r"^(?:旧姓|旧|旧名|元)[:・\s]*")
_KANJI = "[一-鿿々]"
# A dot parts two people only behind a full name: 小林 直人・渡辺.
_NEXT_PERSON = late(
    f"[、,/;\n]|(?:(?<={_KANJI}{{3}})|(?<={_KANJI} {_KANJI}{{2}})|(?<={_KANJI} {_KANJI}))・(?={_KANJI})"
)
# Katakana that look as kanji do, each alone beside kanji: a scanner's 谷ロ and エ藤.
_LIKE_KANJI = str.maketrans("ロニカエハタト", "口二力工八夕卜")
_STRAY = late("(?<=[一-鿿々])[ロニカエハタト](?=[一-鿿々 ]|$)|^[エカハニタ](?=[一-鿿々])")
_DEGREES = late(r"(?:[\s,]+(?:ph\.?\s?d|m\.?d|mba|cpa|esq|jr|sr|iii?)\.?)+$", re.IGNORECASE)
# A scanner's zero for an O: KATA0KA, Yuk0.
_LOUD_ZERO, _ZERO = late("(?<=[A-Z])0(?=[A-Z]|$|[ ,])"), late("(?<=[A-Za-z])0(?=[a-z]|$|[ ,])")
_LATIN = late(r"[a-z\u00c0-\u024f'’.-]+", re.IGNORECASE)
_HOLDS_MORE = late("会社|法人|組合|[長役任員者部課氏様殿務事問幹査当]")


def person_parts(name: str, kana: str = "") -> PersonParts:
    """The parts of a name, read by the kana that stand beside it; kana alone will do."""
    halves = kana_halves(kana) if kana else ()
    # Of a name behind which nothing can stand nothing has to be tried.
    common = None if "旧姓" in name else _BARE.fullmatch(name) or _COMMON.fullmatch(name)
    if common is not None:
        found = _commonly_halved(common[1], common[2], halves)
        if found is not None:
            return _of_kanji(*found, "", halves)
    elif not name:
        return _of_kana(halves)
    else:
        latin = _COMMON_LATIN.fullmatch(name)
        if latin is not None and _LATIN_TITLES.isdisjoint(name.lower().split(" ")):
            return _of_latin([latin[1], latin[2]])
    return _taken_apart(name, halves)


def _commonly_halved(first: str, second: str | None, halves: tuple[str, ...]) -> tuple[str, str] | None:
    """Both halves of a name of which nothing but a courtesy can have gone; None where more is to be looked at."""
    family = as_known(same_letters(first))
    if second is None:
        found = None if _HOLDS_MORE.search(family) or family in NOBODY else kanji_halves([family], halves)
        return found if found and found[0] and found[1] not in NOBODY else None
    if second in NOBODY or family in NOBODY:
        return None
    families = surname_tables().readings
    given = without_family(same_letters(second), family)
    if len(given) > _LONGEST_COMMON:
        return None
    if len(given) > SHORTEST_FULL_NAME and family not in families and by_surname(given):
        return None
    if family in families or (len(family) < 4 and family[-1] not in _LAST_OF_TITLES and given not in families):
        return family, given
    return None


def _taken_apart(name: str, halves: tuple[str, ...]) -> PersonParts:
    text = in_one_width(name[:_LONGEST_NAME])
    text, remark = without_remark(without_company(text))
    if text.isascii():
        text = _DEGREES.sub("", text).replace(",", ", ")
        text = _ZERO.sub("o", _LOUD_ZERO.sub("O", text)) if "0" in text else text
    else:
        # Of two people in one cell the first one is meant.
        text = _NEXT_PERSON.split(text.strip(), maxsplit=1)[0]
        text = _STRAY.sub(lambda found: found[0].translate(_LIKE_KANJI), text)
    former, halves = _told_by(remark, halves)
    words = name_words(text)
    letters = "".join(words)
    if says_nothing(letters.casefold(), NOBODY) or is_tester(letters.casefold()):
        return _of_kana(halves)
    if _LATIN.fullmatch(letters.replace(",", "")):
        return _of_latin(words)
    if is_reading(letters):
        return _of_kana(in_order([to_katakana(word) for word in words], is_western="・" in text))
    japanese = " ".join(word.replace(",", "") for word in words if not _LATIN.fullmatch(word))
    japanese_words = same_letters(without_courtesy(japanese)).split(" ")
    return _of_kanji(*kanji_halves(japanese_words, halves), former, halves, "".join(japanese_words))


def _told_by(remark: str, halves: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What brackets say beside a name: a former family name, or its kana."""
    if not remark:
        return "", halves
    bare = _FORMER.sub("", remark)
    if bare != remark or same_letters(bare) in surname_tables().readings:
        return same_letters(bare.partition(" ")[0]), halves
    return "", halves or (kana_halves(remark) if is_reading(SEPARATORS.sub("", remark)) else ())


def _composed(family: str) -> tuple[str, ...]:
    """How a family name that is in no table may be romanized."""
    return tuple(dict.fromkeys(kana_romaji(to_katakana(one)) for one in composed_readings(family)))


def _alike(shapes: str) -> str:
    # All that `lookalikes` joins of names in one shape already.
    return shapes.replace("斎", "斉").replace("ヶ", "ケ")


def _of_kanji(family: str, given: str, former: str, halves: tuple[str, ...], whole: str = "") -> PersonParts:
    """The parts of a name in kanji; what kana beside it say comes before what the kanji allow."""
    families = surname_tables().readings
    readings = families.get(family) or families.get(_alike(family)) or _composed(family)
    name = _alike(family + given or whole)
    family = family.replace("ヶ", "ケ")
    if not readings and is_reading(family):
        readings = (heard(to_katakana(family)).as_family,)
    if not halves:
        return PersonParts(name, family, given, "kanji", "", "", readings, given_readings(given), former)
    first_half, second_half = _beside(family, given, halves, readings)
    first, second = heard(first_half), heard(second_half)
    return PersonParts(
        name,
        family,
        given,
        "kanji",
        first.kana,
        second.kana,
        (first.as_family,) if first.kana else readings,
        (second.as_given,) if second.kana else given_readings(given),
        former,
    )


def _beside(family: str, given: str, halves: tuple[str, ...], readings: tuple[str, ...]) -> tuple[str, str]:
    """The halves of a reading in the order of the kanji; two empty ones where it is not known which is which."""
    if len(halves) == 2:
        is_turned = readings and heard(halves[0]).as_family not in readings and heard(halves[1]).as_family in readings
        return (halves[1], halves[0]) if is_turned else (halves[0], halves[1])
    kana = halves[0]
    if family and not given and heard(kana).as_family in readings:
        return kana, ""
    cuts = range(1, len(kana))
    by_family = [cut for cut in cuts if heard(kana[:cut]).as_family in readings]
    by_both = [cut for cut in by_family if may_be_read(given, kana[cut:])]
    best = by_both or by_family or [cut for cut in cuts if given and may_be_read(given, kana[cut:])]
    if best:
        return kana[: best[0]], kana[best[0] :]
    return (kana, "") if family and not given else ("", "")


def _of_kana(halves: tuple[str, ...]) -> PersonParts:
    if not halves:
        return PersonParts()
    family = heard(halves[0])
    if len(halves) == 1:
        kana, romaji = (family.kana, (family.as_family,)) if family.is_family else ("", ())
        return PersonParts(family.kana, kana, "", "kana", kana, "", romaji)
    given = heard(halves[1])
    names = family.kana, given.kana
    return PersonParts("".join(names), *names, "kana", *names, (family.as_family,), (given.as_given,))


def _of_latin(words: list[str]) -> PersonParts:
    words = apart(words[0]) if len(words) == 1 else words
    family, given = (romaji_key(half) for half in latin_halves(words))
    whole = " ".join(sorted(key for key in map(romaji_key, words) if key))
    return PersonParts(whole, family, given, "latin", "", "", (family,) if family else (), (given,) if given else ())
