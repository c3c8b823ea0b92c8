"""freee: the partners of the accounting software, both ways, and its invoices and sales to read.

Invariant: one refresh token is in use at a time, and one request carries one partner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import msgspec

from connectors.freee.answers import classify
from connectors.freee.document_pages import DocumentList, DocumentPages
from connectors.freee.manifests import manifests
from connectors.freee.partner_pages import PartnerPages
from connectors.freee.partners import PartnerWriter
from connectors.freee.settings import ACCOUNTING_RATES, CALLS_PER_DAY, FreeeSettings
from hub.sdk.connector import ConnectorSettings, Context, WritableConnector
from hub.sdk.errors import BrokenContractError, PersonNeededError
from hub.sdk.http import Http
from hub.sdk.manifest import StreamManifest
from hub.sdk.oauth import OAuthRefresh
from hub.sdk.pages import PageReader
from hub.sdk.records import Change, Page, PushResult
from hub.sdk.throttle import Limiter


class _Company(msgspec.Struct):
    id: int
    display_name: str | None = None
    role: str | None = None


class _Companies(msgspec.Struct):
    companies: list[_Company]


class FreeeConnector(WritableConnector):
    """One company (事業所) at freee."""

    code: ClassVar[str] = "freee"
    title: ClassVar[str] = "freee"
    title_ja: ClassVar[str] = "freee会計"
    Settings: ClassVar[type[ConnectorSettings]] = FreeeSettings
    refresh_token_lives_days: ClassVar[int | None] = 90

    def __init__(self, settings: ConnectorSettings, context: Context) -> None:
        super().__init__(settings, context)
        if not isinstance(settings, FreeeSettings):
            raise TypeError("the freee connector needs FreeeSettings")
        self._mine = settings
        auth = OAuthRefresh(
            settings,
            context,
            token_url=settings.token_url,
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            refresh_token=settings.refresh_token,
            refresh_token_lives_days=self.refresh_token_lives_days,
        )
        self.http = Http(settings, context, auth, ACCOUNTING_RATES, classify, daily_budget=CALLS_PER_DAY)
        self._manifests = manifests(settings)
        self._partners = PartnerPages(self.http, settings)
        self._writer = PartnerWriter(self.http, settings)
        self._documents = {
            listed.stream: DocumentPages(self.http, settings, listed) for listed in _document_lists(settings, context)
        }

    def streams(self) -> Mapping[str, StreamManifest]:
        return self._manifests

    def check(self) -> str:
        companies = self.http.get("/api/1/companies").json(_Companies).companies
        for company in companies:
            if company.id == self._mine.company_id:
                return _reached(company)
        known = ", ".join(str(company.id) for company in companies) or "none"
        raise PersonNeededError(
            f"freee: `company_id` {self._mine.company_id} is not a company of this user; these are: {known}"
        )

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        if stream == "partners":
            return self._partners.pull(cursor)
        if stream in self._documents:
            return self._documents[stream].pull(cursor, self.context.now())
        raise BrokenContractError(f"freee has no stream `{stream}`; it has: {', '.join(self._manifests)}")

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        if stream != "partners":
            raise BrokenContractError(f"freee's stream `{stream}` is read only; `partners` can be written")
        return (self._writer.carry_out(change) for change in changes)

    def close(self) -> None:
        self.http.close()


def _reached(company: _Company) -> str:
    name = company.display_name or "the company"
    if not company.role:
        return f"freee: reached {name} ({company.id})"
    return f"freee: reached {name} ({company.id}) as {company.role}"


def _document_lists(settings: FreeeSettings, context: Context) -> tuple[DocumentList, DocumentList]:
    invoices = DocumentList(
        stream="invoices",
        path=f"{settings.invoice_path}/invoices",
        first_day_param="start_billing_date",
        reader=PageReader(records_path="invoices"),
        limiter=Limiter(settings.invoice_rates, context),
    )
    deals = DocumentList(
        stream="deals",
        path="/api/1/deals",
        first_day_param="start_issue_date",
        reader=PageReader(records_path="deals", total_path="meta.total_count"),
        filters={"type": "income"},
    )
    return invoices, deals
