"""What the past of others tells of an erased person: payloads and states that were replaced, writes that are over.

Invariant: a value that tells of the person goes, and everything beside it stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from hub.store import past, search_terms
from hub.store.transaction import Transaction
from hub.sync.payloads import UnreadableError, decode_payload
from hub.sync.story import PartStory, read_story, write_story

# People write names and numbers with and without them.
_BETWEEN = b" -()"
_SPACE_OF_JAPANESE = "\u3000"
_COUNTRY = "+81"
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


class Traces:
    """Words that tell of a person, however they are spaced, and the halves of names that do so where both are values of
    one document.
    """

    def __init__(self, words: Iterable[str], halves: Iterable[tuple[str, str]] = ()) -> None:
        self._forms = {form for word in words for form in _forms(word)}
        self._halves = set(halves)
        self._quoted = [[{b'"%b"' % form for form in _forms(half)} for half in pair] for pair in self._halves]

    def are_in(self, told: bytes) -> bool:
        """Whether a text, also one that JSON has escaped, has any of the words in it, or both halves of a name."""
        found = _squeezed(told)
        if any(form in found for form in self._forms):
            return True
        return any(all(any(form in found for form in forms) for forms in pair) for pair in self._quoted)

    def forget(self, tx: Transaction) -> None:
        """Take the words out of what is over."""
        self._forget_payloads(tx)
        self._forget_states(tx)
        self._forget_writes(tx)
        self._forget_undone(tx)

    def without(self, value: Any) -> Any:
        """The value with nothing in it that tells of the person; None where it does so itself."""
        if isinstance(value, str):
            return None if self.are_in(value.encode("utf-8", "replace")) else value
        if isinstance(value, Mapping):
            halves = self._halves_in(value)
            return {n: self.without(one) for n, one in value.items() if n not in halves and not self._is_told(one)}
        if isinstance(value, list):
            return [self.without(one) for one in value if not self._is_told(one)]
        return value

    def _is_told(self, value: Any) -> bool:
        return isinstance(value, str) and self.without(value) is None

    def _halves_in(self, value: Mapping[str, Any]) -> set[str]:
        """The fields that hold the halves of a name, where both stand beside each other."""
        said = {one for one in value.values() if isinstance(one, str)}
        told = {half for pair in self._halves if said.issuperset(pair) for half in pair}
        return {name for name, one in value.items() if isinstance(one, str) and one in told} if told else set()

    def _forget_payloads(self, tx: Transaction) -> None:
        for page in past.payloads(tx):
            kept, gone = [], []
            for number, payload in page:
                if not self.are_in(bytes(payload)):
                    continue
                try:
                    kept.append((_encode(self.without(decode_payload(bytes(payload)))), number))
                except UnreadableError:
                    gone.append(number)
            past.redact_payloads(tx, kept, gone)

    def _forget_states(self, tx: Transaction) -> None:
        """Where records were one for a while, or a firm was called after the person, the past of others tells of them;
        such a firm is no longer found by that.
        """
        for page in past.states(tx):
            told = [(number, golden_id) for number, doc, golden_id in page if self.are_in(doc.encode())]
            search_terms.changed(tx, sorted({golden_id for _, golden_id in told}))
            past.forget_states(tx, [number for number, _ in told])
        for page in past.merged_away(tx):
            past.empty_merged_away(tx, [number for number, doc in page if self.are_in(doc.encode())])

    def _forget_writes(self, tx: Transaction) -> None:
        for page in past.writes(tx):
            told = [row for row in page if self.are_in(row[1].encode()) or self.are_in(row[2].encode())]
            past.redact_writes(tx, [(self._story(row[1]), self._payload(row[2]), row[0]) for row in told])

    def _forget_undone(self, tx: Transaction) -> None:
        """What an undo keeps of others tells of the person where the two were one, for the hub took it out there."""
        for page in past.undone(tx):
            past.forget_undone(tx, [number for number, value in page if self.are_in(value.encode())])

    def _story(self, fields: str) -> str:
        story = read_story(fields)
        return write_story({name: self._part(part) for name, part in story.items()})

    def _payload(self, payload: str) -> str:
        return _encode(self.without(_decode(payload))).decode()

    def _part(self, part: PartStory) -> PartStory:
        """A field of which either side is not known any more is not put back by an undo, so it goes as a whole."""
        told = {field for field in part.to if self.are_in(_encode([part.to[field], part.before.get(field)]))}
        told |= self._halves_in(part.to) | self._halves_in(part.before)
        return msgspec.structs.replace(
            part,
            to={field: value for field, value in part.to.items() if field not in told},
            before={field: value for field, value in part.before.items() if field not in told},
            undone=[field for field in part.undone if field not in told],
        )


def _forms(word: str) -> Iterable[bytes]:
    plain = word.replace(_SPACE_OF_JAPANESE, "")
    for text in (plain, plain.replace(" ", _SPACE_OF_JAPANESE)):
        yield _squeezed(text.encode())
        yield _squeezed(json.dumps(text)[1:-1].encode())
    if word.startswith(_COUNTRY):
        yield word.removeprefix(_COUNTRY).encode()


def _squeezed(told: bytes) -> bytes:
    return told.translate(None, _BETWEEN).lower()
