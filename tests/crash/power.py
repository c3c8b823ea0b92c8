"""Power cuts: what a dead hub had written and nobody had synchronised is taken away from its database.

A process that is killed leaves its writes with the kernel; a machine that stops loses those that no `fdatasync`
followed. The log of strace tells which. SQLite in WAL appends to one file, which is cut where its last
synchronisation ended. What was written before the hub was born counts as synchronised.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

CALLS = "pwrite64,fdatasync,fsync"
_WRITTEN = re.compile(r"pwrite64\(\d+<[^>]*-wal>, .*, (\d+), (\d+)(?:\)| <unfinished)")
_SYNCHRONISED = re.compile(r"(?:fdatasync|fsync)\(\d+<[^>]*-wal>\)\s+= 0")
_BEGUN = re.compile(r"(?:fdatasync|fsync)\(\d+<[^>]*-wal> <unfinished")


def durable_length(log: str, before: int) -> int:
    """How many bytes of the write-ahead log outlive a power cut, of which `before` were there at the start."""
    durable = written = before
    begun = 0
    for line in log.splitlines():
        if found := _WRITTEN.search(line):
            written = max(written, int(found[1]) + int(found[2]))
        elif _BEGUN.search(line):
            begun = written
        elif _SYNCHRONISED.search(line):
            durable = written
        elif ("fdatasync resumed" in line or "fsync resumed" in line) and begun:
            durable, begun = max(durable, begun), 0
    return durable


def wal_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///") + "-wal")


def length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def cut(path: Path, to: int) -> None:
    """The power is back."""
    if length(path) > to:
        os.truncate(path, to)
