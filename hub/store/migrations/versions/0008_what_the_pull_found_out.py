"""The queue of the resolve keeps what the pull found out of a record, so that it is found out once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("pending_resolve", sa.Column("edited", sa.String(), nullable=True))
    op.add_column("pending_resolve", sa.Column("keys", sa.String(), nullable=True))
