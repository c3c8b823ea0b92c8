"""Read the JIS families of Japanese mail, with the vendors' extra characters; every input gives some text.

Mail programs put half-width kana, ① and ㈱ into ISO-2022-JP although the standard knows none of them (Windows calls it
cp50221), and Python's own codec refuses them. JIS X 0208 is therefore read through CP932, which holds them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SHIFT = re.compile(rb"\x1b\$\([BDOPQ@]|\x1b\$[@AB]|\x1b\([A-Z]|\x0e|\x0f|[\r\n]")


def _kanji(body: bytes) -> str:
    """Pairs of JIS X 0208 (7 bit, row then cell) by way of their places in CP932."""
    moved = bytearray()
    for row, cell in zip(body[::2], body[1::2], strict=False):
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
            moved += bytes(b for b in (row, cell) if b < 0x80)
            continue
        high = (row - 0x21) // 2 + 0x81
        low = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
        moved += bytes((high if high < 0xA0 else high + 0x40, low))
    return bytes(moved).decode("cp932", "replace")


def _by_euc(codec: str, prefix: bytes) -> Callable[[bytes], str]:
    """A reader of 7-bit pairs by way of an 8-bit EUC codec of the same set."""

    def read(body: bytes) -> str:
        pairs = (body[at : at + 2] for at in range(0, len(body) - 1, 2))
        return b"".join(prefix + bytes(byte | 0x80 for byte in pair) for pair in pairs).decode(codec, "replace")

    return read


def _kana(body: bytes) -> str:
    return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in body).decode("cp932", "replace")


def _plain(body: bytes) -> str:
    return body.decode("cp932", "replace")


_SETS: dict[bytes, Callable[[bytes], str]] = {
    b"\x1b$@": _kanji,
    b"\x1b$B": _kanji,
    b"\x1b$(@": _kanji,
    b"\x1b$(B": _kanji,
    b"\x1b$(D": _by_euc("euc_jp", b"\x8f"),
    b"\x1b$(O": _by_euc("euc_jis_2004", b""),
    b"\x1b$(Q": _by_euc("euc_jis_2004", b""),
    b"\x1b$(P": _by_euc("euc_jis_2004", b"\x8f"),
    b"\x1b$A": _by_euc("gb2312", b""),
    b"\x1b(I": _kana,
    b"\x0e": _kana,
}


def read_iso2022jp(data: bytes) -> str:
    """ISO-2022-JP with the extensions met in mail; a line's end returns to ASCII, as RFC 1468 says it should."""
    pieces: list[str] = []
    reader: Callable[[bytes], str] = _plain
    start = 0
    for shift in _SHIFT.finditer(data):
        pieces.append(reader(data[start : shift.start()]))
        token, start = shift.group(), shift.end()
        reader = _SETS.get(token, _plain)
        if token in b"\r\n":
            pieces.append(token.decode("ascii"))
    pieces.append(reader(data[start:]))
    return "".join(pieces)


_EUC = re.compile(rb"(?:[\xa1-\xfe][\xa1-\xfe])+|\x8f[\xa1-\xfe][\xa1-\xfe]|\x8e[\xa1-\xdf]|[\x00-\x7f]+|[\x80-\xff]")


def read_euc(data: bytes) -> str:
    """EUC-JP with the vendors' extra characters."""
    pieces: list[str] = []
    for match in _EUC.finditer(data):
        piece = match.group()
        if len(piece) > 1 and piece[0] >= 0xA1:
            pieces.append(_kanji(bytes(byte & 0x7F for byte in piece)))
        else:
            pieces.append(piece.decode("euc_jp", "replace"))
    return "".join(pieces)
