"""An address book as phones and mail programs export it: for the tests and for trying the connector.

Invariant: it writes the three versions of the format as their programs do, and shares no code with the reader.
"""

from __future__ import annotations

import os
import quopri
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

Card = Mapping[str, str]
"""Some of uid, family, given, family_kana, given_kana, company, department, title, email, mobile, phone, rev, note."""


def write_cards(path: Path, cards: Iterable[Card], saved_at: datetime, version: str = "3.0") -> None:
    """Export the cards; the file is as old as `saved_at`."""
    write = _old_card if version == "2.1" else _card
    path.write_bytes(b"".join(write(card, version) for card in cards))
    os.utime(path, (saved_at.timestamp(), saved_at.timestamp()))


def _card(card: Card, version: str) -> bytes:
    said = {key: _escaped(value) for key, value in card.items()}
    family, given = said.get("family", ""), said.get("given", "")
    lines = ["BEGIN:VCARD", f"VERSION:{version}", f"N:{family};{given};;;", f"FN:{f'{family} {given}'.strip()}"]
    lines += [f"{name}:{said[key]}" for key, name in _PLAIN.items() if key in said]
    if "company" in said:
        lines.append(f"ORG:{said['company']};{said.get('department', '')}")
    lines += [f"{name}:{said[key]}" for key, name in _TYPED.items() if key in said]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCARD"] for folded in [_folded(line)]).encode()


_PLAIN = {
    "uid": "UID",
    "rev": "REV",
    "title": "TITLE",
    "note": "NOTE",
    "family_kana": "X-PHONETIC-LAST-NAME",
    "given_kana": "X-PHONETIC-FIRST-NAME",
}
_TYPED = {"email": "EMAIL;TYPE=INTERNET,WORK", "mobile": "TEL;TYPE=CELL,VOICE", "phone": "TEL;TYPE=WORK,VOICE"}


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str, width: int = 40) -> str:
    return "\r\n ".join(line[at : at + width] for at in range(0, len(line), width))


def _old_card(card: Card, version: str) -> bytes:
    """As Japanese mobile phones write 2.1: the code page of Windows, wrapped in quoted-printable."""
    family, given = card.get("family", ""), card.get("given", "")
    lines = [b"BEGIN:VCARD", b"VERSION:2.1", _wrapped("N", f"{family};{given}"), _wrapped("FN", f"{family} {given}")]
    if "family_kana" in card:
        lines.append(_wrapped("SOUND;X-IRMC-N", f"{card['family_kana']};{card.get('given_kana', '')};;;"))
    if "company" in card:
        lines.append(_wrapped("ORG", f"{card['company']};{card.get('department', '')}"))
    lines += [f"{name}:{card[key]}".encode() for key, name in _OLD.items() if key in card]
    return b"\r\n".join([*lines, b"END:VCARD", b""])


_OLD = {"uid": "UID", "rev": "REV", "email": "EMAIL;INTERNET", "mobile": "TEL;CELL;VOICE", "phone": "TEL;WORK;VOICE"}


def _wrapped(name: str, value: str) -> bytes:
    body = quopri.encodestring(value.encode("cp932")).replace(b"=\n", b"=\r\n")
    return f"{name};CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:".encode() + body
