"""Pushes run side by side, a plan runs alone: a plan may take back wishes that a push has already taken in hand.

Invariant: nobody pushes while somebody plans; who wants to plan waits for requests under way, not for whole pushes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Pushes look at `is_wanted` between two requests, and go out of the way."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pushes = 0
        self._plans = 0
        self._planning = threading.Lock()

    @property
    def is_wanted(self) -> bool:
        """Whether somebody wants to plan."""
        return self._plans > 0

    @contextmanager
    def pushing(self) -> Iterator[None]:
        """The block pushes."""
        with self._changed:
            self._changed.wait_for(lambda: self._plans == 0)
            self._pushes += 1
        try:
            yield
        finally:
            with self._changed:
                self._pushes -= 1
                self._changed.notify_all()

    @contextmanager
    def planning(self) -> Iterator[None]:
        """The block resolves and plans."""
        with self._changed:
            self._plans += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._pushes == 0)
        try:
            with self._planning:
                yield
        finally:
            with self._changed:
                self._plans -= 1
                self._changed.notify_all()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody resolves or plans during the block; pushes go on."""
        with self._planning:
            yield
