"""A stand-in of freee for one company: tokens, partners, invoices and sales, with its paging, limits and refusals.

Invariant: nothing it answers differs in shape from the vendor's contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.freee.days import japanese_day
from connectors.freee.twin.books import Books, merge
from connectors.freee.twin.documents import listed_deals, listed_invoices, new_deal, new_invoice
from connectors.freee.twin.rules import JsonObject, error_body, refused
from connectors.freee.twin.tokens import Tokens
from hub.sdk.twin import Twin, TwinRequest, TwinResponse, refusal, reply

BURST_LASTS = timedelta(minutes=10)
TOO_MUCH = "アクセスが集中しています。しばらく時間をおいて再度お試しください。"


class FreeeTwin(Twin):
    """freee on a loopback port or in the network's place; the API below "/", 請求書 below "/iv"."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        company_id: int = 1,
        use_partner_code: bool = False,
        client_id: str = "twin-client",
        client_secret: str = "twin-secret",  # noqa: S107 - it opens nothing but this stand-in
        refresh_token: str = "refresh-0",  # noqa: S107
        daily_limit: int = 3000,
    ) -> None:
        super().__init__(now)
        self.books = Books(company_id, self.tables, now, use_partner_code)
        self.tokens = Tokens(client_id, client_secret, refresh_token, now)
        self.daily_limit = daily_limit
        self.calls_of_day: dict[str, int] = {}
        self._punished_until = datetime.min.replace(tzinfo=UTC)
        self._route_all()

    def _route_all(self) -> None:
        self.route("POST", "/public_api/token", self._token)
        self.route("GET", "/api/1/companies", self._companies)
        self.route("GET", "/api/1/partners", self._list_partners)
        self.route("POST", "/api/1/partners", self._create_partner)
        # Before the route by id, which would take the word for one.
        self.route("PUT", "/api/1/partners/upsert_by_code", self._upsert_partner)
        self.route("GET", "/api/1/partners/{partner_id}", self._show_partner)
        self.route("PUT", "/api/1/partners/{partner_id}", self._update_partner)
        self.route("DELETE", "/api/1/partners/{partner_id}", self._delete_partner)
        self.route("GET", "/api/1/deals", self._list_deals)
        self.route("GET", "/iv/invoices", self._list_invoices)

    # What is there before ---------------------------------------------------------------------------------------

    def seed(
        self,
        partners: Iterable[Mapping[str, Any]] = (),
        invoices: Iterable[Mapping[str, Any]] = (),
        deals: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        """Enter records in freee's own words; what is left out gets an ordinary value."""
        for stream, records in (("partners", partners), ("invoices", invoices), ("deals", deals)):
            for record in records:
                self.user_creates(stream, record)

    # What people do ---------------------------------------------------------------------------------------------

    def user_creates(self, stream: str, record: Mapping[str, Any], record_id: str | None = None) -> str:
        if record_id is not None:
            record = {**record, "id": int(record_id)}
        with self._lock:
            if stream == "partners":
                return self.books.add(record)
            number = int(record.get("id") or self.books.next_id())
            make = {"invoices": new_invoice, "deals": new_deal}[stream]
            self.tables[stream][str(number)] = make(number, self.books.company_id, record)
            return str(number)

    def user_edits(self, stream: str, record_id: str, fields: Mapping[str, Any]) -> None:
        with self._lock:
            record = self.tables[stream][record_id]
            if stream != "partners":
                record.update(fields)
                return
            merge(record, fields)
            record["update_date"] = self.books.today()

    def user_archives(self, partner_id: str) -> None:
        """Somebody archives a partner on the web: it leaves the list, and the API can change it no more."""
        with self._lock:
            self.books.archived.add(partner_id)

    def user_unarchives(self, partner_id: str) -> None:
        """Somebody takes a partner out of the archive, which counts as a change of it."""
        with self._lock:
            self.books.archived.discard(partner_id)
            self.tables["partners"][partner_id]["update_date"] = self.books.today()

    # Limits and access ------------------------------------------------------------------------------------------

    def punish_burst(self) -> None:
        """From now on answer 403 to everything, for ten minutes."""
        self._punished_until = self.now() + BURST_LASTS

    def authorize(self, request: TwinRequest) -> None:
        if request.path == "/public_api/token":
            return
        self._spend_call(request)
        if not self.tokens.allows(request.headers.get("authorization", "")):
            raise refusal(401, {"message": "アクセスする権限がありません", "code": "expired_access_token"})
        company_id = request.params.get("company_id") or (request.json or {}).get("company_id")
        if request.path == "/api/1/companies":
            return
        if company_id is None:
            raise refused(400, "company_id を指定してください。")
        if str(company_id) != str(self.books.company_id):
            raise refusal(401, {"message": "存在しないかすでに削除された事業所です。", "code": "company_not_found"})

    def _spend_call(self, request: TwinRequest) -> None:
        day = japanese_day(self.now()).isoformat()
        self.calls_of_day[day] = self.calls_of_day.get(day, 0) + 1
        if self.now() < self._punished_until or self.calls_of_day[day] > self.daily_limit:
            is_invoice_api = request.path.startswith("/iv/")
            raise refusal(403, error_body(403, TOO_MUCH) if is_invoice_api else {"message": TOO_MUCH})

    # Answers ----------------------------------------------------------------------------------------------------

    def _token(self, request: TwinRequest) -> TwinResponse:
        status, document = self.tokens.refresh(request.form, self.books.company_id)
        return reply(document, status)

    def _companies(self, request: TwinRequest) -> TwinResponse:
        company = {
            "id": self.books.company_id,
            "name": "見本商事株式会社",
            "name_kana": "ミホンショウジカブシキガイシャ",
            "display_name": "見本商事",
            "company_number": "1234567890",
            "role": "admin",
        }
        return reply({"companies": [company]})

    def _list_partners(self, request: TwinRequest) -> TwinResponse:
        return reply({"partners": _paged(self.books.listed(request.params), request.params, 50, 3000)})

    def _show_partner(self, request: TwinRequest, partner_id: str) -> TwinResponse:
        return reply({"partner": self.books.partner(partner_id)})

    def _create_partner(self, request: TwinRequest) -> TwinResponse:
        return reply({"partner": self.books.create(request.json)}, 201)

    def _update_partner(self, request: TwinRequest, partner_id: str) -> TwinResponse:
        return reply({"partner": self.books.update(partner_id, request.json)})

    def _upsert_partner(self, request: TwinRequest) -> TwinResponse:
        status, partner = self.books.upsert(request.json["code"], request.json["partner"])
        return reply({"partner": partner}, status)

    def _delete_partner(self, request: TwinRequest, partner_id: str) -> TwinResponse:
        self.books.delete(partner_id)
        return reply(None, 204)

    def _list_deals(self, request: TwinRequest) -> TwinResponse:
        found = listed_deals(self.books.deals.values(), request.params)
        return reply({"deals": _paged(found, request.params, 20, 100), "meta": {"total_count": len(found)}})

    def _list_invoices(self, request: TwinRequest) -> TwinResponse:
        found = listed_invoices(self.books.invoices.values(), request.params)
        return reply({"invoices": _paged(found, request.params, 20, 100)})


def _paged(found: Sequence[JsonObject], params: Mapping[str, str], default: int, most: int) -> Sequence[JsonObject]:
    limit, offset = int(params.get("limit", default)), int(params.get("offset", 0))
    if not 1 <= limit <= most or offset < 0:
        raise refused(400, f"limit は 1 から {most} で指定してください。")
    return found[offset : offset + limit]
