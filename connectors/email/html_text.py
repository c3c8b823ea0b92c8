"""The words that the reader of an HTML mail sees; it takes time in proportion to the mail's length, whatever is in it.

The standard library's parser needs 40 seconds for 64 kB of `<a ` (each opening is searched to the end again), so a mail
could hold up a whole run. This scanner never looks twice at the same stretch for longer than a tag may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from connectors.email.charsets import clean

MAX_QUOTED = 4000

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,20})|<[!?]")
_STOP = re.compile("[>\"']")
_BLOCKS = frozenset(
    ("br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "section")
)
_UNSEEN = {
    name: re.compile(rf"</{name}\b|<body\b" if name == "head" else rf"</{name}\b", re.IGNORECASE)
    for name in ("script", "style", "head", "title", "template", "noscript", "svg")
}
# A number of thousands of digits is no character, and Python refuses to read it.
_ABSURD = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")


def html_to_text(html: str) -> str:
    """The visible text, one line a block; what follows a tag that never ends is not seen."""
    return clean(unescape(_ABSURD.sub("", "".join(_visible(html))))).replace("\xa0", " ")


def _visible(html: str) -> Iterator[str]:
    """The stretches of text between the tags."""
    at = 0
    while True:
        opening = html.find("<", at)
        if opening < 0:
            yield html[at:]
            return
        yield html[at:opening]
        match = _NAME.match(html, opening)
        if match is None:
            yield "<"
            at = opening + 1
            continue
        name = (match[1] or "").lower()
        if name in _BLOCKS:
            yield "\n"
        at = _after(html, opening, match.end(), name)
        if at < 0:
            return


def _after(html: str, opening: int, inside: int, name: str) -> int:
    """Where seen text goes on after the tag or comment that opens here; -1 where nothing does."""
    if html.startswith("<!--", opening):
        end = html.find("-->", opening + 2)
        return end + 3 if end >= 0 else -1
    end = _end_of_tag(html, inside)
    if end < 0 or name not in _UNSEEN or html.startswith("</", opening):
        return end
    close = _UNSEEN[name].search(html, end)
    return close.start() if close else -1


def _end_of_tag(html: str, at: int) -> int:
    """The place after the tag's `>`; one within quotes does not end it."""
    while True:
        stop = _STOP.search(html, at)
        if stop is None:
            return -1
        at = stop.end()
        if stop[0] == ">":
            return at
        close = html.find(stop[0], at, at + MAX_QUOTED)
        at = close + 1 if close >= 0 else at
