"""Which remote records their system has merged into another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "merged_away",
        sa.Column("raw_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False),
        sa.Column("stream_id", sa.BigInteger(), nullable=False),
        sa.Column("winner", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("raw_id"),
    )
    op.create_index("ix_merged_away_winner", "merged_away", ["stream_id", "winner"])
