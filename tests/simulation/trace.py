"""The trace of a run: every request, answer, commit and event in its order, and one digest of them all."""

from __future__ import annotations

import hashlib
from typing import Any


class Trace:
    """Keeps the lines only where somebody wants to read them."""

    def __init__(self, *, keeps: bool = False) -> None:
        self.lines: list[str] = []
        self._keeps = keeps
        self._digest = hashlib.blake2b(digest_size=12)

    def tell(self, what: str, *data: Any) -> None:
        line = f"{what} {' '.join(map(str, data))}"
        self._digest.update(line.encode())
        if self._keeps:
            self.lines.append(line)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()
