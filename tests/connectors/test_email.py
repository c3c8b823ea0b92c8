"""The contract kit, held against a mail server and against a folder of files.

The kit's tests of HTTP (throttling, outages, cut bodies, web pages) have no meaning here; `test_email_imap` has theirs.
"""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from connectors.email import CONNECTOR
from connectors.email.imap_twin import ImapTwin
from connectors.email.settings import EmailSettings
from connectors.email.twin import MailboxTwin, Message
from hub.sdk.connector import Connector, Context
from hub.sdk.testing import Bench, ConnectorContract, FakeClock
from hub.sdk.twin import Twin

PAGE_SIZE = 4
MAILS = 10
SECRET = "himitsu"


def mail(number: int, subject: str = "件名") -> Message:
    sent = datetime(2024, 5, 1, tzinfo=UTC)
    return Message(f"m{number}@client.jp", sent, ("山田", "t@client.jp"), [("", "s@ours.example")], subject, "本文")


def _record_id(number: int) -> str:
    return f"m{number}@client.jp~20240501T000000"


class MailTwin(Twin):
    """A mailbox with ten mails, in the shape that the kit knows; `asked` counts what was searched and fetched."""

    def __init__(
        self, deliver: Callable[[Message], object], settings: dict[str, Any], asked: Callable[[], int], stack: ExitStack
    ) -> None:
        super().__init__()
        self.deliver = deliver
        self.settings = settings
        self.asked = asked
        self.stack = stack
        for number in range(MAILS):
            deliver(mail(number))
        self.tables["messages"] = {_record_id(number): {} for number in range(MAILS)}


class MailContract(ConnectorContract):
    """What servers and folders share."""

    stream = "messages"
    path = "mail"
    secrets = (SECRET,)
    quiet_requests = 0
    wrong: ClassVar[dict[str, Any]]

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        clock = FakeClock()
        self.twin = self.make_twin(clock)
        with self.twin.stack:
            yield Bench(clock, self.twin, self.wrap)

    @abstractmethod
    def make_twin(self, clock: FakeClock) -> MailTwin:
        """The server or the files of this kind."""

    def make_connector(self, context: Context) -> Connector:
        return CONNECTOR(EmailSettings(**self.twin.settings, page_size=PAGE_SIZE), context)

    def make_stranger(self, context: Context) -> Connector:
        return CONNECTOR(EmailSettings(**{**self.twin.settings, **self.wrong}), context)

    def user_edits_one(self, twin: Twin) -> str:
        """A program may save a mail again with its Message-ID and its date."""
        self.twin.deliver(mail(3, "新しい件名"))
        return _record_id(3)

    def asked(self, bench: Bench) -> int:
        return self.twin.asked()

    def test_secrets_are_never_seen(self, bench: Bench, connector: Connector) -> None:
        list(connector.pull("messages", None))
        said = [repr(connector), repr(connector.settings), str(connector.settings), *bench.said]
        assert all(SECRET not in text for text in said)

    test_a_throttled_request_waits_as_long_as_it_is_told = None  # type: ignore[assignment]
    test_a_long_throttle_ends_the_run_with_the_wait = None  # type: ignore[assignment]
    test_a_short_outage_is_waited_out = None  # type: ignore[assignment]
    test_a_long_outage_ends_the_run_and_asks_only_a_few_times = None  # type: ignore[assignment]
    test_a_cut_page_raises_and_does_not_advance = None  # type: ignore[assignment]
    test_a_web_page_with_200_is_a_broken_contract = None  # type: ignore[assignment]
    test_an_answer_of_another_shape_is_a_broken_contract = None  # type: ignore[assignment]


class TestServer(MailContract):
    wrong: ClassVar[dict[str, Any]] = {"password": "chigau"}

    def make_twin(self, clock: FakeClock) -> MailTwin:
        stack = ExitStack()
        server = stack.enter_context(ImapTwin())
        settings = {"kind": "imap", "host": "127.0.0.1", "port": server.port, "tls": "none"}
        account = {"username": server.username, "password": server.password}
        asked = lambda: sum("UID " in line for line in server.commands)  # noqa: E731
        return MailTwin(server.deliver, {**settings, **account}, asked, stack)


class TestFolder(MailContract):
    wrong: ClassVar[dict[str, Any]] = {"path": Path("no-such-folder")}

    def make_twin(self, clock: FakeClock) -> MailTwin:
        stack = ExitStack()
        box = MailboxTwin("eml", Path(stack.enter_context(tempfile.TemporaryDirectory())))
        return MailTwin(box.deliver, {"kind": "eml", "path": box.path}, lambda: 0, stack)


class TestMbox(MailContract):
    wrong: ClassVar[dict[str, Any]] = {"path": Path("no-such-file")}

    def make_twin(self, clock: FakeClock) -> MailTwin:
        stack = ExitStack()
        box = MailboxTwin("mbox", Path(stack.enter_context(tempfile.TemporaryDirectory())) / "mbox")
        return MailTwin(box.deliver, {"kind": "mbox", "path": box.path}, lambda: 0, stack)
