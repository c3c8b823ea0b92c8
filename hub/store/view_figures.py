"""What a customer's purchases, invoices and payments add up to, as columns of the views of companies and people.

Invariant: the same figures as `hub.model.derived.derive` gives, of the records that `hub explain` counts; SQLite has no
exact fractions, so that there a figure may differ in its last hundredth.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hub.model.derived import VOID

JAPAN = "Asia/Tokyo"
_AMOUNTS = ("amount", "price", "quantity", "discount", "cost")
# Those that refer to the customer, without bills that a person has given to somebody else, and the bills linked to it.
_OF_CUSTOMER = """
  SELECT l.golden_id FROM golden_link l JOIN golden r ON r.id = l.golden_id
  WHERE l.target_id = golden.id AND r.redirect_to IS NULL
    AND NOT EXISTS (SELECT 1 FROM bill_link d WHERE d.bill_id = l.golden_id AND d.author <> 'hub')
  UNION SELECT b.bill_id FROM crosswalk c CROSS JOIN bill_link b
  WHERE c.golden_id = golden.id AND b.anchor_id = c.source_id AND b.verdict = 'linked'"""
# Sales are purchases, or invoices where there are none.
_SUMS = """
  SELECT count(amount) FILTER (WHERE is_sale) AS purchases,
    count(day) FILTER (WHERE is_sale) AS days,
    min(day) FILTER (WHERE is_sale) AS first_on,
    max(day) FILTER (WHERE is_sale) AS last_on,
    coalesce(sum(amount) FILTER (WHERE is_sale), 0) AS sales,
    coalesce(sum(amount) FILTER (WHERE is_sale AND substr(day, 1, 4) = substr({today}, 1, 4)), 0) AS this_year,
    sum(amount - cost) FILTER (WHERE is_sale) AS profit,
    sum(amount) FILTER (WHERE is_sale AND cost IS NOT NULL) AS costed,
    coalesce(sum(amount) FILTER (WHERE entity = 'invoice'), 0) AS invoiced,
    coalesce(sum(amount) FILTER (WHERE entity = 'payment'), 0) AS paid,
    count(*) - count(amount) AS left_out
  FROM (SELECT entity, amount, day, cost, amount IS NOT NULL
      AND entity = max(CASE WHEN amount IS NOT NULL AND entity <> 'payment' THEN entity END) OVER () AS is_sale
    FROM ({told}) told) sale"""
_TOLD = """
  SELECT entity,
    CASE WHEN coalesce({currency}, 'JPY') = 'JPY' AND lower(coalesce({status}, '')) NOT IN ({void})
      THEN coalesce({amount}, CASE WHEN entity = 'purchase'
        THEN {price} * coalesce({quantity}, 1) - coalesce({discount}, 0) END) END AS amount,
    CASE entity WHEN 'purchase' THEN {bought_on} WHEN 'invoice' THEN {issued_on} END AS day,
    CASE WHEN entity = 'purchase' THEN {cost} END AS cost
  FROM golden AS counted WHERE entity IN ('purchase', 'invoice', 'payment') AND id IN ({ids})"""
_FIGURES = {
    "purchases": "purchases",
    "first_purchase_on": "first_on",
    "last_purchase_on": "last_on",
    "cumulative_sales": "sales",
    "sales_this_year": "this_year",
    "cumulative_profit": "profit",
    "average_price": "round(1.0 * sales / nullif(purchases, 0), 2)",
    "frequency_days": "CASE WHEN days > 1 THEN round(1.0 * {span} / (days - 1), 2) END",
    "sales_per_year": "CASE WHEN first_on IS NOT NULL THEN "
    "round(CASE WHEN {age} > 365.25 THEN sales * 365.25 / {age} ELSE 1.0 * sales END, 2) END",
    "lifetime_value": "CASE WHEN purchases > 0 THEN "
    "round(coalesce(1.0 * sales * profit / nullif(costed, 0), sales), 2) END",
    "paid": "paid",
    "outstanding": "CASE WHEN invoiced > paid THEN invoiced - paid ELSE 0 END",
    "left_out": "left_out",
}
FIGURES = tuple(_FIGURES)


class _Dialect(NamedTuple):
    """How a database says what the other says otherwise."""

    text: str
    today: str
    day_of: str
    days_between: str


def _sqlite(zone: str) -> _Dialect:
    # SQLite knows no zones: where clocks change, the days are those of winter time.
    offsets = [datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta() for month in (1, 7)]
    shift = f"'{min(offsets) // timedelta(minutes=1):+d} minutes'"
    return _Dialect(
        text="json_extract(counted.doc, '$.{}')",
        today=f"date('now', {shift})",
        day_of=f"date({{}}, {shift})",
        days_between="(julianday({}) - julianday({}))",
    )


def _server(zone: str) -> _Dialect:
    local = f"AT TIME ZONE '{zone}'"
    return _Dialect(
        text="(counted.doc ->> '{}')",
        today=f"to_char(now() {local}, 'YYYY-MM-DD')",
        day_of=f"to_char(CAST({{}} AS timestamptz) {local}, 'YYYY-MM-DD')",
        days_between="(CAST({} AS date) - CAST({} AS date))",
    )


def figures_sql(zone: str, *, is_sqlite: bool) -> tuple[list[str], str]:
    """The columns of the figures, and what a view of `golden` joins for them; days are those of the zone.

    They are found once for each row that is shown, by the indexes, and never for all customers beforehand.
    """
    told = _sqlite(zone) if is_sqlite else _server(zone)
    days = {"span": told.days_between.format("last_on", "first_on")}
    days["age"] = told.days_between.format(told.today, "first_on")
    figures = {name: figure.format(**days) for name, figure in _FIGURES.items()}
    if is_sqlite:
        pairs = ", ".join(f"'{name}', {figure}" for name, figure in figures.items())
        found = f"SELECT json_array(json_object({pairs})) FROM ({_sums(told)}) sums"
        # A function of a table is the only join of SQLite's that may look at the row beside it.
        columns = [f"json_extract(figures.value, '$.{name}') AS {name}" for name in FIGURES]
        return columns, f"LEFT JOIN json_each(({found})) AS figures ON TRUE"
    listed = ", ".join(f"{figure} AS {name}" for name, figure in figures.items())
    return [f"figures.{name}" for name in FIGURES], (
        f"LEFT JOIN LATERAL (SELECT {listed} FROM ({_sums(told)}) sums) AS figures ON TRUE"
    )


def _sums(dialect: _Dialect) -> str:
    texts = {name: dialect.text.format(name) for name in ("currency", "status", "issued_on")}
    amounts = {name: f"CAST({dialect.text.format(name)} AS NUMERIC)" for name in _AMOUNTS}
    void = ", ".join(f"'{word}'" for word in sorted(VOID))
    bought_on = dialect.day_of.format(dialect.text.format("at"))
    told = _TOLD.format(**texts, **amounts, void=void, bought_on=bought_on, ids=_OF_CUSTOMER)
    return _SUMS.format(today=dialect.today, told=told)
