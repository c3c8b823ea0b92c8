"""Text as Japanese keyboards and old systems write it, brought to one width without losing a letter.

Invariant: `tidy` keeps every sign that carries meaning (㈱, ①, 﨑, 〜); `plain` and `fold` are for comparing only.
"""

from __future__ import annotations

import re
import unicodedata

from hub.normalize.late import late
from hub.normalize.remembered import remembered

# Signs without width, which copy and paste brings along; controls, which old systems leave behind.
_NOTHING = (0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_LINE_ENDS = (0x000B, 0x000C, 0x0085, 0x2028, 0x2029)
_SPACES = (0x0009, 0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)

_WIDTHS: dict[int, int | str | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)},
    # NFKC would make an ASCII tilde of it, and Windows and JIS disagree on which wave dash a mail contains.
    0xFF5E: "〜",
    # The full-width hyphen is a look-alike of the long vowel too: what it is depends on its neighbours.
    0xFF0D: "－",
    0xFFE5: "¥",
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict.fromkeys((*_NOTHING, *_CONTROLS)),
}

_LOOKALIKES = "－‐‑‒–—―−"
_HALF_KANA = late("[\uff61-\uff9f]+")
_MARKED_KANA = late("[ぁ-ゟァ-ヿ][\u3099-\u309c]")
_MARKS = str.maketrans("゛゜", "\u3099\u309a")
# Before kanji only the full-width hyphen is taken for a long vowel: a typed dash there parts two words.
_LONG_VOWEL = late(f"(?<=[ぁ-ゖァ-ヺー])(?:[{_LOOKALIKES}]+(?=[ぁ-ゖァ-ヺー \\n)]|$)|－+(?=[一-鿿]))")
_HYPHEN = late(f"[{_LOOKALIKES}]|(?<=[0-9])ー(?=[0-9])")
_USUAL_SIGNS = "!-~ぁ-ゖァ-ヺー・一-鿿々〆〒¥、。「」"
_USUAL = late(f"[{_USUAL_SIGNS}]+(?: [{_USUAL_SIGNS}]+)*")
_TIDY_ALREADY = late(f"[{_USUAL_SIGNS}㈱㈲㍿①-⑳〜]+(?: [{_USUAL_SIGNS}㈱㈲㍿①-⑳〜]+)*")

_VARIATION_SELECTORS = late("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200c\u200d\u034f]+")
_SPACED_MARK = late(" [\u0300-\u036f\u3099\u309a]")


def tidy(text: str) -> str:
    """The text in one width, for storing: ASCII narrow, kana wide, one space between words, nothing invisible.

    A hyphen look-alike after kana is a long vowel (サ－ビス), between digits a hyphen, and so is ー between digits.
    """
    if _TIDY_ALREADY.fullmatch(text) and not _has_bar_between_digits(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_WIDTHS)
    text = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _MARKED_KANA.sub(_composed, text)
    text = _LONG_VOWEL.sub(lambda found: "ー" * len(found[0]), text)
    text = _HYPHEN.sub("-", text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")


def _has_bar_between_digits(text: str) -> bool:
    return "ー" in text and _HYPHEN.search(text) is not None


def _composed(found: re.Match[str]) -> str:
    kana = unicodedata.normalize("NFC", found[0].translate(_MARKS))
    return kana if len(kana) == 1 else found[0]


def plain(text: str) -> str:
    """The text for comparing, upper and lower case kept: compatibility forms opened (㈱ to (株), ① to 1).

    Variation selectors go, since most systems drop them; a lone ´ stays what it is instead of NFKC's space and accent.
    """
    if _is_usual(text):
        return text
    return _plain(text)


# Only the others are remembered: a usual text is looked through faster than it would be found.
@remembered(8192)
def _plain(text: str) -> str:
    text = tidy(text)
    if _USUAL.fullmatch(text):
        return text
    before = None
    while text != before:
        before = text
        text = tidy(_opened(_VARIATION_SELECTORS.sub("", tidy(text)))).replace("〜", "~")
    return text


def _is_usual(text: str) -> bool:
    """Whether the text is in one width already, of signs that NFKC leaves alone, as most text is."""
    return _USUAL.fullmatch(text) is not None and not _has_bar_between_digits(text)


def _opened(text: str) -> str:
    return _SPACED_MARK.sub("", unicodedata.normalize("NFKC", text))


def fold(text: str) -> str:
    """The text for comparing without regard to case, width and compatibility forms."""
    if _is_usual(text):
        return text.casefold()
    text = plain(text).casefold()
    return text if text.isascii() else plain(text).casefold()
