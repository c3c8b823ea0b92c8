"""All cards of all files, each once: an id that stands again in an older file is an older state of the card.

Of cards without a UID that is so unless they are of two people of one name, by all that they tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from connectors.vcard.card import DIGEST
from connectors.vcard.cards import cards_of
from connectors.vcard.files import CardFile
from connectors.vcard.reach import READ_REACH, Reach
from hub.sdk.records import BadRecord, RawRecord

Entry = RawRecord | BadRecord


class Listing:
    """The cards of files that are given newest first; `superseded` counts the older states that were left out."""

    def __init__(self, files: Sequence[CardFile], longest: int) -> None:
        self._files, self._longest = files, longest
        self._seen: dict[str, tuple[Path, int]] = {}
        self._without_uid: dict[str, Reach] = {}
        self.told = self.superseded = 0

    def __iter__(self) -> Iterator[Entry]:
        for file in self._files:
            with file.path.open("rb") as opened:
                for entry in cards_of(opened, file.path.name, self._longest, file.saved_at):
                    found = self._once(file.path, entry)
                    if found is not None:
                        self.told += 1
                        yield found

    def _once(self, path: Path, entry: Entry) -> Entry | None:
        """The card, unless it was told already; two different ones of one name in one file are a person's question."""
        if entry.external_id is None:
            return entry
        content = hash(entry.payload)
        known = self._seen.get(entry.external_id)
        if known is None:
            self._seen[entry.external_id] = path, content
            self._remember(entry.external_id, entry)
            return entry
        if known[0] == path and known[1] != content:
            reason = f"{path.name}: two cards are called {entry.external_id}; give each a UID, or take one away"
            return BadRecord(None, entry.payload, reason)
        if known[1] != content and (namesake := self._namesake(entry.external_id, entry)) is not None:
            reason = (
                f"{path.name}: a card has the name of another in {known[0].name} ({namesake.called}) and shares no "
                "number or mailbox with it; give each a UID where they are two people, or take this one away"
            )
            return BadRecord(None, entry.payload, reason)
        self.superseded += known[0] != path
        return None

    def _remember(self, external_id: str, entry: Entry) -> None:
        if external_id.startswith(DIGEST) and isinstance(entry, RawRecord):
            self._without_uid[external_id] = READ_REACH.decode(entry.payload)

    def _namesake(self, external_id: str, entry: Entry) -> Reach | None:
        """The newer card under this id, where it is somebody else's."""
        newer = self._without_uid.get(external_id)
        if newer is None or not isinstance(entry, RawRecord):
            return None
        return newer if newer.is_strange_to(READ_REACH.decode(entry.payload)) else None
