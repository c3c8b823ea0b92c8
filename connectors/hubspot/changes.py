"""Reads what changed, by search in the order of ids, so no record is lost however many share one time.

HubSpot gives at most 10,000 results of one query, in one order only, and a record that leaves the results moves
all later ones up a place. So every page is a query of its own, "changed since then AND id above the last one": nothing
shifts, the cap is never met, and ⌈changed / page⌉ requests are enough. The next pull starts from the moment when this
one began by the server's clock, less the overlap, because the search index runs behind the writes; and once in a long
while it goes back far, because nobody promises by how much.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec

from connectors.hubspot.cursor import Cursor, milliseconds
from connectors.hubspot.objects import MERGED_IDS, ObjectType
from connectors.hubspot.settings import SEARCH_PAGE_MAX, HubSpotSettings
from hub.sdk.connector import Context
from hub.sdk.http import Http
from hub.sdk.pages import PageReader, SplitPage
from hub.sdk.records import Page, RawRecord
from hub.sdk.response import Response
from hub.sdk.throttle import Limiter

_ID = re.compile(r"[0-9]{1,30}")
# A page without merged records, that is nearly every page, must not be decoded to find that out.
_HAS_MERGED = re.compile(rb'"' + MERGED_IDS.encode() + rb'"\s*:\s*"[^"]')


class Search:
    """The search endpoint, which has a limit of its own besides that of the account."""

    def __init__(self, http: Http, settings: HubSpotSettings, context: Context) -> None:
        self._http = http
        self._path = settings.objects_path
        self._limiter = Limiter((settings.search_rate,), context)

    def post(self, stream: str, ask: dict[str, Any]) -> Response:
        """One search; it changes nothing, so it may be repeated."""
        return self._http.request("POST", f"{self._path}/{stream}/search", json=ask, limiter=self._limiter)


class Changes:
    """Rounds of changed records."""

    def __init__(self, search: Search, settings: HubSpotSettings, context: Context) -> None:
        self._search = search
        self._settings = settings
        self._context = context
        self._reader = PageReader(modified_path="updatedAt", next_path="paging.next.after", total_path="total")

    def pull(self, kind: ObjectType, cursor: Cursor) -> Iterator[Page]:
        """The pages that are left of the round."""
        total = None
        more = True
        cursor = cursor.asking_for(self._properties(kind)).going_far_back(self._settings.late_index_s)
        while more:
            answer, asked_ms = self._asked(kind, cursor)
            split = self._reader.read(answer)
            total = split.total if total is None else total
            started_ms = asked_ms if cursor.started_ms is None else cursor.started_ms
            more = split.next is not None
            if more:
                cursor = cursor.advanced(started_ms, _last_id(split, cursor.after_id, answer))
            else:
                cursor = cursor.caught_up(started_ms)
            yield Page([*split.records, *_merged(split, answer)], cursor.text(), total=total, bad=split.bad)

    def _asked(self, kind: ObjectType, cursor: Cursor) -> tuple[Response, int]:
        """The answer, and the server's time when it was asked for or a little earlier."""
        began_s = self._context.monotonic()
        answer = self._search.post(kind.stream, self._ask(kind, cursor))
        took_s = math.ceil(self._context.monotonic() - began_s)
        return answer, milliseconds(answer.received_at - timedelta(seconds=took_s))

    def _ask(self, kind: ObjectType, cursor: Cursor) -> dict[str, Any]:
        filters = []
        if cursor.since_ms is not None:
            since_ms = max(cursor.since_ms - int(self._settings.overlap_s * 1000), 0)
            filters.append({"propertyName": kind.modified, "operator": "GTE", "value": str(since_ms)})
        if cursor.after_id:
            filters.append({"propertyName": "hs_object_id", "operator": "GT", "value": str(cursor.after_id)})
        return {
            "filterGroups": [{"filters": filters}] if filters else [],
            "sorts": ["hs_object_id"],
            "properties": self._properties(kind),
            "limit": self._settings.page_size or SEARCH_PAGE_MAX,
        }

    def _properties(self, kind: ObjectType) -> list[str]:
        return list(dict.fromkeys((*kind.properties, *self._settings.properties)))


def _last_id(split: SplitPage, after_id: int, answer: Response) -> int:
    """The highest id of the page; a page that does not go forward would be asked for again and again."""
    ids = [int(record.external_id) for record in split.records if _ID.fullmatch(record.external_id)]
    if not ids or min(ids) <= after_id or ids != sorted(ids):
        raise answer.broken(f"does not go on in the order of ids after {after_id}, so the rest cannot be read")
    return ids[-1]


class _Merged(msgspec.Struct, frozen=True, rename={"ids": MERGED_IDS}):
    """The ids that a record has taken in."""

    ids: str | None = None


class _Winner(msgspec.Struct, frozen=True):
    """As much of a record as tells them."""

    id: str
    properties: _Merged


_READ_WINNER = msgspec.json.Decoder(_Winner)


def _merged(split: SplitPage, answer: Response) -> Iterator[RawRecord]:
    """A tombstone for each record that one of these has taken in: nothing else tells that its id is gone."""
    if _HAS_MERGED.search(answer.body) is None:
        return
    for record in split.records:
        if _HAS_MERGED.search(record.payload) is None:
            continue
        winner = answer.decode_part(record.payload, _READ_WINNER)
        for lost in filter(None, (winner.properties.ids or "").split(";")):
            payload = msgspec.json.encode({"id": lost, "mergedInto": winner.id})
            yield RawRecord(lost, payload, record.modified_at, deleted=True, merged_into=winner.id)
