"""Whether a sheet lists invoices instead of customers, and what its headings mean then.

Invariant: a customer list, or one of deals, is never taken for a list of invoices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hub.mapping.headings import Target, words
from hub.mapping.ranked_headings import Ranks, chosen, ranks_of, told_by
from hub.normalize.late import late

# Field, transform and the headings that mean it. Of several in one sheet the first of this list is meant.
_WORDS = """
code - 請求書番号 請求番号 請求書no 請求no 請求書id 請求id 請求書コード 請求コード invoiceno invoiceid invoicenumber
subject - 請求件名 件名 案件名 subject title
amount money 請求金額 ご請求金額 請求額 ご請求額 請求合計 請求合計金額 税込請求金額 税込金額 税込合計
    税込合計金額 合計金額 合計 総額 totalamount total invoiceamount 金額 amount
tax money 消費税額 消費税 税額 taxamount tax
currency - 通貨 通貨コード currency
issued_on - 請求日 請求年月日 請求書発行日 請求書日付 発行日 invoicedate issuedate issuedon
due_on - 支払期限 お支払期限 支払期日 お支払期日 入金期限 入金期日 振込期限 支払予定日 入金予定日 duedate dueon
status - 請求ステータス 請求状況 入金ステータス 入金状況 支払状況 ステータス 状態 状況 paymentstatus status
settled_on - 入金日 入金完了日 支払日 決済日 paidon paymentdate
partner_name company_name 請求先名 請求先 請求先会社名 請求先名称 宛名 billto
partner_address - 請求先住所
partner_invoice_number - 請求先登録番号
"""
# An English "Invoice number" may be a customer's T-number.
_NUMBERED = late(r"^請求(?:番号|no|書番号|書no|書id)$|^invoice(?:no|id)$")
_DATED = frozenset({"請求日", "請求年月日", "請求書発行日", "invoicedate"})
_OF_A_BILL = frozenset(
    {"請求金額", "ご請求金額", "請求額", "ご請求額", "請求合計", "請求合計金額", "invoiceamount", "invoicenumber"}
)
_OF_OTHERS = late("^(?:商談|受注|契約|見込|訪問|次回|確度)")


def bill_targets(headings: Sequence[str]) -> Mapping[str, Target | None] | None:
    """Where each heading goes, None for those without a field; None as a whole where the sheet lists no invoices."""
    told = told_by(headings)
    return chosen(told, _ranks(), "invoice") if _lists_bills({one.key for one in told.values()}) else None


def _lists_bills(keys: set[str]) -> bool:
    is_numbered = any(_NUMBERED.search(key) for key in keys)
    is_of_bills = is_numbered or (bool(keys & _DATED) and bool(keys & _OF_A_BILL))
    return is_of_bills and not any(_OF_OTHERS.search(key) for key in keys)


@lru_cache(maxsize=1)
def _ranks() -> Ranks:
    names = (key for key, target in words().certain.items() if target[:2] == ("company", "name"))
    return ranks_of(_WORDS, ((name, "partner_name", "company_name") for name in names))
