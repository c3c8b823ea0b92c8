"""Tombstones tell when people deleted the record over there, and streams when they were last read to their ends, and
since when they follow deletions.

Of those that are stored, what the hub deleted itself is known by the moment of its receipt.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

SAID_BY_PEOPLE = (
    "UPDATE raw_record SET turned_at = deleted_at WHERE deleted_at IS NOT NULL "
    "AND (stream_id, external_id, deleted_at) NOT IN (SELECT stream_id, external_id, done_at FROM intent "
    "WHERE state = 'done' AND operation IN ('archive', 'delete') AND external_id IS NOT NULL AND done_at IS NOT NULL)"
)

FOLLOWS_ALL = (
    "UPDATE stream SET deletes_since = '' WHERE push_policy LIKE '%delete=''archive''%' "
    "OR push_policy LIKE '%delete=''delete''%'"
)


def upgrade() -> None:
    op.add_column("raw_record", sa.Column("turned_at", sa.String(), nullable=True))
    op.add_column("stream", sa.Column("looked_at", sa.String(), nullable=True))
    op.add_column("stream", sa.Column("deletes_since", sa.String(), nullable=True))
    op.execute(SAID_BY_PEOPLE)
    op.execute(FOLLOWS_ALL)
