"""The cards of one file, in order: each a record, or a bad record with the line at which it went wrong.

Invariant: a card that can't be read never takes the next one with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, NamedTuple

from connectors.vcard.card import Payload, encoded, id_of, is_text, payload_of, revised_at
from connectors.vcard.completed import completed
from connectors.vcard.lines import Line, Property, logical_lines, taken_apart
from connectors.vcard.text import UnreadableTextError
from hub.sdk.records import BadRecord, RawRecord

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_8 = b"\xef\xbb\xbf"
# What is kept of a card that can't be read, for the person who mends it.
_KEPT_BYTES = 4000
_LONGEST_PHYSICAL = 1_048_576
_MOST_PROPERTIES = 5000
_MOST_BYTES = 4_194_304


def cards_of(file: BinaryIO, name: str, longest: int, saved_at: datetime) -> Iterator[RawRecord | BadRecord]:
    """The cards of an open file; `name` is for errors, `saved_at` the time of cards that tell none."""
    for card in _divided(logical_lines(_physical(file), longest)):
        yield _record(card, name, saved_at)


def _physical(file: BinaryIO) -> Iterator[bytes]:
    start = file.read(3)
    file.seek(0)
    if start.startswith(_UTF_16):
        file = io.BytesIO(file.read().decode("utf-16", "replace").encode())
    elif start == _UTF_8:
        file.seek(3)
    while line := file.readline(_LONGEST_PHYSICAL):
        yield line


class Problem(NamedTuple):
    """Why a card can't be read, and the line at which that shows."""

    number: int
    words: str


class _Card:
    """The lines of one card, as far as they are read."""

    def __init__(self, line: Line) -> None:
        self.number = line.number
        self.properties: list[Property] = []
        self.seen = bytearray()
        self.size = 0
        self.problem: Problem | None = None

    def take(self, line: Line) -> None:
        self.seen += line.text[: max(0, _KEPT_BYTES - len(self.seen))] + b"\n"
        found = taken_apart(line)
        if found is None:
            self._refuse(line.number, "this is no property of a card; export the card again")
        elif found.encoding != "BASE64" or is_text(found):
            self.size += len(line.text)
            if line.is_cut:
                self._refuse(line.number, f"the text of {found.name} is longer than max_value_kb allows")
            elif self.size > _MOST_BYTES or len(self.properties) >= _MOST_PROPERTIES:
                self._refuse(line.number, "the card holds more than any card can; export it again")
            else:
                self.properties.append(found)

    def _refuse(self, number: int, problem: str) -> None:
        self.problem = self.problem or Problem(number, problem)
        self.properties = [one for one in self.properties if one.name == "UID"]


def _divided(lines: Iterable[Line]) -> Iterator[_Card]:
    card, depth = None, 0
    for line in lines:
        mark = line.text.strip().upper()
        if mark == b"BEGIN:VCARD":
            depth += 1
            if card is None:
                card, depth = _Card(line), 1
        elif card is None:
            continue
        elif mark == b"END:VCARD":
            depth -= 1
            if depth == 0:
                yield card
                card = None
        elif depth == 1 and line.text.strip():
            card.take(line)
    if card is not None:
        cut = "the card that begins here has no end; the file was cut off, export it again"
        card.problem = Problem(card.number, cut)
        yield card


def _record(card: _Card, name: str, saved_at: datetime) -> RawRecord | BadRecord:
    try:
        payload: Payload = payload_of(card.properties)
    except UnreadableTextError as error:
        return BadRecord(None, bytes(card.seen), f"{name}:{error.number}: {error}")
    external_id = id_of(payload)
    if card.problem is not None:
        return BadRecord(external_id, bytes(card.seen), f"{name}:{card.problem.number}: {card.problem.words}")
    if external_id is None:
        nameless = "the card has no UID, no name and no company; name it where it comes from"
        return BadRecord(None, bytes(card.seen), f"{name}:{card.number}: {nameless}")
    return RawRecord(external_id, encoded(completed(payload)), revised_at(payload) or saved_at)
