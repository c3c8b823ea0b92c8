"""The words that the reader of an HTML mail sees; broken HTML gives what came before the break."""

from __future__ import annotations

from html.parser import HTMLParser

from connectors.email.charsets import clean

_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "svg"}
_BLOCKS = {"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "section"}


class _Words(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen is None and tag in _UNSEEN:
            self.unseen = tag
        elif tag == "body":
            self.unseen = None
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.unseen:
            self.unseen = None
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self.unseen is None:
            self.pieces.append(data)


def html_to_text(html: str) -> str:
    """The visible text, one line a block."""
    words = _Words()
    try:
        words.feed(html)
        words.close()
    except (AssertionError, ValueError):
        # The standard parser gives up on some malformed declarations; what it read until there is kept.
        words.pieces.append(" ")
    return clean("".join(words.pieces)).replace("\xa0", " ")
