"""The connector against Dovecot, a mail server that we did not write."""

from __future__ import annotations

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from connectors.email import CONNECTOR
from connectors.email.folder_names import quoted_folder
from connectors.email.settings import EmailSettings
from connectors.email.twin import Message, compose
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError
from hub.sdk.records import RawRecord

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "dovecot.sh"
PASSWORD = "secret"
_USERS = count()

pytestmark = [pytest.mark.long, pytest.mark.dovecot]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A running Dovecot."""
    if shutil.which("dovecot") is None or os.geteuid() != 0:
        reason = "needs root and Dovecot: run `scripts/dovecot.sh install` as root"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Below pytest's own folders only root may look, and Dovecot's mail user is not root.
    folder = Path(tempfile.mkdtemp(prefix="hub-dovecot-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    subprocess.run([SCRIPT, "start", folder, str(number)], check=True, timeout=60)
    yield number
    subprocess.run([SCRIPT, "stop", folder], check=True, timeout=60)


class Account:
    """One user of the server, who can also deliver and delete."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.user = f"u{next(_USERS)}@ours.example"
        self.imap = imaplib.IMAP4("127.0.0.1", port, timeout=30)
        self.imap.login(self.user, PASSWORD)
        self.cursor: str | None = None
        self.records: list[RawRecord] = []

    def deliver(self, number: int, folder: str = "INBOX", text: str = "本文") -> None:
        mail = Message(
            f"m{number}@client.example",
            datetime(2024, 5, 1, tzinfo=UTC),
            ("山田太郎", "taro@client.example"),
            [("", self.user)],
            f"件名{number}",
            text,
            charset="iso-2022-jp",
        )
        status, said = self.imap.append(quoted_folder(folder), "", '"01-May-2024 09:00:00 +0900"', compose(mail))
        assert status == "OK", said

    def pull(self, **settings: Any) -> list[str]:
        found = []
        chosen: dict[str, Any] = {"password": PASSWORD, "timeout_s": 30, **settings}
        connection = EmailSettings(
            kind="imap", host="127.0.0.1", port=self.port, tls="none", username=self.user, **chosen
        )
        for page in CONNECTOR(connection, Context("mail")).pull("messages", self.cursor):
            self.cursor = page.cursor or self.cursor
            assert page.bad == ()
            self.records += page.records
            found += [record.external_id for record in page.records]
        return found


@pytest.fixture
def account(port: int) -> Iterator[Account]:
    user = Account(port)
    yield user
    user.imap.logout()


def ids(*numbers: int) -> list[str]:
    return [f"m{number}@client.example~20240501T000000" for number in numbers]


def test_mails_are_read(account: Account) -> None:
    account.deliver(1)
    assert (account.pull(), "山田太郎" in account.records[0].payload.decode()) == (ids(1), True)


def test_only_new_mails_are_read_next_time(account: Account) -> None:
    account.deliver(1)
    account.pull()
    account.deliver(2)
    assert (account.pull(), account.pull()) == (ids(2), [])


def test_a_folder_made_anew_is_read_again(account: Account) -> None:
    name = quoted_folder("見積り")
    for numbers in ((1, 2, 3), (4,)):
        account.imap.create(name)
        for number in numbers:
            account.deliver(number, "見積り")
        assert account.pull(folders=("見積り",)) == ids(*numbers)
        account.imap.delete(name)


def test_a_large_folder_is_read_in_pages(account: Account) -> None:
    for number in range(250):
        account.deliver(number)
    assert account.pull(page_size=40) == ids(*range(250))


def test_a_large_mail_is_read_in_part(account: Account) -> None:
    account.deliver(1, text="長い本文です。" * 50_000)
    account.pull()
    assert b'"cut":true' in account.records[0].payload


def test_headers_alone_are_read(account: Account) -> None:
    account.deliver(1)
    assert (account.pull(keep_text="headers"), b"summary" in account.records[0].payload) == (ids(1), False)


def test_no_mail_is_marked_as_seen(account: Account) -> None:
    account.deliver(1)
    account.pull(keep_text="full")
    account.imap.select("INBOX", readonly=True)
    assert account.imap.search(None, "SEEN")[1] == [b""]


def test_mails_before_the_first_day_are_left_out(account: Account) -> None:
    account.deliver(1)
    assert account.pull(since="2024-06-01") == []


def test_a_wrong_password_needs_a_person(account: Account) -> None:
    with pytest.raises(PersonNeededError, match="check username and password"):
        account.pull(password="wrong")


def test_a_missing_folder_names_those_that_exist(account: Account) -> None:
    account.imap.create(quoted_folder("送信済み"))
    with pytest.raises(PersonNeededError, match="送信済み"):
        account.pull(folders=("Sent",))
