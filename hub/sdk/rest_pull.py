"""Pulls a described stream page by page; each page's cursor says where to go on, whatever happens after it.

The next pull starts from the server's own clock at the first page of this one, less the overlap: what changes while
pages are read is read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from hub.sdk.connector import Context
from hub.sdk.description import RestStream
from hub.sdk.errors import PersonNeededError
from hub.sdk.http import Http
from hub.sdk.pages import SplitPage
from hub.sdk.records import Page, RawRecord
from hub.sdk.response import Response

_STALE = frozenset({400, 404, 410})


class RestCursor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a pull stands: changes `since` .. `until` are asked for, and the next page is at `position`.

    `seen_at` is the server's time when the first page came; without `position` the next pull begins anew.
    """

    since: datetime | None = None
    until: datetime | None = None
    seen_at: datetime | None = None
    position: str | None = None

    def encoded(self) -> str:
        return msgspec.json.encode(self).decode()


def decoded(cursor: str | None) -> RestCursor:
    """Raises `PersonNeededError` for a cursor that is not ours."""
    if cursor is None:
        return RestCursor()
    try:
        return msgspec.json.decode(cursor, type=RestCursor)
    except msgspec.DecodeError:
        raise PersonNeededError(
            "the stored cursor is not of this stream: read the stream anew with `hub sync --reread`"
        ) from None


class RestPull:
    """One stream's way of pulling."""

    def __init__(self, http: Http, context: Context, stream: RestStream) -> None:
        self._http = http
        self._context = context
        self._stream = stream
        self._size = min(http.settings.page_size or stream.manifest.list_page_max, stream.manifest.list_page_max)

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The pages from `cursor` on."""
        at = self._window(decoded(cursor))
        listing = _Listing(self._stream, at, self._size)
        response = self._first(at)
        if response is None:
            self._context.log("paging_restarted", stream=self._stream.manifest.name)
            at = msgspec.structs.replace(at, position=None)
            response = self._asked(at)
        been = {at.position}
        while True:
            page = self._stream.reader.read(response)
            at = msgspec.structs.replace(at, seen_at=at.seen_at or self._seen_at(response, at))
            fresh = listing.fresh(page)
            position = self._next_position(at.position, page, listing, is_last=not fresh or not listing.lacks(page))
            following = self._ended(at) if position is None else msgspec.structs.replace(at, position=position)
            yield Page(
                records=fresh,
                cursor=following.encoded(),
                complete_listing=position is None and listing.is_whole,
                total=page.total,
                bad=page.bad,
            )
            if position is None:
                return
            if position in been:
                raise response.broken("leads back to a page that was read already, so the pages would never end")
            been.add(position)
            at = following
            response = self._asked(at)

    def _window(self, at: RestCursor) -> RestCursor:
        """The stretch of time to ask for, fixed for all pages of a pull."""
        since = self._stream.since
        if since is None or since.to_param is None or at.until is not None:
            return at
        until = self._context.now()
        if at.since is not None:
            until = max(until, at.since + timedelta(seconds=1))
        return msgspec.structs.replace(at, until=until)

    def _first(self, at: RestCursor) -> Response | None:
        """The first answer; None where a stored position has lapsed, for tokens do not live for ever."""
        if at.position is None or self._stream.paging.kind not in {"token", "link"}:
            return self._asked(at)
        response = self._http.get(self._address(at), params=self._params(at), accept=_STALE)
        return None if response.status in _STALE else response

    def _asked(self, at: RestCursor) -> Response:
        return self._http.get(self._address(at), params=self._params(at))

    def _address(self, at: RestCursor) -> str:
        if self._stream.paging.kind == "link" and at.position is not None:
            return at.position
        return self._stream.path

    def _params(self, at: RestCursor) -> dict[str, Any] | None:
        paging = self._stream.paging
        if paging.kind == "link" and at.position is not None:
            return None
        params: dict[str, Any] = dict(self._stream.params)
        if paging.size_param:
            params[paging.size_param] = self._size
        if paging.param and (at.position is not None or paging.kind == "page"):
            params[paging.param] = at.position if at.position is not None else str(paging.first)
        return params | self._since_params(at)

    def _since_params(self, at: RestCursor) -> dict[str, str]:
        since = self._stream.since
        if since is None:
            return {}
        start = at.since or since.earliest
        params = {since.from_param: since.spelt(start)} if start is not None else {}
        if since.to_param is not None and at.until is not None:
            params[since.to_param] = since.spelt(at.until)
        return params

    def _seen_at(self, response: Response, at: RestCursor) -> datetime:
        return min(response.received_at, at.until) if at.until is not None else response.received_at

    def _ended(self, at: RestCursor) -> RestCursor:
        since = self._stream.since
        if since is None or at.seen_at is None:
            return RestCursor()
        return RestCursor(since=at.seen_at - timedelta(seconds=since.overlap_s))

    def _next_position(self, position: str | None, page: SplitPage, listing: _Listing, *, is_last: bool) -> str | None:
        paging = self._stream.paging
        if paging.kind in {"token", "link"}:
            return page.next
        found = len(page.records) + len(page.bad)
        if paging.kind == "single" or (found < self._size and is_last):
            return None
        here = int(position) if position is not None else paging.first
        return str(here + (1 if paging.kind == "page" else found - listing.overlap))


class _Listing:
    """Whether the pages so far are all of a list that proves by absence what was deleted.

    A list that is read by offset or page number shifts where a record leaves it meanwhile, and the next page skips one.
    So by offset each page begins with the last record of the page before, and where the system counts its records, as
    many different ones have to come.
    """

    def __init__(self, stream: RestStream, at: RestCursor, size: int) -> None:
        kind = stream.paging.kind
        self._proves = stream.manifest.deletes == "listing" and at.position is None and at.since is None
        self.overlap = int(kind == "offset" and stream.manifest.deletes == "listing" and size > 1)
        self._counts = kind in {"offset", "page"}
        self._seen: set[str] = set()
        self._totals: set[int | None] = set()
        self._last_id: str | None = None
        before = 0 if at.position is None or not self._counts else int(at.position) - stream.paging.first
        self._read = before * (size if kind == "page" else 1)

    def lacks(self, page: SplitPage) -> bool:
        """Whether the system counts more records than were read: it, or a proxy, gives smaller pages than asked for."""
        return page.total is not None and self._read < page.total

    @property
    def is_whole(self) -> bool:
        """Whether nothing can have been skipped so far."""
        has_all = not self._counts or self._totals <= {None, len(self._seen)}
        return self._proves and has_all

    def fresh(self, page: SplitPage) -> list[RawRecord]:
        """Take a page in; its records without the one that the page before ended with."""
        self._read += len(page.records) + len(page.bad) - (self.overlap if self._last_id is not None else 0)
        if not self._proves or not self._counts:
            return page.records
        ids = [record.external_id for record in page.records]
        self._proves = not self.overlap or self._last_id is None or ids[:1] == [self._last_id]
        before, self._last_id = self._last_id, ids[-1] if ids else self._last_id
        self._seen.update(ids)
        self._totals.add(page.total)
        return [record for record in page.records if not self.overlap or record.external_id != before]
