"""What is due at a company whose books are kept: contracts, deals and calls of Yamada, and invoices."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.store import golden
from tests.pipeline.books import SUZUKI, YAMADA, Books

# The clock stands at 2026-04-01 18:00 in Tokyo.
NOW = "2026-04-01T09:00:00.000Z"
CONTRACT = ("contract", {"products": ["保守", "運用"], "expires_on": "2026-04-30"})
DEAL = ("deal", {"name": "更新", "next_action": "見積を送る", "next_action_on": "2026-03-30", "next_action_by": "佐藤"})
CALL = ("activity", {"subject": "ご相談", "next_call_at": "2026-04-01T15:30:00+00:00", "staff": "鈴木"})
OVER = [
    ("deal", {"name": "受注ずみ", "stage": "受注", "next_action_on": "2026-04-02"}),
    ("deal", {"name": "失注ずみ", "stage": " ClosedLost", "next_action_on": "2026-04-02"}),
    ("activity", {"subject": "済んだ", "status": "対応済み", "next_call_at": "2026-04-02T01:00:00+00:00"}),
    ("contract", {"name": "解約した", "status": "解約", "expires_on": "2026-04-02"}),
]


def put(books: Books, *docs: tuple[str, dict[str, Any]]) -> None:
    """Golden records of Yamada, who is company/1."""
    with books.database.begin() as tx:
        ids = tx.next_ids("golden", len(docs))
        rows = [
            (i, entity, msgspec.json.encode({"company": "company/1", **doc}).decode(), None, None)
            for i, (entity, doc) in zip(ids, docs, strict=True)
        ]
        golden.insert(tx, rows, 1, NOW)


def begin(books: Books) -> None:
    """Customers and bills: I-1 is owed by Yamada, I-2 paid by a transfer of its sum, I-3 in part, I-4 is nobody's."""
    books["crm"].user_creates("c1", **YAMADA)
    books["crm"].user_creates("c2", **SUZUKI)
    books.sync()
    books.bills("I-1", 11000, "2026-02-28", billed=YAMADA["name"], due="2026-03-31")
    books.bills("I-2", 22000, "2026-02-28", billed=SUZUKI["name"], due="2026-03-31")
    books.bills("I-3", 33000, "2026-03-01", billed=SUZUKI["name"], due="2026-04-05")
    books.bills("I-4", 44000, "2026-03-01", billed="見知らぬ商会", due="2026-04-06")
    books.bills("I-5", 55000, "2026-03-01", billed=YAMADA["name"], due="2026-04-06", status="settled")
    books.bills("I-6", 66000, "2026-03-01", billed=YAMADA["name"], due="2026-04-06", status="canceled")
    books.is_paid("P-2", "ｽｽﾞｷｺｳｷﾞﾖｳ", 22000, "2026-03-31")
    books.is_paid("P-3", "ｽｽﾞｷｺｳｷﾞﾖｳ", 3000, "2026-03-31", pays="I-3")
    books.sync()
