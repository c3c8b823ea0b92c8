"""What each stream of freee can do, as data for the engine.

Invariant: nothing is promised that the vendor's contract does not say.
"""

from __future__ import annotations

from connectors.freee.fields import DEAL, INVOICE, PARTNER
from connectors.freee.settings import (
    ACCOUNTING_RATES,
    CALLS_PER_DAY,
    FreeeSettings,
)
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Operation

PARTNER_OPERATIONS: frozenset[Operation] = frozenset({"create", "update", "archive", "delete", "lookup"})


def manifests(settings: FreeeSettings) -> dict[str, StreamManifest]:
    """The three streams of one account."""
    budget = settings.daily_budget or CALLS_PER_DAY
    rates = settings.rates if settings.rates is not None else ACCOUNTING_RATES
    coded = settings.use_partner_code
    partners = StreamManifest(
        name="partners",
        title="Business partners",
        title_ja="取引先",
        incremental="day",
        # An archived partner is left out of the list without a trace, and so is a deleted one.
        deletes="none",
        fields=PARTNER + settings.more_fields,
        fields_are_all=True,
        more_fields="more_fields",
        operations=PARTNER_OPERATIONS,
        list_page_max=settings.partners_per_page,
        natural_key=("code", "name") if coded else ("name",),
        always_sent=("name",),
        required=("name", "code") if coded else ("name",),
        rates=rates,
        daily_budget=budget,
    )
    invoices = StreamManifest(
        name="invoices",
        title="Invoices (freee 請求書)",
        title_ja="請求書",
        fields=INVOICE + settings.more_fields,
        fields_are_all=True,
        more_fields="more_fields",
        list_page_max=settings.documents_per_page,
        rates=settings.invoice_rates,
        daily_budget=budget,
    )
    deals = StreamManifest(
        name="deals",
        title="Sales in the books",
        title_ja="収入取引",
        fields=DEAL + settings.more_fields,
        fields_are_all=True,
        more_fields="more_fields",
        deletes="none" if settings.window_days else "listing",
        # As freee's own tools for its API give it.
        record_url="https://secure.freee.co.jp/deals#deal_id={id}",
        list_page_max=settings.documents_per_page,
        rates=rates,
        daily_budget=budget,
    )
    return {manifest.name: manifest for manifest in (partners, invoices, deals)}
