"""Whether a sheet lists purchases instead of customers, what its headings mean then, and what tells its rows.

Invariant: a list that tells who its customers are, without a number of theirs, is never taken for one of purchases:
they might stand nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hub.mapping.grouped import lower
from hub.mapping.headings import Target, code_of, heading_key, target_of
from hub.mapping.ranked_headings import Ranks, chosen, ranks_of, told_by
from hub.normalize.late import late

# Field, transform and the headings that mean it. Of several in one sheet the first of this list is meant.
_WORDS = """
at - 購入日時 購買日時 購入日 購買日 ご購入日 購入年月日 購買年月日 お買上日 お買上げ日 お買い上げ日 ご注文日時 注文日時
    ご注文日 注文日 注文年月日 売上日時 売上日 売上年月日 販売日時 販売日 販売年月日 取引日時 取引日 お取引日 取引年月日
    ご利用日 利用日時 利用日 会計日時 会計日 受注日時 受注日 来店日時 来店日 納品日 日時 日付 年月日
    purchasedat purchasedon purchasedate orderedat orderedon orderdate soldat soldon saledate salesdate date
product - 商品名 購入商品名 購入商品 購買商品 品名 品目名 品目 商品 製品名 製品 サービス名 メニュー名 メニュー
    productname product itemname item
price money 単価 販売単価 税込単価 商品単価 売単価 販売価格 価格 unitprice price
quantity number 数量 購入数量 購入数 購買数量 注文数量 注文数 販売数量 個数 点数 quantity qty
amount money 購入金額 購買金額 ご購入金額 お買上金額 お買上げ金額 お買い上げ金額 購入額 税込金額 税込合計
    税込合計金額 注文金額 売上金額 販売金額 売上額 合計金額 合計 支払金額 お支払金額
    金額 売上 小計 totalamount total amount subtotal
discount money 値引 値引き 値引額 値引き額 値引金額 割引 割引額 割引金額 クーポン割引 クーポン値引
    discount discountamount
cost money 原価金額 原価合計 原価額 原価 仕入金額 cost
payment_method - 支払方法 支払い方法 お支払方法 お支払い方法 決済方法 決済手段 支払区分 支払種別 paymentmethod payment
staff - 担当スタッフ 販売担当 販売担当者 対応スタッフ 接客担当 接客担当者 レジ担当 レジ担当者 販売員 販売員名 担当者名
    担当者 担当名 担当 スタッフ名 スタッフ staff salesperson soldby clerk
currency - 通貨 通貨コード currency
"""
_DAY = late(
    r"^(?:ご?購入|購買|お買い?上げ?|ご?注文|売上|販売|お?取引|ご?利用|会計)(?:年月)?日時?$|^(?:purchased?|ordered|order|sold|sales?)(?:at|on|date)$"
)
_OF_OTHERS = late("^(?:商談|案件|契約|見込|訪問|次回|確度|請求|見積|資本金|従業員|代表者|決算|設立)")
_CONTENTS = frozenset({"product", "price", "quantity", "amount"})
_NUMBER = r"(?:番号|ナンバー|no|id|コード|cd|number)$"
_SLIP = late(
    rf"^(?:購買|購入|ご?注文|受注|売上|販売|取引|伝票|売上伝票|レシート|会計|order|receipt|transaction|purchase|sales?){_NUMBER}"
)
_LINE = late(r"^(?:明細行?|行|枝)(?:番号?|no|id)$|^行$|^line(?:no|number|id)?$")
_CUSTOMERS = frozenset({"customer", "company", "contact"})
_REACHED = frozenset({"email", "phone", "mobile", "address", "postal_code", "street"})


def purchase_targets(headings: Sequence[str]) -> Mapping[str, Target | None] | None:
    """Where each heading goes, None for those without a field; None as a whole where the sheet lists no purchases."""
    told = told_by(headings)
    targets = chosen(told, _ranks(), "purchase")
    keys = {one.key for one in told.values()}
    fields = {target.field for target in targets.values() if target}
    numbers = customer_numbers(headings)
    is_meant = _lists_purchases(keys, fields, has_number=bool(numbers))
    return targets if is_meant and (numbers or not _tells_customers(headings)) else None


def customer_numbers(headings: Sequence[str]) -> list[str]:
    """The headings that are a number or code of customers."""
    return [heading for heading in headings if code_of(lower(heading)) in _CUSTOMERS]


def row_keys(headings: Sequence[str]) -> list[tuple[str, ...]]:
    """What may tell one purchase from another, the surest first: its own number, or else all that is said of it. None
    where the sheet lists no purchases.

    A customer buys again, so that no number of theirs is among them alone, and the same product on another day.
    """
    targets = purchase_targets(headings)
    if targets is None:
        return []
    by_field = {target.field: heading for heading, target in targets.items() if target}
    slips = [heading for heading in headings if _SLIP.search(heading_key(heading))][:1]
    lines = [heading for heading in headings if _LINE.search(heading_key(heading))][:1]
    said = [by_field[name] for name in ("at", "product", "price", "quantity", "amount") if name in by_field]
    short = [by_field[name] for name in ("at", "product") if name in by_field]
    whose = customer_numbers(headings)[:1]
    keys = [slips, [*slips, *lines] if lines else [], [*slips, *short[1:]], [*slips, *said[1:]]] if slips else []
    keys += [[*whose, *short]] if len(short) > 1 else []
    keys += [[*whose, *said], said]
    return list(dict.fromkeys(tuple(key) for key in keys if key))


def _lists_purchases(keys: set[str], fields: set[str], *, has_number: bool) -> bool:
    """A day of purchases and two things that are said of one; under any day, how many or at what price, and who bought.

    A list of stock has days, products and quantities, too.
    """
    said = fields & _CONTENTS
    is_sure = any(_DAY.search(key) for key in keys) or (has_number and bool(said & {"price", "quantity"}))
    return "at" in fields and len(said) > 1 and is_sure and not any(_OF_OTHERS.search(key) for key in keys)


def _tells_customers(headings: Sequence[str]) -> bool:
    targets = (target_of(lower(heading), "company", "contact") for heading in headings)
    return any(target is not None and target.field in _REACHED for target in targets)


@lru_cache(maxsize=1)
def _ranks() -> Ranks:
    return ranks_of(_WORDS)
