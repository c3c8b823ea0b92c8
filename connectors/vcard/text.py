"""The words of a value: out of its wrapping and its character set, and divided where the format divides it."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

from connectors.vcard.lines import Property

# Japanese phones write 2.1 in the code page of Windows under the name of its smaller relative.
_CODECS = {
    **dict.fromkeys(("SHIFT_JIS", "SHIFT-JIS", "SJIS", "X-SJIS", "WINDOWS-31J", "MS932", "CP932"), "cp932"),
    **dict.fromkeys(("ISO-2022-JP", "ISO-2022-JP-MS"), "iso2022_jp_ext"),
    **dict.fromkeys(("EUC-JP", "X-EUC-JP"), "euc_jp"),
    **dict.fromkeys(("ISO-8859-1", "LATIN1", "WINDOWS-1252"), "cp1252"),
    "UTF-16": "utf-16",
}
_ESCAPED = re.compile(r"\\([\\;,nN:])")
# What Python makes of bytes that stand for nothing in the code page of Windows.
_NO_LETTER = re.compile("[\uf8f0-\uf8f3]")
_LINE_END = re.compile(r"\r\n|\r")
# Possessive, because a repeat that may go back keeps four hundred bytes for each letter.
_COMPONENTS = {sign: re.compile(rf"(?:[^\\{sign}]++|\\.|\\\Z)*+", re.DOTALL) for sign in ";,"}


class UnreadableTextError(Exception):
    """Bytes that are text in no character set that is known; `number` is their line."""

    def __init__(self, found: Property) -> None:
        self.number = found.number
        super().__init__(f"the bytes of {found.name} are no text in any known character set; save the cards as UTF-8")


def text_of(found: Property) -> str:
    """The value as text, with its escapes still in it."""
    raw = _unwrapped(found)
    for codec in (_CODECS.get(found.charset, "utf-8"), "utf-8", "cp932"):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != "cp932" or not _NO_LETTER.search(text):
            return _LINE_END.sub("\n", text).replace("\0", "")
    raise UnreadableTextError(found)


def _unwrapped(found: Property) -> bytes:
    if found.encoding == "QUOTED-PRINTABLE":
        return quopri.decodestring(found.value)
    if found.encoding != "BASE64":
        return found.value
    try:
        return base64.b64decode(b"".join(found.value.split()), validate=True)
    except binascii.Error:
        raise UnreadableTextError(found) from None


def unescaped(text: str) -> str:
    """The text as a person reads it."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def divided(text: str, sign: str = ";") -> list[str]:
    """The components of a structured value, or the items of a list, in order."""
    component, parts, at = _COMPONENTS[sign], [], 0
    while at <= len(text):
        found = component.match(text, at)
        assert found is not None, "the empty component matches anywhere"
        parts.append(unescaped(found[0]))
        at = found.end() + 1
    return parts
