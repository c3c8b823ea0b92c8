"""Whose each invoice and payment is, by what it was found, and what people taught."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.Text().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bill_link",
        sa.Column("bill_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("party", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger()),
        sa.Column("anchor_id", sa.BigInteger()),
        sa.Column("candidates", _JSON, nullable=False),
        sa.Column("snapshot", _JSON, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("bill_id"),
    )
    op.create_index("ix_bill_link_verdict", "bill_link", ["verdict", "bill_id"])
    op.create_index("ix_bill_link_day", "bill_link", ["day", "bill_id"])
    for column in ("amount", "party", "anchor_id"):
        op.create_index(op.f(f"ix_bill_link_{column}"), "bill_link", [column])
    _create_keys("bill_key", "bill_id")
    _create_keys("customer_key", "golden_id")
    op.create_table(
        "billing_alias",
        sa.Column("id", _ROW_ID, autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("party", "bill_id", "customer_id", "anchor_id")
        ),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String()),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("party", "bill_id"):
        op.create_index(op.f(f"ix_billing_alias_{column}"), "billing_alias", [column])
    op.create_table(
        "pending_link",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("golden_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("entity", "golden_id"),
        sqlite_with_rowid=False,
    )


def _create_keys(table: str, holder: str) -> None:
    op.create_table(
        table,
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(holder, sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", holder),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{table}_{holder}"), table, [holder])
