"""SIGTERM and SIGINT ask for a graceful stop; a second one ends the process as it always would."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopping_on_signals(stopping: threading.Event) -> Iterator[None]:
    """Inside the block the first signal sets the event; only the main thread may enter it."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask(number: int, frame: FrameType | None) -> None:
        restore()
        stopping.set()

    for number in _SIGNALS:
        signal.signal(number, ask)
    try:
        yield
    finally:
        restore()
