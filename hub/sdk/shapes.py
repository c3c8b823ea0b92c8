"""The shape of an answer that nobody understood: names and nesting as they came, and of each value only its kind.

Invariant: no value of a record is in it, also where the answer was cut in the middle of one.
"""

from __future__ import annotations

import re

_BLANK = re.compile(r"\s+")
_TOKEN = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)(?:"(?P<colon>\s*:)?|\\?\Z)'
    r"|(?P<word>true|false|null)\b"
    r"|(?P<number>-?\d[\d.eE+-]*)"
    r"|(?P<sign>[{}\[\],:])"
    r"|(?P<blank>\s+)"
    r'|(?P<other>[^"{}\[\],:\s]+)',
    re.DOTALL,
)
# A name that begins with a digit, or holds a blank or an @, may be somebody's: some systems use such as keys.
_NAME = re.compile(r"[^\W\d][\w.$-]{0,60}")
_HEADLINE = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>?")
_OPENING = re.compile(r"<([A-Za-z][\w:.-]*)")


def shape_of(answer: bytes) -> str:
    """`{"partners":[{"id":0,"name":"…"}]}`; of a web page its title and headline."""
    text = answer.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return _page(text) if text.startswith("<") else "".join(_part(match) for match in _TOKEN.finditer(text))


def _page(text: str) -> str:
    found = [_BLANK.sub(" ", _TAG.sub(" ", match[2])).strip() for match in _HEADLINE.finditer(text)]
    headlines = " / ".join(dict.fromkeys(filter(None, found)))
    return headlines or " ".join(f"<{name}>" for name in dict.fromkeys(_OPENING.findall(text)))


def _part(match: re.Match[str]) -> str:
    if match["text"] is not None:
        is_name = match["colon"] is not None and _NAME.fullmatch(match["text"]) is not None
        return f'"{match["text"] if is_name else "…"}"{":" if match["colon"] else ""}'
    if match["number"] is not None:
        return "0"
    return match["word"] or match["sign"] or ("…" if match["other"] else "")
