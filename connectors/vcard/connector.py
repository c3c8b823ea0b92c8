"""Reads address books exported as vCard, all of them whenever one of the files changed.

Invariant: of two cards under one id the one in the file saved last counts, so the same files always give the same
records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from connectors.vcard.fields import CARD
from connectors.vcard.files import CardFile, cursor_of, disk_errors, found_files, is_unchanged
from connectors.vcard.listing import Listing
from connectors.vcard.settings import VcardSettings
from hub.sdk.connector import Connector, ConnectorSettings, Context
from hub.sdk.errors import BrokenContractError, PersonNeededError, RetryLaterError
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import BadRecord, Page, RawRecord

CARDS = "cards"
_WAIT_S = 60.0


class VcardConnector(Connector):
    """One `.vcf` file, or a folder of them."""

    code = "vcard"
    title = "vCard (.vcf)"
    title_ja = "vCard（.vcf）"
    Settings = VcardSettings
    settings: VcardSettings

    def __init__(self, settings: ConnectorSettings, context: Context) -> None:
        written = VcardSettings.model_validate(settings)
        path = context.folder / Path(written.path).expanduser()
        super().__init__(written.model_copy(update={"path": str(path)}), context)

    def streams(self) -> Mapping[str, StreamManifest]:
        return {
            CARDS: StreamManifest(
                name=CARDS,
                title="Cards",
                title_ja="連絡先",
                deletes="listing" if self.settings.lists_all else "none",
                list_page_max=self.settings.page_cards,
                # A card without a UID is called by these, and a UID by itself when cards move to another phone.
                natural_key=("uid", "family", "given", "company", "email", "mobile"),
                id_from_key=True,
                fields=CARD,
                fields_are_all=True,
            )
        }

    def check(self) -> str:
        with disk_errors(self.settings.path):
            files = found_files(self.settings)
            cards = sum(1 for _ in Listing(files, self.settings.longest_value))
        if not cards:
            raise _no_card(self.settings.path)
        return f"{self.settings.path}: {cards} cards in {len(files)} files"

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        if stream != CARDS:
            raise BrokenContractError(f"vcard: no stream {stream!r}; known: {CARDS}")
        with disk_errors(self.settings.path):
            files = found_files(self.settings)
            state = cursor_of(files, self.settings, self.context.now())
            if is_unchanged(cursor, state):
                yield Page([], cursor)
            else:
                yield from self._pages(files, state)

    def _pages(self, files: Sequence[CardFile], state: str) -> Iterator[Page]:
        listing = Listing(files, self.settings.longest_value)
        entries = iter(listing)
        every_card_has_id = True
        page = list(islice(entries, self.settings.page_cards))
        while True:
            following = list(islice(entries, self.settings.page_cards))
            good = [entry for entry in page if isinstance(entry, RawRecord)]
            bad = tuple(entry for entry in page if isinstance(entry, BadRecord))
            every_card_has_id = every_card_has_id and all(entry.external_id is not None for entry in bad)
            if not following:
                self._see_that_it_stood(files, listing)
                if listing.superseded:
                    self.context.log("older_cards_left_out", cards=listing.superseded, files=len(files))
                is_complete = self.settings.lists_all and every_card_has_id
                yield Page(good, state, complete_listing=is_complete, bad=bad)
                return
            yield Page(good, bad=bad)
            page = following

    def _see_that_it_stood(self, files: Sequence[CardFile], listing: Listing) -> None:
        if found_files(self.settings) != list(files):
            raise RetryLaterError(f"{self.settings.path}: was saved while it was read; it is read again", _WAIT_S)
        if listing.told == 0:
            raise _no_card(self.settings.path)


def _no_card(path: str) -> PersonNeededError:
    return PersonNeededError(f"{path}: no card is in there; export the address book as vCard")
