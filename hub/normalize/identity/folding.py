"""Text in one width and case for telling parts, in one pass where `fold` takes several: it is done for every value.

Invariant: what it makes of a text it leaves alone.
"""

from __future__ import annotations

import re
import unicodedata

from hub.normalize.late import late

_SIGNS = "!-~ぁ-ゖァ-ヺー・一-鿿々〆〒¥、。「」"
_USUAL = late(f"[{_SIGNS}]+(?: [{_SIGNS}]+)*")
_LOOKALIKES = "－‐‑‒–—―−"
_DASHED = late(f"[{_LOOKALIKES}]|ー(?=[0-9０-９])")
# As in `tidy`: after kana and not before a word of its own a look-alike is a long vowel, anywhere else a hyphen.
_LONG_VOWEL = late(f"(?<=[ぁ-ゖァ-ヺｦ-ﾟー])(?:[{_LOOKALIKES}]+(?=[ぁ-ゖァ-ヺｦ-ﾟー \u3000\\t\\n)）]|$)|－+(?=[一-鿿]))")
_HYPHEN = late(f"[{_LOOKALIKES}]|(?<=[0-9０-９])ー(?=[0-9０-９])")
_BAR = late("(?<=[0-9])ー(?=[0-9])")
_NOTHING = late(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\ufffd\U000e0100-\U000e01ef]+"
)


def folded(text: str) -> str:
    """The text without regard to case, width, compatibility forms, odd spaces and invisible signs."""
    return (text if is_usual(text) else _in_one_width(text)).casefold()


def in_one_width(text: str) -> str:
    """As `folded`, upper and lower case kept."""
    return text if is_usual(text) else _in_one_width(text)


def is_usual(text: str) -> bool:
    """Whether the text is in one width already, of signs that mean nothing but themselves, without spaces around."""
    return _USUAL.fullmatch(text) is not None and not ("ー" in text and _DASHED.search(text))


def _in_one_width(text: str) -> str:
    if _DASHED.search(text):
        text = _HYPHEN.sub("-", _LONG_VOWEL.sub(_bars, text))
    text = unicodedata.normalize("NFKC", _NOTHING.sub("", text)).replace("〜", "~")
    if "ー" in text:
        # ① has become a digit.
        text = _BAR.sub("-", text)
    return " ".join(text.split())


def _bars(found: re.Match[str]) -> str:
    return "ー" * len(found[0])
