"""What a connection to freee needs to know, each with the vendor's own figure as its default.

Invariant: every address, page size and rate can be changed, so that a proxy or a stand-in can take freee's place.
"""

from __future__ import annotations

from pydantic import Field, SecretStr

from hub.sdk.http import HttpSettings
from hub.sdk.manifest import Rate

PARTNERS_PER_PAGE = 3000
DOCUMENTS_PER_PAGE = 100
CALLS_PER_DAY = 3000
# freee publishes no rate for the accounting API, only that bursts are punished; five a second is a polite guess.
ACCOUNTING_RATES = (Rate(requests=5, per_s=1.0),)
INVOICE_RATES = (Rate(requests=30, per_s=60.0), Rate(requests=1500, per_s=3600.0))


class FreeeSettings(HttpSettings):
    """The keys of a freee connection, besides those of every HTTP connection.

    `page_size` counts for partners; invoices and deals come by 100 at most. `daily_budget` is 3,000 unless set:
    5,000 on アドバンス and 10,000 on エンタープライズ plans.
    """

    account_keys = ("company_id",)

    company_id: int = Field(gt=0, title="事業所ID")
    client_id: str = Field(min_length=1, title="クライアントID")
    client_secret: SecretStr = Field(title="クライアントシークレット")
    refresh_token: SecretStr = Field(title="リフレッシュトークン")
    """The one of the first authorization. Each is good for one use; the hub keeps its successors."""
    base_url: str = Field(default="https://api.freee.co.jp", title="APIのURL")
    token_url: str = Field(default="https://accounts.secure.freee.co.jp/public_api/token", title="トークンのURL")
    invoice_path: str = Field(default="/iv", title="請求書APIのパス")
    """Where freee 請求書 answers, below `base_url`."""
    use_partner_code: bool = Field(default=False, title="取引先コードの利用")
    """Whether the company has 取引先コードの利用 switched on at freee; only then do partners have codes."""
    window_days: int | None = Field(default=None, gt=0, title="請求書・取引を読む日数")
    """Read invoices and deals dated in the last so many days; unset reads all of them, every time."""
    invoice_rates: tuple[Rate, ...] = Field(default=INVOICE_RATES, title="請求書APIの頻度の上限")

    more_fields: tuple[str, ...] = Field(default=(), title="この版の知らない項目")
    """Fields that freee's records have and this connector does not know yet, so that mappings may name them."""

    @property
    def partners_per_page(self) -> int:
        """Partners in one answer."""
        return min(self.page_size or PARTNERS_PER_PAGE, PARTNERS_PER_PAGE)

    @property
    def documents_per_page(self) -> int:
        """Invoices or deals in one answer."""
        return min(self.page_size or DOCUMENTS_PER_PAGE, DOCUMENTS_PER_PAGE)
