"""The rules of each configuration that was ever used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "rule_book",
        sa.Column("config_digest", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.String(), nullable=False),
        sa.Column("rules", sa.Text().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("config_digest"),
    )
