"""Take addresses out of From, To and Cc as people and programs really write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from connectors.email.charsets import decode
from connectors.email.headers import decode_words

MAX_ADDRESSES = 500
MAX_HEADER = 64 * 1024

_TOKEN = re.compile(r'=\?[^?\s]+\?[bBqQ]\?[^?]*\?=|"(?:[^"\\]++|\\.)*+"|\\.|[<>(),:;]|[^"\\<>(),:;]+|["\\]', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]{1,128}@[^\s@<>,;:\"()]{1,255}")


class Address(NamedTuple):
    """A mailbox: its display name (may be blank) and its address with the domain in lower case."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def document(self) -> dict[str, str]:
        return {"name": self.name, "address": self.address} if self.name else {"address": self.address}


def read_addresses(values: Sequence[bytes]) -> list[Address]:
    """Every mailbox once, in order. Groups give their members; what holds no address is left out."""
    found: dict[str, Address] = {}
    for value in values:
        text = decode(value[:MAX_HEADER])
        addresses = list(_mailboxes(text))
        # Some programs encode the whole field, the address too.
        if not addresses and "=?" in text:
            addresses = list(_mailboxes(decode_words(text)))
        if not addresses:
            addresses = [Address("", found) for found in _ADDRESS.findall(text)]
        for address in addresses:
            found.setdefault(address.address.lower(), address)
            if len(found) >= MAX_ADDRESSES:
                return list(found.values())
    return list(found.values())


class _Draft:
    """One mailbox as far as it was read."""

    def __init__(self) -> None:
        self.phrase = ""
        self.angle: str | None = None
        self.comment = ""

    def finish(self) -> Address | None:
        angle, words = self.angle, _unquoted(self.phrase)
        match = _ADDRESS.search(re.sub(r'[\s"]', "", angle) if angle is not None else words)
        if match is None and angle is not None:
            match = _ADDRESS.search(words)
        if match is None:
            return None
        local, _, domain = match[0].strip("'").rstrip(".").rpartition("@")
        if not local or not domain:
            return None
        name = decode_words(words if angle is not None else self.comment).strip(" \t'\"")
        address = f"{local}@{domain.lower()}"
        return Address("" if name.lower() == address.lower() else name, address)


def _unquoted(phrase: str) -> str:
    text = phrase.strip().replace('"', " ") if phrase.count('"') % 2 else phrase.strip()
    text = re.sub(r'"((?:[^"\\]++|\\.)*+)"', lambda match: _ESCAPED.sub(r"\1", match[1]), text, flags=re.DOTALL)
    return text.strip()


def _mailboxes(text: str) -> Iterator[Address]:
    draft, depth = _Draft(), 0
    for mark in (*_TOKEN.findall(text), ","):
        if depth or mark == "(":
            depth += (mark == "(") - (mark == ")")
            draft.comment += "" if mark in "()" else mark
        elif mark in ",;":
            address = draft.finish()
            draft = _Draft()
            if address is not None:
                yield address
        else:
            _take(draft, mark)
    address = draft.finish()
    if address is not None:
        yield address


def _take(draft: _Draft, mark: str) -> None:
    if mark == "<":
        draft.angle = ""
    elif mark == ":":
        # Before it stood the name of a group, the route of an old address, or `mailto`.
        draft.phrase, draft.angle = "" if draft.angle is None else draft.phrase, draft.angle and ""
    elif mark == ">":
        return
    elif draft.angle is not None and "@" not in draft.angle:
        draft.angle += mark
    elif draft.angle is None:
        draft.phrase += mark
