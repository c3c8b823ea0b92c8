"""Reads every invoice or sale anew, because freee does not tell which of them changed.

Invariant: a listing is called complete only where it began at the first document, covered all days, and gave as many
different documents as freee counted on each of its pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.freee.days import japanese_day
from connectors.freee.settings import FreeeSettings
from hub.sdk.errors import BrokenContractError
from hub.sdk.http import Http
from hub.sdk.pages import PageReader
from hub.sdk.records import Page
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
        begun_at = place = Offset.of_cursor(self._list.stream, cursor)
        limit = self._settings.documents_per_page
        params = self._params(now)
        seen: set[str] = set()
        totals: set[int | None] = set()
        while True:
            if self._list.limiter is not None:
                self._list.limiter.acquire()
            answer = self._http.get(self._list.path, params={**params, "limit": limit, "offset": place.offset})
            page = self._list.reader.read(answer)
            count = len(page.records) + len(page.bad)
            seen.update(record.external_id for record in page.records)
            is_last = count < limit or page.total == place.offset + count
            place = Offset() if is_last else Offset(place.offset + count)
            totals.add(page.total)
            is_whole = begun_at.offset == 0 and self._settings.window_days is None and totals == {len(seen)}
            yield Page(page.records, place.cursor, is_last and is_whole, page.total, page.bad)
            if is_last:
                return

    def _params(self, now: datetime) -> dict[str, Any]:
        params: dict[str, Any] = {"company_id": self._settings.company_id, **self._list.filters}
        if self._settings.window_days is not None:
            first_on = japanese_day(now) - timedelta(days=self._settings.window_days)
            params[self._list.first_day_param] = first_on.isoformat()
        return params
