"""Mails are told apart by their Message-ID and when they were sent, for some programs never make a new Message-ID."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.email.twin import MailboxTwin, Message
from tests.e2e.worlds import Installation, sheet_world

CONFIG = """\
hub: 1
language: en
connections:
  mail:
    connector: email
    settings: {kind: maildir, path: mails, folders: [INBOX, Sent], own_domains: [ours.example]}
    streams: {messages: {}}
  boss:
    connector: email
    settings: {kind: maildir, path: boss, own_domains: [ours.example]}
    streams: {messages: {}}
"""
SENT = datetime(2024, 5, 1, tzinfo=UTC)
FIRST = Message(
    "form@client.example", SENT, ("山田 太郎", "taro@client.example"), [("", "sales@ours.example")], "見積依頼", "一"
)
SECOND = replace(FIRST, at=SENT + timedelta(days=3), text="二")


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    world = sheet_world(tmp_path)
    world.write("config.yaml", CONFIG)
    for folder in ("mails", "boss", "mails/.Sent"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / folder / part).mkdir(parents=True)
    return world


def _arrives(world: Installation, mail: Message, box: str = "mails", folder: str = "INBOX") -> None:
    MailboxTwin("maildir", world.folder / box).deliver(mail, folder)


def _texts(world: Installation) -> list[str]:
    world.sync()
    return sorted(activity["text"] for activity in world.golden("activity"))


def test_two_mails_of_one_message_id_are_two_activities(world: Installation) -> None:
    _arrives(world, FIRST)
    _arrives(world, SECOND)
    assert _texts(world) == ["一", "二"]


def test_a_mail_that_comes_under_the_message_id_of_an_older_one_takes_nothing_from_it(world: Installation) -> None:
    _arrives(world, FIRST)
    _texts(world)
    _arrives(world, SECOND)
    assert _texts(world) == ["一", "二"]


def test_one_mail_in_two_folders_is_one_activity(world: Installation) -> None:
    _arrives(world, FIRST)
    _arrives(world, FIRST, folder="Sent")
    assert _texts(world) == ["一"]


def test_one_mail_in_two_mailboxes_is_one_activity_also_where_a_server_wrote_its_date_anew(world: Installation) -> None:
    _arrives(world, FIRST)
    _arrives(world, replace(FIRST, at=SENT + timedelta(seconds=2)), "boss")
    assert _texts(world) == ["一"]
