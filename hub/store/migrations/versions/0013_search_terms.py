"""The texts under which customers are found, and how good the golden records are, day by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_term",
        sa.Column("segment", sa.BigInteger(), autoincrement=False),
        sa.Column("term", sa.String().with_variant(sa.String(collation="C"), "postgresql")),
        sa.Column("golden_id", sa.BigInteger(), autoincrement=False),
        sa.PrimaryKeyConstraint("segment", "term", "golden_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_record",
        sa.Column("golden_id", ROW_ID, autoincrement=False),
        sa.Column("segment", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.Text().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("golden_id"),
    )
    op.create_table(
        "pending_search",
        sa.Column("golden_id", ROW_ID, autoincrement=False),
        sa.PrimaryKeyConstraint("golden_id"),
    )
    op.create_table(
        "quality",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Float(), nullable=False),
        sa.Column("matched", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("day", "entity"),
    )
