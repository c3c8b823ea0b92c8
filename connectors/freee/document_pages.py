"""Reads every invoice or sale anew, because freee does not tell which of them changed.

Invariant: a listing is called complete only where it began at the first document, covered all days, gave as many
different documents as freee counted on each of its pages, and each page began with the last document of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.freee.days import japanese_day
from connectors.freee.settings import FreeeSettings
from connectors.freee.short_pages import is_last
from hub.sdk.errors import BrokenContractError
from hub.sdk.http import Http
from hub.sdk.pages import PageReader, SplitPage
from hub.sdk.records import Page, RawRecord
from hub.sdk.response import Response
from hub.sdk.throttle import Limiter


class Offset(msgspec.Struct, frozen=True):
    """How many documents of the list were read; 0 after a finished pull, for the next begins anew."""

    offset: int = 0

    @classmethod
    def of_cursor(cls, stream: str, cursor: str | None) -> Offset:
        """The offset that a stored cursor names."""
        if cursor is None:
            return cls()
        try:
            return msgspec.json.decode(cursor, type=cls)
        except msgspec.DecodeError as error:
            message = f"freee, {stream}: the stored cursor cannot be read; pull from the start"
            raise BrokenContractError(message) from error

    @property
    def cursor(self) -> str:
        """This offset as a cursor."""
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True)
class DocumentList:
    """How one kind of document is listed; `limiter` holds the rates that only this API has."""

    stream: str
    path: str
    first_day_param: str
    reader: PageReader
    filters: Mapping[str, str] = field(default_factory=dict)
    limiter: Limiter | None = None


class DocumentPages:
    """The pages of one list of documents."""

    def __init__(self, http: Http, settings: FreeeSettings, listed: DocumentList) -> None:
        self._http = http
        self._settings = settings
        self._list = listed

    def pull(self, cursor: str | None, now: datetime) -> Iterator[Page]:
        """The pages from the cursor on; `now` only decides where a window of days begins."""
        place = Offset.of_cursor(self._list.stream, cursor)
        limit = self._settings.documents_per_page
        overlap = 1 if limit > 1 else 0
        params = self._params(now)
        is_whole = place.offset == 0 and self._settings.window_days is None
        last_id: str | None = None
        seen: set[str] = set()
        totals: set[int | None] = set()
        while True:
            answer = self._asked({**params, "limit": limit, "offset": place.offset})
            page = self._list.reader.read(answer)
            count = len(page.records) + len(page.bad)
            ids = [record.external_id for record in page.records]
            is_whole = is_whole and (last_id is None or not overlap or ids[:1] == [last_id])
            fresh = [record for record in page.records if record.external_id != last_id]
            ends = page.total == place.offset + count or (count < limit and not self._goes_on(place, page, fresh))
            if not ends and not page.bad and seen.issuperset(ids):
                raise answer.broken("lists only what the pages before it listed, so the list would never end")
            seen.update(ids)
            totals.add(page.total)
            place = Offset() if ends else Offset(place.offset + count - overlap)
            last_id = ids[-1] if ids else last_id
            yield Page(fresh, place.cursor, ends and is_whole and totals == {len(seen)}, page.total, page.bad)
            if ends:
                return

    def _goes_on(self, place: Offset, page: SplitPage, fresh: Sequence[RawRecord]) -> bool:
        """Whether freee counts more documents than it has listed, or may have more where it counts none: on the way
        pages may be made smaller.
        """
        count = len(page.records) + len(page.bad)
        if page.total is None:
            return not is_last(count, self._settings.documents_per_page)
        return bool(fresh) and page.total > place.offset + count

    def _asked(self, params: Mapping[str, Any]) -> Response:
        return self._http.get(self._list.path, params=params, limiter=self._list.limiter)

    def _params(self, now: datetime) -> dict[str, Any]:
        params: dict[str, Any] = {"company_id": self._settings.company_id, **self._list.filters}
        if self._settings.window_days is not None:
            first_on = japanese_day(now) - timedelta(days=self._settings.window_days)
            params[self._list.first_day_param] = first_on.isoformat()
        return params
