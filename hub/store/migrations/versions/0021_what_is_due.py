"""Indexes of the days by which something is due, of what was decided, and of whose bills people said they are: only the
few rows that have such a day are in them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_UNPAID = "AND COALESCE(doc ->> 'status', '') <> 'settled' AND doc ->> 'settled_on' IS NULL"
_DUE = {
    "contract": ("expires_on", ""),
    "deal": ("next_action_on", ""),
    "activity": ("next_call_at", ""),
    "invoice": ("due_on", _UNPAID),
}


def upgrade() -> None:
    for entity, (field, further) in _DUE.items():
        where = f"entity = '{entity}' AND redirect_to IS NULL AND doc ->> '{field}' IS NOT NULL {further}"
        op.execute(f"CREATE INDEX ix_golden_due_{entity} ON golden (entity, (doc ->> '{field}'), id) WHERE {where}")
    decided, by_people = sa.text("decided_at IS NOT NULL"), sa.text("author <> 'hub'")
    op.create_index("ix_conflict_decided", "conflict", ["decided_at"], sqlite_where=decided, postgresql_where=decided)
    op.create_index("ix_bill_link_said", "bill_link", ["at"], sqlite_where=by_people, postgresql_where=by_people)
