"""A signal asks for a graceful stop, and leaves the process as it was."""

from __future__ import annotations

import signal
import threading

from hub.schedule.signals import stopping_on_signals


def test_the_first_signal_asks_to_stop_and_the_second_is_the_process_s_own() -> None:
    before, stopping = signal.getsignal(signal.SIGTERM), threading.Event()
    with stopping_on_signals(stopping):
        signal.raise_signal(signal.SIGTERM)
        assert stopping.is_set()
        assert signal.getsignal(signal.SIGTERM) == before


def test_the_handlers_are_given_back_without_a_signal() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping_on_signals(threading.Event()):
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
