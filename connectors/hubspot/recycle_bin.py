"""Reads the recycle bin, the only place where HubSpot shows what was archived; it must be read through each time.

A record found there again is a tombstone again: landing twice is harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from connectors.hubspot.cursor import Cursor
from connectors.hubspot.objects import ObjectType
from connectors.hubspot.settings import HubSpotSettings
from hub.sdk.http import Http
from hub.sdk.pages import PageReader
from hub.sdk.records import Page, RawRecord

LIST_PAGE_MAX = 100


class RecycleBin:
    """Rounds through what is archived."""

    def __init__(self, http: Http, settings: HubSpotSettings) -> None:
        self._http = http
        self._settings = settings
        self._reader = PageReader(modified_path="archivedAt", next_path="paging.next.after", deleted_path="archived")

    def pull(self, kind: ObjectType, cursor: Cursor) -> Iterator[Page]:
        """Tombstones of what was archived since the last round, page by page."""
        since = datetime.fromtimestamp((cursor.bin_ms or 0) / 1000, UTC) - timedelta(seconds=self._settings.overlap_s)
        more = True
        while more:
            split = self._reader.read(
                self._http.get(f"{self._settings.objects_path}/{kind.stream}", params=_params(kind, cursor.bin_after))
            )
            more = split.next is not None
            cursor = cursor.in_bin(split.next) if split.next is not None else cursor.bin_done()
            fresh = [each for each in split.records if _is_fresh(each, since)]
            yield Page(fresh, cursor.text(), bad=split.bad)


def _params(kind: ObjectType, after: str | None) -> dict[str, str | int]:
    params: dict[str, str | int] = {"archived": "true", "limit": LIST_PAGE_MAX, "properties": kind.modified}
    return params if after is None else {**params, "after": after}


def _is_fresh(record: RawRecord, since: datetime) -> bool:
    return record.deleted and (record.modified_at is None or record.modified_at >= since)
