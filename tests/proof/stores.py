"""Empty stores by the thousand: one is made by the migrations, the others are copies of its file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hub.store.migrate import open_store
from tests.pipeline.lab import SCHEMA

# A file system in memory where there is one: these stores need not outlive their process.
_QUICK = Path("/dev/shm")


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        open_store(f"sqlite:///{path}", SCHEMA).close()
        return path.read_bytes()


@contextmanager
def store_folder() -> Iterator[Path]:
    """A folder with an empty store `hub.db`, which goes with everything in it."""
    template = _template()
    folder = Path(tempfile.mkdtemp(prefix="hub-proof-", dir=_QUICK if _QUICK.is_dir() else None))
    try:
        (folder / "hub.db").write_bytes(template)
        yield folder
    finally:
        shutil.rmtree(folder)
