"""`hub serve` as a process: it tells where it is, is used, and stops gracefully, or tells why not."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.e2e.test_cli_process import SCHEDULE
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, environment, yamada

__all__ = ["office", "types"]


class Serving:
    """A hub that serves; `told` are the lines that it has said before its console was ready."""

    def __init__(self, process: subprocess.Popen[str], told: str) -> None:
        self.process, self.told = process, told

    @property
    def url(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+/", self.told)
        assert found is not None, self.told
        return found[0]

    @property
    def password(self) -> str:
        found = re.search(r"password of the first user, admin .*: (\S+)", self.told)
        assert found is not None, self.told
        return found[1]


@contextmanager
def serving(office: Office, *options: str, until: str) -> Iterator[Serving]:
    process = subprocess.Popen(
        [sys.executable, "-m", "hub", "--lang", "en", "serve", "--port", "0", *options],
        cwd=office.folder,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stderr is not None
        told = ""
        for line in process.stderr:
            told += line
            if until in line:
                break
        try:
            yield Serving(process, told)
        finally:
            process.kill()


@pytest.fixture
def synced(office: Office) -> Office:
    """Two lists that agree, and that were read."""
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    assert office.types("sync").code == 0
    return office


@contextmanager
def _signed_in(hub: Serving) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=hub.url, follow_redirects=True) as client:
        done = client.post("/login", data={"name": "admin", "password": hub.password})
        assert done.status_code == 200
        yield client


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that can be handled")
def test_a_hub_with_a_schedule_serves_its_console_and_stops_gracefully(synced: Office) -> None:
    text = (synced.folder / "config.yaml").read_text(encoding="utf-8")
    synced.write("config.yaml", text.rstrip() + "\n" + SCHEDULE)
    with serving(synced, until="schedule_started") as hub:
        with _signed_in(hub) as client:
            home = client.get("/").text
            assert ("books" in home, "今日の様子" in home or "How things stand" in home) == (True, True)
        hub.process.send_signal(signal.SIGTERM)
        out, _ = hub.process.communicate(timeout=60)
    assert (hub.process.returncode, out.strip()) == (0, "Stopped.")


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that can be handled")
def test_a_console_alone_leaves_the_hub_to_other_commands_and_tells_its_first_password_once(synced: Office) -> None:
    with serving(synced, "--no-schedule", until="Serving the console alone") as hub:
        with _signed_in(hub) as client:
            assert synced.types("sync").code == 0
            assert client.get("/systems").status_code == 200
        hub.process.send_signal(signal.SIGINT)
        assert hub.process.wait(timeout=60) == 0
    with serving(synced, "--no-schedule", until="Serving the console alone") as hub:
        assert "password" not in hub.told


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 would be served without TLS"),
        (["--host", "192.0.2.1"], "192.0.2.1 would be served without TLS"),
        (["--host", "192.0.2.1", "--behind-proxy"], "port 8787 of 192.0.2.1 can't be used"),
        (["--tls-cert", "nowhere.pem"], "there is no file nowhere.pem"),
    ],
)
def test_what_cannot_be_served_is_told_in_words(types: Types, options: list[str], what: str) -> None:
    refused = types("--lang", "en", "serve", *options)
    assert (refused.code, what in refused.err) == (1, True)
    assert "password" not in refused.err


def test_a_port_that_is_taken_is_told_in_words(types: Types) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = types("--lang", "en", "serve", "--port", str(other.getsockname()[1]))
    assert (refused.code, "choose another one with --port" in refused.err) == (1, True)
