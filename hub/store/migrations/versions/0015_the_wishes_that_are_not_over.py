"""The few wishes of a golden record that have not come to their end, found without its many that have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_NOT_OVER = sa.text("state <> 'done' AND state <> 'dropped'")


def upgrade() -> None:
    op.create_index(
        "ix_intent_golden_not_over", "intent", ["golden_id"], sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER
    )
