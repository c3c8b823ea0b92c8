"""A desk is one stream of a vendor with the people who work in it; what they do there goes into the book."""

from __future__ import annotations

from collections.abc import Mapping

from tests.simulation.wire.shelf import Shelf
from tests.simulation.wire.words import NEVER_EMPTIED


class Desk(Shelf):
    """Derive one a stream."""

    def people_type(self, record_id: str, field: str, text: str) -> bool:
        """Whether that could be typed here."""
        if (
            field not in self.typed
            or field in self.hidden
            or (not text and (field in NEVER_EMPTIED or not self.clears))
        ):
            return False
        if field == "title" and not self.has_post(record_id):
            return False
        if field == "name" and self._last(record_id).said.get("name") is None:
            return False  # a name alone makes a person whose mailbox nobody knows
        self.clock.goes_on(seconds=0.3)
        self.saves(record_id, field, text)
        self._by_hand(record_id)
        return True

    def has_post(self, record_id: str) -> bool:
        """Whether the record says where its person works: a title elsewhere is of no post that anybody knows."""
        return True

    def people_add(self, customer: int, texts: Mapping[str, str]) -> str:
        self.clock.goes_on(seconds=0.3)
        record_id = self.adds(customer, {name: text for name, text in texts.items() if name in self.typed})
        self._by_hand(record_id, first=True)
        self.book.removed.discard((self.place, customer))
        return record_id

    def people_spoil(self, record_id: str) -> bool:
        """What no mapping reads is saved in the record, where there is a free property for that."""
        spoilt = self.spoilt
        if spoilt is None or self._last(record_id).said.get("may_mail") is not None:
            return False
        return self._by_word(record_id, spoilt.word, spoilt.text)

    def people_mend(self, record_id: str) -> bool:
        """Whether there was anything to mend."""
        spoilt = self.spoilt
        if spoilt is None or not spoilt.spoils(self.records()[record_id]):
            return False
        return self._by_word(record_id, spoilt.word, spoilt.mended)

    def _by_word(self, record_id: str, word: str, text: str | None) -> bool:
        self.clock.goes_on(seconds=0.3)
        self.edits(record_id, {word: text})
        self._by_hand(record_id)
        return True

    def people_delete(self, record_id: str) -> None:
        customer = self.whose(self.records()[record_id])
        self.clock.goes_on(seconds=0.3)
        self.takes_away(record_id)
        self.ends(record_id, customer, "deleted before it was shown")
        self.book.farewells.add(customer)

    def ends(self, record_id: str, customer: int, why: str) -> None:
        """A record has left the vendor's lists by the hands of people."""
        self.states[record_id][-1].gone = True
        self.book.gone((self.place, record_id), why)
        if (self.place, record_id) in self.book.shown and not self.living(customer):
            self.book.removed.add((self.place, customer))

    def returns(self, record_id: str) -> None:
        """It is in the lists again, as it was."""
        self._by_hand(record_id)
        self.book.removed.discard((self.place, self.whose(self.records()[record_id])))

    def _by_hand(self, record_id: str, *, first: bool = False) -> None:
        record = self.records()[record_id]
        said, before = self.says(record), self._last(record_id)
        authors = dict(before.authors)
        for name, text in said.items():
            if before.said.get(name) != text:
                place = (self.place, record_id)
                number = self.book.typed(place, self.whose(record), name, text, self.clock.moment, first=first)
                if number is not None:
                    authors[name] = number
        self._becomes(record_id, record, said, authors)
