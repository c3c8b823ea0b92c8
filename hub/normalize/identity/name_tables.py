"""Family names by their kanji, kana and romanization, as the division of a full name and its reading need them.

Invariant: names are in one shape of letters (`same_letters`), kana are large katakana, romanizations are keys.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from hub.normalize import surnames as frequent
from hub.normalize.identity.romaji import kana_romaji
from hub.normalize.identity.surnames import surname_readings
from hub.normalize.kana import large_kana, to_katakana
from hub.normalize.variants import lookalikes, same_letters


class SurnameTables(NamedTuple):
    """`readings` maps kanji to romanizations, `kana` large katakana to usual ones; `romaji` maps all
    romanizations to how many names are more frequent.
    """

    readings: dict[str, tuple[str, ...]]
    kana: dict[str, str]
    romaji: dict[str, int]


# The first sound of a name's second half is voiced in one family and not in another: 山崎 やまざき, やまさき.
_VOICED = (
    *(
        ("崎", "サキ", "ザキ"),
        ("島", "シマ", "ジマ"),
        ("嶋", "シマ", "ジマ"),
        ("川", "カワ", "ガワ"),
        ("河", "カワ", "ガワ"),
    ),
    *(
        ("沢", "サワ", "ザワ"),
        ("原", "ハラ", "バラ"),
        ("原", "ハラ", "ワラ"),
        ("口", "クチ", "グチ"),
        ("塚", "ツカ", "ヅカ"),
    ),
    *(("関", "セキ", "ゼキ"), ("畑", "ハタ", "バタ"), ("橋", "ハシ", "バシ"), ("越", "コシ", "ゴシ")),
    *(
        ("尻", "シリ", "ジリ"),
        ("坂", "サカ", "ザカ"),
        ("谷", "タニ", "ダニ"),
        ("谷", "タニ", "ヤ"),
        ("瀬", "セ", "ゼ"),
        ("里", "サト", "ザト"),
    ),
)


@cache
def surname_tables() -> SurnameTables:
    """The tables, made at the first use."""
    readings: dict[str, dict[str, None]] = {}
    kana: dict[str, str] = {}
    for name, hiragana in surname_readings().items():
        shape = same_letters(name)
        for reading in _with_voiced(shape, [to_katakana(one) for one in hiragana]):
            romaji = kana_romaji(reading)
            readings.setdefault(shape, {})[romaji] = None
            readings.setdefault(lookalikes(shape), {})[romaji] = None
            kana.setdefault(large_kana(reading), reading)
    for name in frequent.SURNAMES:
        readings.setdefault(same_letters(name), {})
    romanized: dict[str, int] = {}
    for place, several in enumerate(readings.values()):
        romanized |= {one: place for one in several if one not in romanized}
    return SurnameTables({name: tuple(some) for name, some in readings.items()}, kana, romanized)


def _with_voiced(name: str, readings: list[str]) -> list[str]:
    found = dict.fromkeys(readings)
    for ending, plain, voiced in _VOICED:
        if len(name) > 1 and name.endswith(ending):
            for reading in readings:
                for one, other in ((plain, voiced), (voiced, plain)):
                    if reading.endswith(one) and len(reading) > len(one):
                        found[reading.removesuffix(one) + other] = None
    return list(found)
