"""Japanese postal codes as 100-0005, whatever came before, between or after the digits.

Invariant: a code of another country stays the text that it is.
"""

from __future__ import annotations

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.text import tidy

_CODE = late(r"(?:〒|〶|郵便番号[:：]?|[Tt](?=\s*[0-9]{3}-))?\s*([0-9]{3})\s*[-・.\s]?\s*([0-9]{4})")
_SPELT_ALREADY = late(r"[0-9]{3}-[0-9]{4}")
_LOST_ZERO = late(r"[0-9]{6}")


def postal_code(text: str) -> str:
    """ "100-0005"; a leading zero that Excel swallowed (600005 of Sapporo) is put back."""
    return text if _SPELT_ALREADY.fullmatch(text) else _spelled(text)


@remembered(8192)
def _spelled(text: str) -> str:
    code = tidy(text)
    if _LOST_ZERO.fullmatch(code):
        code = "0" + code
    found = _CODE.fullmatch(code)
    return f"{found[1]}-{found[2]}" if found else code


def is_postal_code(text: str) -> bool:
    """Whether the text is a Japanese code in one of its spellings."""
    return _SPELT_ALREADY.fullmatch(postal_code(text)) is not None


def postal_key(text: str) -> str:
    """The seven digits; the tidy text of a foreign code."""
    code = postal_code(text)
    return code.replace("-", "") if is_postal_code(code) else code.casefold()
