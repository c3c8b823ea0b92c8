"""What a pull remembers of a file, so that an unchanged one costs a single look at its size and time.

Invariant: a time is only trusted when the file had been at rest before it was read. Equal bytes are no proof that
nothing has happened: the hub may have written in between, and somebody has put the old file back.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
import xxhash

from connectors.excel.archive import CHUNK
from connectors.excel.settings import ExcelSettings
from hub.sdk.errors import PersonNeededError

REST_S = 2.0
"""FAT keeps times in steps of two seconds: a later change inside the same step would go unseen."""

WAY_OF_READING = 2
"""Counted on where the same bytes come to mean something else, so that files are read anew once."""

READING = {"sheet", "header_row", "key", "ignore", "encoding", "delimiter", "neutralise_formulas"}


class FileState(msgspec.Struct, frozen=True):
    """A file as a pull saw it; `read_as` is a digest of the settings that decide what a file means.

    `placed_ns` is when the system last touched its entry, which a copy that keeps its old time can't keep.
    """

    name: str
    size: int
    changed_ns: int
    digest: str
    read_as: str
    placed_ns: int = 0

    @property
    def was_at_rest(self) -> bool:
        """Whether nobody had written to the file for a while when it was read."""
        return self.changed_ns != 0

    def is_untouched(self, path: Path, read_as: str) -> bool:
        """Whether one look at the file proves that it is still the same."""
        found = path.stat()
        return (self.name, self.size, self.changed_ns, self.placed_ns, self.read_as) == (
            path.name,
            found.st_size,
            found.st_mtime_ns,
            found.st_ctime_ns,
            read_as,
        )

    def cursor(self) -> str:
        """The state as an opaque cursor."""
        return msgspec.json.encode(self).decode()


def from_cursor(cursor: str | None) -> FileState | None:
    """The state in a cursor; None where there is none."""
    try:
        return msgspec.json.decode(cursor, type=FileState) if cursor else None
    except msgspec.DecodeError as failure:
        raise PersonNeededError(
            "the stored cursor is not one of the excel connector; `hub sync --reread` reads the file from its beginning"
        ) from failure


def read_as(settings: ExcelSettings) -> str:
    """A digest of the settings that decide what a file means, and of how they are read."""
    return xxhash.xxh3_64_hexdigest(settings.model_dump_json(include=READING).encode(), seed=WAY_OF_READING)


def state_of(file: BinaryIO, path: Path, meaning: str, now: datetime) -> FileState:
    """The state of an open file; the time of one that changed a moment ago is not trusted."""
    found = os.fstat(file.fileno())
    digest = xxhash.xxh3_128()
    file.seek(0)
    while data := file.read(CHUNK):
        digest.update(data)
    at_rest = now.timestamp() - found.st_mtime_ns / 1e9 > REST_S
    changed_ns = found.st_mtime_ns if at_rest else 0
    return FileState(path.name, found.st_size, changed_ns, digest.hexdigest(), meaning, found.st_ctime_ns)
