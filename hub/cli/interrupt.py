"""Ctrl-C: the first stops at the next page, the second at once; neither loses anything, each page is stored whole."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping_on_signals(stopping: threading.Event, tell: Callable[[str], None]) -> Iterator[None]:
    """Within the block a first signal sets `stopping`, and a second one ends the process."""

    def stop(number: int, _: Any) -> None:
        if stopping.is_set():
            # The engine's threads would be waited for by an exception; a signal's own end is immediate.
            tell("aside.stopped_at_once")
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stopping.set()
        tell("aside.stopping")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
