"""Notes in a heading that say nothing of what stands below it: 請求額（税込・円）, 会社名【必須】.

Invariant: of brackets that say anything else nothing is taken away.
"""

from __future__ import annotations

from hub.normalize.late import late

_WORD = r"(?:入力)?必須|任意|西暦|(?:単位\s*[:は]?\s*)?円|(?:消費)?税(?:込み?|抜き?|別)|jpy|yen"
_BETWEEN = r"\s*[・,、/\s]\s*"
_NOTE = late(rf"[(\[〔〈<【]\s*(?:{_WORD})(?:{_BETWEEN}(?:{_WORD}))*\s*[)\]〕〉>】]")


def without_notes(text: str) -> str:
    """The heading, in NFKC and folded, without such brackets."""
    return _NOTE.sub("", text)
