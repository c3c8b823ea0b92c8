"""Reads the partners changed since a day, so that nothing is skipped though the list may shrink while it is read.

Invariant: each page begins with the last partner of the page before; where it does not, a partner left the list and
the reading steps back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from connectors.freee.days import JST, japanese_day, read_again_from
from connectors.freee.settings import FreeeSettings
from connectors.freee.short_pages import is_last
from hub.sdk.errors import BrokenContractError
from hub.sdk.http import Http
from hub.sdk.pages import PageReader, SplitPage
from hub.sdk.records import Page

PATH = "/api/1/partners"
MOST_STALLS = 10
"""A list that shrinks is read a few pages back; a list that is the same for ever is no list."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a pull stands: `read_on` is freee's day when it began, the rest is set in the middle of one only.

    `since` is the first day asked for (None: all), `offset` how far the list was read, `last_id` the last partner seen.
    """

    read_on: date | None = None
    since: date | None = None
    offset: int = 0
    last_id: int = 0

    @classmethod
    def of_cursor(cls, cursor: str | None) -> Place:
        """The place that a stored cursor names; after a finished pull, the beginning of the next."""
        if cursor is None:
            return cls()
        try:
            place = msgspec.json.decode(cursor, type=cls)
        except msgspec.DecodeError as error:
            message = "freee, partners: the stored cursor cannot be read; pull from the start"
            raise BrokenContractError(message) from error
        if place.offset or place.read_on is None:
            return place
        return cls(since=read_again_from(place.read_on))

    @property
    def cursor(self) -> str:
        """This place as a cursor."""
        return msgspec.json.encode(self).decode()

    def finished(self) -> Place:
        """The place after the last page."""
        return Place(read_on=self.read_on)


class PartnerPages:
    """The list of one company's partners, in the order of their ids."""

    def __init__(self, http: Http, settings: FreeeSettings) -> None:
        self._http = http
        self._limit = settings.partners_per_page
        self._overlap = 1 if self._limit > 1 else 0
        self._company = {"company_id": settings.company_id}
        self._reader = PageReader(
            records_path="partners",
            modified_path="update_date",
            put_away_path="available",
            put_away_when=False,
            zone=JST,
        )

    def pull(self, cursor: str | None) -> Iterator[Page]:
        """The pages from the cursor on.

        Those before the place where a pull was cut off may have changed since it read them, so the next round follows
        at once.
        """
        place = Place.of_cursor(cursor)
        for _ in range(2 if place.offset else 1):
            for page in self._round(place):
                yield page
                cursor = page.cursor
            place = Place.of_cursor(cursor)

    def _round(self, place: Place) -> Iterator[Page]:
        """The pages from a place on."""
        stalled = 0
        while True:
            page, read_on = self._ask(place)
            place = msgspec.structs.replace(place, read_on=place.read_on or read_on)
            has_shrunk = self._has_shrunk(place, page)
            fresh = [record for record in page.records if int(record.external_id) > place.last_id]
            stalled = 0 if fresh and not has_shrunk else stalled + 1
            if stalled > MOST_STALLS:
                raise BrokenContractError(
                    f"freee, partners: {stalled} pages in a row gave nobody new, so the list would never end; does a "
                    "proxy leave out `offset`?"
                )
            if has_shrunk:
                place = msgspec.structs.replace(place, offset=max(0, place.offset - self._limit))
                continue
            ends = is_last(len(page.records) + len(page.bad), self._limit)
            place = place.finished() if ends else self._after(place, page)
            yield Page(fresh, place.cursor, bad=page.bad)
            if ends:
                return

    def _ask(self, place: Place) -> tuple[SplitPage, date]:
        params: dict[str, Any] = {**self._company, "limit": self._limit, "offset": place.offset}
        if place.since is not None:
            params["start_update_date"] = place.since.isoformat()
        answer = self._http.get(PATH, params=params)
        page = self._reader.read(answer)
        ids = _ids(page)
        if ids != sorted(ids):
            raise answer.broken("lists partners out of the order of their ids, so pages cannot be told apart")
        return page, japanese_day(answer.received_at)

    def _has_shrunk(self, place: Place, page: SplitPage) -> bool:
        """Whether a partner before this page was archived, deleted or left the days asked for since the last page."""
        if not place.offset or not self._overlap or page.bad:
            return False
        return not page.records or _ids(page)[0] > place.last_id

    def _after(self, place: Place, page: SplitPage) -> Place:
        seen = len(page.records) + len(page.bad)
        last_id = max(_ids(page), default=0)
        return msgspec.structs.replace(
            place, offset=place.offset + seen - self._overlap, last_id=max(last_id, place.last_id)
        )


def _ids(page: SplitPage) -> list[int]:
    try:
        return [int(record.external_id) for record in page.records]
    except ValueError as error:
        raise BrokenContractError(f"freee, partners: an id is not a number: {error}") from error
