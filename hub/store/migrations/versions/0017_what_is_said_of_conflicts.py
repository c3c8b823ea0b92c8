"""What people say about a conflict before it is decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hub.store.columns import JsonText, RowId

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "conflict_note",
        sa.Column("id", RowId, autoincrement=False, nullable=False),
        sa.Column("conflict_id", sa.BigInteger(), nullable=False),
        sa.Column("golden_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("doc", JsonText, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_conflict_note_conflict_id"), "conflict_note", ["conflict_id"])
    op.create_index(op.f("ix_conflict_note_golden_id"), "conflict_note", ["golden_id"])
