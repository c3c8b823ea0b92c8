"""Ctrl-C: once to stop at the next page, twice to stop at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from hub.cli.commands.sync import sync
from hub.cli.exits import Exit
from hub.cli.interrupt import stopping_on_signals
from hub.cli.options import Options
from hub.cli.session import Session, carry_out
from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office, environment, yamada

TWICE = """
import os, signal, sys, threading
from hub.cli.interrupt import stopping_on_signals
with stopping_on_signals(threading.Event(), print):
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    print("still here")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_asks_to_stop_and_says_so(number: signal.Signals) -> None:
    stopping, said = threading.Event(), list[str]()
    with stopping_on_signals(stopping, said.append):
        os.kill(os.getpid(), number)
    assert (stopping.is_set(), said) == (True, ["aside.stopping"])


def test_the_handlers_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping_on_signals(threading.Event(), lambda key: None):
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_signal_ends_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", TWICE], env=environment({}), capture_output=True, check=False)
    assert done.returncode == -signal.SIGINT
    assert b"still here" not in done.stdout


def test_outside_the_main_thread_signals_are_left_alone() -> None:
    before, found = signal.getsignal(signal.SIGINT), list[object]()

    def work() -> None:
        with stopping_on_signals(threading.Event(), lambda key: None):
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [before]


def test_a_run_that_was_asked_to_stop_is_partial(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    session = Session(Options())
    session.stopping.set()
    assert sync(session, None, release=False, resend=False).exit is Exit.PARTIAL


def test_an_interrupt_between_two_lines_is_partial_too(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(session: Session) -> object:
        raise KeyboardInterrupt

    assert carry_out(Options(), "sync", interrupted) is Exit.PARTIAL  # type: ignore[arg-type]
    assert "中断しました" in capsys.readouterr().err
