"""XML as workbooks use it: checked by a real parser first, and then cut along its tags without being changed.

Invariant: only checked text is cut: well-formed UTF-8 without document type, comments and CDATA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from connectors.excel.archive import CHUNK, Read
from hub.sdk.errors import PersonNeededError

ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(\w+));")
ROOT_TAG_MAX = 64 * 1024
"""A root tag, with all the namespaces that Excel declares in it, is shorter than this."""
TAG_NAME_ENDS = (b" ", b">", b"/", b"\t", b"\r", b"\n")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# Excel writes a UTF-16 unit that XML can't hold as _x000B_, and a literal "_x" that looks like one as _x005F_x.
ESCAPED_UNIT = re.compile(r"_x([0-9A-Fa-f]{4})_")
MUST_ESCAPE = re.compile(r"[\r]|_(?=x[0-9A-Fa-f]{4}_)")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Element(NamedTuple):
    """A start tag: its own name and its parent's, both without prefix, and its attributes by local name."""

    name: str
    parent: str
    attributes: dict[str, str]


class Checker:
    """Feeds a part to the XML parser while somebody else reads it; raises where it is not what we can cut."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.prefix: str | None = None
        self._is_over = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._root
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a document type")
        self._parser.StartCdataSectionHandler = lambda: self._refuse("a CDATA section")
        self._parser.CommentHandler = lambda _: self._refuse("a comment")

    def feed(self, data: bytes) -> None:
        """Check the next bytes; none mean the end."""
        if self._is_over:
            return
        self._is_over = not data
        try:
            self._parser.Parse(data, self._is_over)
        except expat.ExpatError as failure:
            raise PersonNeededError(
                f"{self.where}: the XML is broken ({failure}); open the file in Excel and save it again"
            ) from failure

    def _root(self, name: str, _: dict[str, str]) -> None:
        self.prefix = name.rpartition(":")[0]
        self._parser.StartElementHandler = None

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            self._refuse(f"the encoding {encoding}")

    def _refuse(self, what: str) -> None:
        raise PersonNeededError(
            f"{self.where}: holds {what}, which Excel never writes; open it in Excel and save it again"
        )


def opened(read: Read, where: str) -> tuple[str, Read]:
    """The namespace prefix of a part's root, and the part from its beginning, checked while it is read."""
    checker = Checker(where)

    def checking(size: int) -> bytes:
        data = read(size)
        checker.feed(data)
        return data

    waiting = [checking(ROOT_TAG_MAX)]
    if waiting[0].startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PersonNeededError(f"{where}: a part is in UTF-16; open the file in Excel and save it again")
    return checker.prefix or "", lambda size: waiting.pop() if waiting else checking(size)


def elements(data: bytes, where: str) -> list[Element]:
    """All start tags of a small part, in order."""
    Checker(where).feed(data)
    found: list[Element] = []
    open_names = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        found.append(Element(local, open_names[-1], {key.rpartition(":")[2]: text for key, text in attributes.items()}))
        open_names.append(local)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_names.pop() and None
    try:
        parser.Parse(data, True)
    except expat.ExpatError as failure:
        raise PersonNeededError(
            f"{where}: the XML is broken ({failure}); open the file in Excel and save it again"
        ) from failure
    return found


def cut(read: Read, tag: bytes, end: bytes) -> Iterator[tuple[bool, bytes]]:
    """A part as elements called `tag` (True) up to `end`, and what lies between (False); joined they are the part."""
    buffer, size = b"", CHUNK
    while data := read(size):
        buffer += data
        limit = buffer.find(end)
        position = 0
        for start, stop in _elements(buffer, tag, len(buffer) if limit < 0 else limit):
            if start > position:
                yield False, buffer[position:start]
            yield True, buffer[start:stop]
            position = stop
        buffer = buffer[position:]
        size = max(CHUNK, len(buffer))  # so that one huge element is not searched again for every chunk
        if limit >= 0:
            break
    yield False, buffer
    while data := read(CHUNK):
        yield False, data


def _elements(text: bytes, tag: bytes, limit: int) -> Iterator[tuple[int, int]]:
    """Where the whole elements of a name begin and end. Searching is ten times as fast here as a pattern."""
    opening, closing = b"<" + tag, b"</" + tag + b">"
    start = text.find(opening, 0, limit)
    while start >= 0:
        after = start + len(opening)
        if text[after : after + 1] not in TAG_NAME_ENDS:
            start = text.find(opening, after, limit)
            continue
        stop = text.find(b">", after, limit)
        if stop > 0 and text[stop - 1 : stop] != b"/":
            closed = text.find(closing, stop, limit)
            stop = closed + len(closing) - 1 if closed >= 0 else -1
        if stop < 0:
            return
        yield start, stop + 1
        start = text.find(opening, stop, limit)


def _entity(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, match.group())
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))


def unescape(text: str) -> str:
    """The characters that XML text stands for."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return ENTITY.sub(_entity, text) if "&" in text else text


def plain(text: str) -> str:
    """The characters that a cell's XML text stands for: as `unescape`, and Excel's own `_x000D_` too."""
    text = unescape(text)
    if "_x" not in text:
        return text
    text = ESCAPED_UNIT.sub(lambda match: chr(int(match.group(1), 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def escape(text: str) -> str:
    """The XML text that stands for a cell's characters; the inverse of `plain`."""
    text = MUST_ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
