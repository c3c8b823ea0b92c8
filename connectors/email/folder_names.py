"""Folder names on the wire: IMAP's own UTF-7, in which 日本語 is written &ZeVnLIqe-; encode and decode are inverses."""

from __future__ import annotations

import binascii
import re

_OUTSIDE = re.compile(r"&|[^\x20-\x7e]+")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def encode_folder(name: str) -> str:
    """The name as the server wants it (RFC 3501, 5.1.3)."""
    return _OUTSIDE.sub(lambda match: "&-" if match[0] == "&" else _shift(match[0]), name)


def _shift(text: str) -> str:
    encoded = binascii.b2a_base64(text.encode("utf-16-be", "surrogatepass"), newline=False)
    return f"&{encoded.rstrip(b'=').replace(b'/', b',').decode('ascii')}-"


def decode_folder(name: str) -> str:
    """The name as a person reads it; what is not well formed stays as it is."""
    return _SHIFTED.sub(lambda match: _unshift(match[0], match[1]), name)


def _unshift(whole: str, encoded: str) -> str:
    if not encoded:
        return "&"
    padded = encoded.replace(",", "/") + "=" * (-len(encoded) % 4)
    try:
        return binascii.a2b_base64(padded).decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return whole


def quoted_folder(name: str) -> str:
    """The encoded name as a quoted string of a command."""
    escaped = encode_folder(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
