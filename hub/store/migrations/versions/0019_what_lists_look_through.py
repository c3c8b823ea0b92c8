"""Indexes that hold all that lists of bills look at, and what counts of records leave out, so that no row is read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_NOT_LINKED, _DELETED = sa.text("verdict <> 'linked'"), sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    # A server takes no longer text into an index; new ones are cut as they come.
    op.execute("UPDATE bill_link SET partner = substr(partner, 1, 100) WHERE length(partner) > 100")
    op.drop_index("ix_bill_link_verdict", table_name="bill_link")
    op.drop_index("ix_bill_link_day", table_name="bill_link")
    op.create_index("ix_bill_link_day", "bill_link", ["day", "bill_id", "verdict", "amount", "partner", "entity"])
    op.create_index(
        "ix_bill_link_open",
        "bill_link",
        ["verdict", "day", "bill_id", "amount", "partner", "entity"],
        sqlite_where=_NOT_LINKED,
        postgresql_where=_NOT_LINKED,
    )
    op.create_index(
        "ix_raw_record_deleted", "raw_record", ["stream_id"], sqlite_where=_DELETED, postgresql_where=_DELETED
    )
