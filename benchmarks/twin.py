"""The system that is pulled and pushed: accounts of contacts behind an HTTP API, and a door for the benchmark itself.

Every request moves its clock by a second, so that what changes after a listing is younger than the listing.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec

from benchmarks.book import Book
from benchmarks.connector import BATCH_MAX, PAGE_MAX
from hub.sdk.twin import Twin, TwinRequest, TwinResponse, refusal, reply


class ContactTwin(Twin):
    """`/{account}/contacts` is the API; `/admin/...` makes accounts, edits them and counts requests."""

    def __init__(self) -> None:
        self._clock = datetime(2026, 1, 1, tzinfo=UTC)
        super().__init__(lambda: self._clock)
        self.books: dict[str, Book] = {}
        self._edits = 0
        self.route("GET", "/{account}/contacts", self._list)
        self.route("POST", "/{account}/contacts/batch", self._write)
        self.route("POST", "/admin/{account}", self._open)
        self.route("POST", "/admin/{account}/edits", self._edit)
        self.route("POST", "/admin/{account}/counters", self._count_requests)

    def handle(self, request: TwinRequest) -> TwinResponse:
        self._clock += timedelta(seconds=1)
        return super().handle(request)

    def _book(self, account: str) -> Book:
        if account not in self.books:
            raise refusal(404, {"message": f"no account {account}"})
        return self.books[account]

    def _list(self, request: TwinRequest, account: str) -> TwinResponse:
        asked = request.params
        since = datetime.fromisoformat(asked["updated_since"]) if "updated_since" in asked else None
        limit = min(int(asked.get("limit", PAGE_MAX)), PAGE_MAX)
        page = self._book(account).page(since, asked.get("after"), limit)
        return TwinResponse(200, page.encoded(), {"content-type": "application/json"})

    def _write(self, request: TwinRequest, account: str) -> TwinResponse:
        book, inputs = self._book(account), request.json["inputs"]
        if len(inputs) > BATCH_MAX:
            raise refusal(400, {"message": f"at most {BATCH_MAX} inputs, not {len(inputs)}"})
        results = []
        for one in inputs:
            number = None if one["id"] is None else int(one["id"])
            written = book.write(number, one["properties"], self._clock)
            results.append({"key": one["key"], "id": written})
        return reply({"results": results})

    def _open(self, request: TwinRequest, account: str) -> TwinResponse:
        self.books[account] = Book(request.json["records"])
        return reply()

    def _edit(self, request: TwinRequest, account: str) -> TwinResponse:
        """People change three fields of the first `records` contacts."""
        self._edits += 1
        book = self._book(account)
        for number in range(request.json["records"]):
            phone = f"06-6{self._edits % 1000:03d}-{number % 10_000:04d}"
            words = {"phone": phone, "occupation": f"役員{self._edits}", "notes": f"{self._edits}回目の訪問 {number}"}
            book.write(number, words, self._clock)
        return reply()

    def _count_requests(self, request: TwinRequest, account: str) -> TwinResponse:
        """How often each address of an account was asked since the last count."""
        counts: Counter[str] = Counter()
        others = []
        for asked in self.requests:
            if asked.path.startswith(f"/{account}/"):
                counts[f"{asked.method} {asked.path.split('/', 2)[2]}"] += 1
            elif not asked.path.startswith("/admin/"):
                others.append(asked)
        self.requests = others
        return TwinResponse(200, msgspec.json.encode(counts), {"content-type": "application/json"})
