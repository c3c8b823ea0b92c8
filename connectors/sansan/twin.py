"""A stand-in of Sansan's Open API: cards by the time of their update, in pages that a token continues.

Built from the public pages and clients' sources, for there is no machine-readable contract: see README.md.
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from hub.sdk.twin import Twin, TwinRequest, TwinResponse, refusal, reply
from hub.sdk.twin.twin import Record

KEY = "0123456789abcdef0123456789abcdef"
BASE = "/v6.0"
PAGE_MAX = 300
FIELDS = (
    "lastName", "firstName", "lastNameReading", "firstNameReading", "departmentName", "title", "email", "mobile",
    "companyName", "postalCode", "prefecture", "city", "street", "building", "tel", "secondTel", "fax", "url", "memo",
)  # fmt: skip
_LAST = "~"  # sorts after every id
_CONTENT = frozenset(FIELDS) | {"exchangeDate", "owner", "tags", "personId", "companyId", "entryStatus"}


class SansanTwin(Twin):
    """Cards live in `tables["bizCards"]`; make them with `user_creates("bizCards", {...})`."""

    def __init__(self, now: Callable[[], datetime] | None = None, key: str = KEY) -> None:
        super().__init__(now) if now is not None else super().__init__()
        self.key = key
        self.route("GET", BASE + "/bizCards", self._list)
        self.route("GET", BASE + "/bizCards/{card_id}", self._one)
        self.tables["bizCards"] = {}
        self._kept: tuple[tuple[int, str, str], list[Record]] | None = None

    def new_id(self, stream: str) -> str:
        """Ids are 32 hexadecimal digits."""
        return f"{int(super().new_id(stream)):032X}"

    def stamp(self, stream: str, record: Record, *, is_new: bool) -> None:
        at = _spelt(self.now())
        if is_new:
            record.update({name: record.get(name) for name in FIELDS})
            record.setdefault("personId", "P" + record["id"][1:])
            record.setdefault("companyId", None)
            record.setdefault("exchangeDate", at[:10])
            record.setdefault("owner", {"id": "U1", "name": "営業 花子", "email": "hanako@example.co.jp"})
            record.setdefault("tags", [])
            record.setdefault("entryStatus", "completed")
            record["registeredTime"] = at
        unknown = record.keys() - _CONTENT - {"id", "registeredTime", "updatedTime"}
        if unknown:
            raise ValueError(f"a card has no {', '.join(sorted(unknown))}")
        record["updatedTime"] = at

    def authorize(self, request: TwinRequest) -> None:
        if request.headers.get("x-sansan-api-key") != self.key:
            raise _refused(401, "unauthorized", "The API key is not valid.")

    def _list(self, request: TwinRequest) -> TwinResponse:
        params = request.params
        start, end = _time(params, "updatedFrom"), _time(params, "updatedTo")
        if end <= start:
            raise _refused(400, "invalid_parameter", "updatedTo must be later than updatedFrom.")
        limit = _limit(params.get("limit", "100"))
        listing = self._listing(params.get("range", "me"), params.get("includePastBizCards", "false"))
        after = _token_read(params["nextPageToken"]) if "nextPageToken" in params else (_spelt(start), "")
        first = bisect_right(listing, after, key=_key)
        past = bisect_right(listing, (_spelt(min(end, self.now() - self.index_lag)), _LAST), key=_key)
        page, has_more = listing[first : min(first + limit, past)], first + limit < past
        document: dict[str, Any] = {"data": [_shown(card, params) for card in page], "hasMore": has_more}
        if has_more:
            document["nextPageToken"] = _token(page[-1])
        return reply(document)

    def _one(self, request: TwinRequest, card_id: str) -> TwinResponse:
        card = self.tables["bizCards"].get(card_id)
        if card is None:
            raise _refused(404, "not_found", "The business card was not found.")
        return reply(_shown(card, request.params))

    def _listing(self, whose: str, with_past: str) -> list[Record]:
        """All cards that a list may show, by the time of their update; kept until somebody changes one."""
        wanted = (self.changes, whose, with_past)
        if self._kept is None or self._kept[0] != wanted:
            cards = [card for card in self.tables["bizCards"].values() if card["entryStatus"] == "completed"]
            if whose == "me":
                cards = [card for card in cards if card["owner"]["id"] == "U1"]
            if with_past != "true":
                cards = _newest_of_each_person(cards)
            self._kept = (wanted, sorted(cards, key=_key))
        return self._kept[1]


def _key(card: Record) -> tuple[str, str]:
    return card["updatedTime"], card["id"]


def _newest_of_each_person(cards: list[Record]) -> list[Record]:
    newest: dict[str, Record] = {}
    for card in sorted(cards, key=lambda card: str(card["exchangeDate"])):
        newest[card["personId"]] = card
    return list(newest.values())


def _shown(card: Record, params: dict[str, str]) -> Record:
    return card if params.get("includeTags") == "true" else {name: card[name] for name in card if name != "tags"}


def _refused(status: int, code: str, message: str) -> Exception:
    return refusal(status, {"error": [{"code": code, "message": message}]})


def _time(params: dict[str, str], name: str) -> datetime:
    """Both ends are required; a plus sign that was not escaped arrives as a space, and is refused."""
    try:
        at = _read(params[name])
    except KeyError:
        raise _refused(400, "missing_parameter", f"{name} is required.") from None
    except ValueError:
        raise _refused(400, "invalid_parameter", f"{name} is not an ISO 8601 time.") from None
    if at.tzinfo is None:
        raise _refused(400, "invalid_parameter", f"{name} has no time zone.")
    return at


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _spelt(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _limit(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= PAGE_MAX:
        raise _refused(400, "invalid_parameter", f"limit must be from 1 to {PAGE_MAX}.")
    return int(text)


def _token(card: Record) -> str:
    return base64.urlsafe_b64encode(f"{card['updatedTime']}|{card['id']}".encode()).decode()


def _token_read(token: str) -> tuple[str, str]:
    try:
        at, card_id = base64.urlsafe_b64decode(token).decode().split("|")
    except ValueError:
        raise _refused(400, "invalid_parameter", "nextPageToken is not valid.") from None
    return at, card_id


def remember(twin: SansanTwin) -> bytes:
    """All that the twin holds, as JSON."""
    return msgspec.json.encode(twin.tables)


def recall(twin: SansanTwin, document: bytes) -> None:
    """Put a twin in the place of the one that was remembered; what it held before is gone."""
    twin.tables = msgspec.json.decode(document, type=dict[str, dict[str, Record]])
    twin.changes += 1
