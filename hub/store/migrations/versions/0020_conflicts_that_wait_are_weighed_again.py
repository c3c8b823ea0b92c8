"""Conflicts that wait are weighed again: where both sides only differ in writing by now, the next run settles them."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"

WEIGH_AGAIN = (
    "INSERT INTO pending_resolve (source_id, entity) SELECT x.source_id, g.entity FROM crosswalk x "
    "JOIN golden g ON g.id = x.golden_id WHERE g.id IN (SELECT golden_id FROM conflict WHERE state = 'open') "
    "ON CONFLICT (source_id) DO UPDATE SET edited = NULL, keys = NULL"
)


def upgrade() -> None:
    op.execute(WEIGH_AGAIN)
