"""Tells whether files have changed: a look at size and time first, and their content only where those differ."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path


class Fingerprint:
    """Call it for a text that changes when the content of one of the files does, or when one comes or goes."""

    def __init__(self, files: Callable[[], Iterable[Path]]) -> None:
        self._files = files
        self._known: dict[Path, tuple[tuple[int, int], str]] = {}

    def __call__(self) -> str:
        return " ".join(f"{path}={self._of(path)}" for path in sorted(set(self._files())))

    def _of(self, path: Path) -> str:
        try:
            found = path.stat()
            mark = (found.st_mtime_ns, found.st_size)
            known = self._known.get(path)
            if known is None or known[0] != mark:
                known = self._known[path] = (mark, hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError as error:
            self._known.pop(path, None)
            return type(error).__name__
        return known[1]
