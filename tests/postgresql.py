"""Where the PostgreSQL server of the tests is. Processes that tests start import this, so it imports little itself."""

from __future__ import annotations

import os

POSTGRESQL = os.environ.get("HUB_TEST_POSTGRESQL", "postgresql://127.0.0.1:5432/postgres")


def url_of(schema: str) -> str:
    """The URL of a schema of that server. Commits wait for no disk: none of its users lets the server itself fail."""
    return f"{POSTGRESQL}?options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
