"""A plan that is being made is kept back by the number of its first intent, no longer by a state of each."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        "INSERT INTO setting (name, value) SELECT 'plan begins at intent', CAST(min(id) AS varchar) "
        "FROM intent WHERE state = 'planned' HAVING count(*) > 0"
    )
    op.execute("UPDATE intent SET state = 'pending' WHERE state = 'planned'")
    op.drop_index("ix_intent_planned", "intent")
