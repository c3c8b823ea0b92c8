"""Slack and Teams get what they take, and an address that is a secret is in no error."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hub.alerts.chat import send_slack, send_teams
from hub.alerts.compose import Message
from tests.unit.alerts.receiver import Receiver

MESSAGE = Message("abc", "subject <&>", [("a > b", "https://hub.example/systems")], "https://hub.example/", "Open")


@pytest.fixture(scope="module")
def listening() -> Iterator[Receiver]:
    with Receiver().running() as found:
        yield found


@pytest.fixture
def receiver(listening: Receiver) -> Receiver:
    listening.status = 200
    listening.got.clear()
    return listening


def test_slack_gets_a_text_in_which_nothing_of_ours_is_a_mark(receiver: Receiver) -> None:
    send_slack(receiver.url, MESSAGE)
    (got,) = receiver.got
    assert got["text"].splitlines() == [
        "*subject &lt;&amp;&gt;*",
        "• a &gt; b <https://hub.example/systems|→>",
        "<https://hub.example/|Open>",
    ]


def test_teams_gets_a_card_that_opens_the_console(receiver: Receiver) -> None:
    receiver.status = 202
    send_teams(receiver.url, MESSAGE)
    (attachment,) = receiver.got[0]["attachments"]
    card = attachment["content"]
    assert [block["text"] for block in card["body"]] == ["subject <&>", "a > b"]
    assert [action["url"] for action in card["actions"]] == ["https://hub.example/"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_other_than_yes_is_a_failure_that_does_not_tell_the_address(receiver: Receiver, status: int) -> None:
    receiver.status = status
    with pytest.raises(OSError, match=f"HTTP {status}") as found:
        send_slack(receiver.url, MESSAGE)
    assert "secret-part" not in repr(found.value)


def test_a_receiver_that_is_not_there_is_a_failure_that_does_not_tell_the_address() -> None:
    with pytest.raises(httpx.ConnectError) as found:
        send_teams("http://127.0.0.1:1/services/secret-part", MESSAGE)
    assert "secret-part" not in str(found.value)
