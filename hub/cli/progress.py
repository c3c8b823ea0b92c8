"""Bars for long work: one a step, on stderr, and only where a person watches."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from rich.console import Console

Progress = Callable[..., None]


class _PresentStderr:
    """Whatever is stderr at the moment of writing: while bars are drawn, lines have to pass above them."""

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stderr, name)


def present_stderr() -> TextIO:
    """The stream for the log."""
    return cast("TextIO", _PresentStderr())


def _nothing(step: str, done: int, total: int | None = None) -> None:
    return None


@contextmanager
def progress_on(console: Console, *, shown: bool, word: Callable[[str], str] = str) -> Iterator[Progress]:
    """A callback (step, done, total or None) that draws while the block runs; `word` tells a step to its reader."""
    if not shown or not console.is_terminal:
        yield _nothing
        return
    bars = _Bars(console, word)
    try:
        yield bars.step
    finally:
        bars.close()


class _Bars:
    """One bar a step; they begin with the first news, so that quick commands show none."""

    def __init__(self, console: Console, word: Callable[[str], str]) -> None:
        self._console, self._word = console, word
        self._display: Any = None
        self._tasks: dict[str, Any] = {}
        self._lock = threading.Lock()

    def step(self, step: str, done: int, total: int | None = None) -> None:
        """What a step has done so far."""
        with self._lock:
            if self._display is None:
                self._display = self._started()
            if step not in self._tasks:
                self._tasks[step] = self._display.add_task(self._word(step), total=total)
            self._display.update(self._tasks[step], completed=done, total=total)

    def close(self) -> None:
        """Take the bars away."""
        if self._display is not None:
            self._display.stop()

    def _started(self) -> Any:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(24), MofNCompleteColumn())
        display = Progress(*columns, TimeElapsedColumn(), console=self._console, transient=True)
        display.start()
        return display
