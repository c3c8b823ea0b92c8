"""`make run` at a terminal: the console follows with the stand-ins alive, and what a newcomer decides there arrives."""

from __future__ import annotations

import html
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from hub.demo.stage import set_up
from tests.console.browser import Page

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


class Terminal:
    """The demo at a terminal of its own; `seen` is all that it has shown."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process, self._screen, self.seen = process, screen, ""

    def shows(self, pattern: str) -> str:
        """Read on until the screen shows it; its first group."""
        while True:
            found = re.search(pattern, self.seen)
            if found is not None:
                self.seen = self.seen[found.end() :]
                return found[1]
            assert self._reads_on(), self.seen

    def _reads_on(self) -> bool:
        try:
            more = os.read(self._screen, 1 << 16)
        except OSError:  # Linux tells the end of a pseudo-terminal as an error
            return False
        self.seen += more.decode("utf-8", "replace")
        return bool(more)


@contextmanager
def _at_a_terminal(folder: Path) -> Iterator[Terminal]:
    screen, inside = pty.openpty()
    command = [sys.executable, "-m", "hub.demo", "--folder", str(folder), "--lang", "en"]
    wide = {**os.environ, "COLUMNS": "250", "NO_COLOR": "1"}
    process = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, env=wide)
    os.close(inside)
    try:
        yield Terminal(process, screen)
    finally:
        process.kill()
        process.wait()
        os.close(screen)


def _press(client: httpx.Client, path: str, name: str, value: str) -> Page:
    """Press the button of the page there, or of the first row of its list."""
    page = Page(client.get(path))
    row = re.search(r'data-row href="([^"]+)"', page.text)
    page = Page(client.get(html.unescape(row[1]))) if row else page
    (form,) = [one for one in page.forms() if any(button.get("name") == name for button in one.buttons)]
    answer = client.post(html.unescape(form.action), data={**form.fields, name: value})
    assert answer.status_code == 200, answer.text
    return Page(answer)


@pytest.mark.long
@pytest.mark.xdist_group("demo")
def test_a_newcomer_clears_the_three_queues_and_sees_a_decision_arrive(tmp_path: Path) -> None:
    with _at_a_terminal(tmp_path) as terminal:
        url, password = terminal.shows(r"(http://127\.0\.0\.1:\d+/)"), terminal.shows(r"only this once\): (\S+)")
        terminal.shows("(schedule_started)")
        with httpx.Client(base_url=url, follow_redirects=True) as client:
            assert client.post("/login", data={"name": "admin", "password": password}).status_code == 200
            _press(client, "/matches", "verdict", "different")
            _press(client, "/invoices?state=doubtful", "customer", "company/2")
            _press(client, "/conflicts", "choice", "1")
            # HubSpot and the sheet are written to by jobs of their own.
            terminal.shows(r"written=([1-9])")
            terminal.shows(r"written=([1-9])")
            waiting = [Page(client.get(path)).words for path in ("/matches", "/invoices?state=doubtful", "/conflicts")]
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(30) == 0
    assert ["さくら" in waiting[0], "INV-000109" in waiting[1], "みどり" in waiting[2]] == [False, False, False]
    with set_up(tmp_path) as stage:
        companies = stage.twins["hubspot"].records("companies").values()
        assert [one["address"] for one in companies if "みどり" in one["name"]] == ["梅田2-2-20"]
