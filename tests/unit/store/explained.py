"""Transactions that remember how the database looks up what it is asked."""

from __future__ import annotations

from typing import Any

from hub.store.transaction import Transaction


class Explained(Transaction):
    """Keeps how the database looks up what it is asked."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx._cursor, is_sqlite=tx.is_sqlite)
        self.plans: list[str] = []

    def rows(self, sql: str, *values: Any) -> list[Any]:
        self.plans += [row[3] for row in super().rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
        return super().rows(sql, *values)


class Planned(Transaction):
    """The same on either database, one text a query."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx._cursor, is_sqlite=tx.is_sqlite)
        self.plans: list[str] = []

    def rows(self, sql: str, *values: Any) -> list[Any]:
        explain = "EXPLAIN QUERY PLAN" if self.is_sqlite else "EXPLAIN"
        told = super().rows(f"{explain} {sql}", *values)
        self.plans.append("\n".join(str(row[3] if self.is_sqlite else row[0]) for row in told))
        return super().rows(sql, *values)
