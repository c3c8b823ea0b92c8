"""The 47 prefectures by their JIS X 0401 code, Japanese and Latin name.

Invariant: the canonical spelling is the Japanese name with its 都, 道, 府 or 県.
"""

from __future__ import annotations

from typing import NamedTuple

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.text import fold, tidy


class Prefecture(NamedTuple):
    """`code` is 1 to 47; `short` lacks the last letter (東京), but 北海道 has no shorter name."""

    code: int
    name: str
    romaji: str

    @property
    def short(self) -> str:
        return self.name if self.code == 1 else self.name[:-1]


_IN_JIS_ORDER = """
北海道 Hokkaido 青森県 Aomori 岩手県 Iwate 宮城県 Miyagi 秋田県 Akita 山形県 Yamagata 福島県 Fukushima 茨城県
Ibaraki 栃木県 Tochigi 群馬県 Gunma 埼玉県 Saitama 千葉県 Chiba 東京都 Tokyo 神奈川県 Kanagawa 新潟県 Niigata
富山県 Toyama 石川県 Ishikawa 福井県 Fukui 山梨県 Yamanashi 長野県 Nagano 岐阜県 Gifu 静岡県 Shizuoka 愛知県
Aichi 三重県 Mie 滋賀県 Shiga 京都府 Kyoto 大阪府 Osaka 兵庫県 Hyogo 奈良県 Nara 和歌山県 Wakayama 鳥取県
Tottori 島根県 Shimane 岡山県 Okayama 広島県 Hiroshima 山口県 Yamaguchi 徳島県 Tokushima 香川県 Kagawa 愛媛県
Ehime 高知県 Kochi 福岡県 Fukuoka 佐賀県 Saga 長崎県 Nagasaki 熊本県 Kumamoto 大分県 Oita 宮崎県 Miyazaki
鹿児島県 Kagoshima 沖縄県 Okinawa
"""
_NAMES = _IN_JIS_ORDER.split()

PREFECTURES: tuple[Prefecture, ...] = tuple(
    Prefecture(code, name, romaji)
    for code, (name, romaji) in enumerate(zip(_NAMES[::2], _NAMES[1::2], strict=True), start=1)
)

_BY_NAME = {prefecture.name: prefecture for prefecture in PREFECTURES}
_BY_SPELLING: dict[str, Prefecture] = {
    spelling: prefecture
    for prefecture in PREFECTURES
    for spelling in (prefecture.name, prefecture.short, prefecture.romaji.lower(), str(prefecture.code))
} | {f"{prefecture.code:02}": prefecture for prefecture in PREFECTURES}
_LATIN_SUFFIX = late(r"(?<![\s-])[\s-]*+(?:to|do|fu|ken|prefecture|pref\.?)$")
_MACRONS = str.maketrans("āīūēōâîûêô", "aiueoaiueo")


@remembered(1024)
def prefecture_named(text: str) -> Prefecture | None:
    """The prefecture by its name, short name, Latin name or JIS code; None for anything else."""
    spelling = fold(text).replace(" ", "") if not text.isascii() else fold(text)
    spelling = spelling.translate(_MACRONS)
    return _BY_SPELLING.get(spelling) or _BY_SPELLING.get(_LATIN_SUFFIX.sub("", spelling))


def prefecture(text: str) -> str:
    """The Japanese name; the tidy text where it is no prefecture of Japan."""
    if text in _BY_NAME:
        return text
    found = prefecture_named(text)
    return found.name if found else tidy(text)


def prefecture_by_code(code: int) -> Prefecture:
    """The prefecture of a JIS code. Raises `ValueError` in words."""
    if not 1 <= code <= len(PREFECTURES):
        raise ValueError(f"there is no prefecture with the JIS code {code}; codes are 1 to 47")
    return PREFECTURES[code - 1]


def leading_prefecture(text: str) -> str:
    """The full name with which the text begins, or ""."""
    for length in (3, 4):
        if text[:length] in _BY_NAME:
            return text[:length]
    return ""
