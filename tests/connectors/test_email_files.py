"""Maildirs, mbox files and folders of .eml files: each mail once, in steps, whatever happens to the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from connectors.email import CONNECTOR
from connectors.email.settings import EmailSettings
from connectors.email.twin import Charset, MailboxTwin, Message
from hub.sdk.connector import Context
from hub.sdk.errors import BrokenContractError, PersonNeededError
from hub.sdk.records import Page

Kind = Literal["maildir", "mbox", "eml"]
MAY = datetime(2024, 5, 1, tzinfo=UTC)
KINDS: list[Kind] = ["maildir", "mbox", "eml"]


def mail(number: int, text: str = "本文") -> Message:
    return Message(f"m{number}@client.jp", MAY, ("山田", "t@client.jp"), [("", "s@ours.jp")], "件名", text)


class Reader:
    """Pulls again and again, as the hub does: from the last stored cursor."""

    def __init__(self, kind: Kind, path: Path, **settings: Any) -> None:
        chosen = EmailSettings(kind=kind, path=path, own_domains=("ours.jp",), **settings)
        self.connector = CONNECTOR(chosen, Context("mail"))
        self.cursor: str | None = None
        self.pages: list[Page] = []

    def pull(self, pages: int | None = None) -> list[str]:
        """The ids of what came; only the first `pages` pages are stored where a number is given."""
        found = []
        for page in _first(self.connector.pull("messages", self.cursor), pages):
            self.pages.append(page)
            self.cursor = page.cursor or self.cursor
            found += [record.external_id for record in page.records]
        return found


def _first(pages: Iterator[Page], number: int | None) -> Iterator[Page]:
    for count, page in enumerate(pages):
        if count == number:
            return
        yield page


def ids(*numbers: int) -> list[str]:
    return [f"m{number}@client.jp~20240501T000000" for number in numbers]


@pytest.fixture(params=KINDS)
def twin(request: pytest.FixtureRequest, tmp_path: Path) -> MailboxTwin:
    return MailboxTwin(request.param, tmp_path / "mail")


def test_every_mail_is_read_once(twin: MailboxTwin) -> None:
    for number in range(5):
        twin.deliver(mail(number))
    reader = Reader(twin.kind, twin.path, page_size=2)
    assert sorted(reader.pull()) == ids(0, 1, 2, 3, 4)


def test_nothing_new_is_nothing_read(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin.kind, twin.path)
    reader.pull()
    assert list(reader.connector.pull("messages", reader.cursor)) == []


def test_a_new_mail_is_read_next_time(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin.kind, twin.path)
    reader.pull()
    twin.deliver(mail(2))
    assert reader.pull()[-1:] == ids(2)


def test_a_pull_that_stopped_goes_on_at_its_page(twin: MailboxTwin) -> None:
    for number in range(6):
        twin.deliver(mail(number))
    reader = Reader(twin.kind, twin.path, page_size=2)
    found = reader.pull(pages=1)
    assert sorted(found + reader.pull()) == ids(0, 1, 2, 3, 4, 5)


def test_two_copies_are_one_record(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    twin.deliver(mail(1))
    assert Reader(twin.kind, twin.path).pull() == ids(1)


def test_a_bad_mail_does_not_stop_the_others(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    twin.deliver(b"\0\1\2")
    twin.deliver(mail(2))
    reader = Reader(twin.kind, twin.path)
    assert (sorted(reader.pull()), len(reader.pages[0].bad)) == (ids(1, 2), 1)


@pytest.mark.parametrize("charset", ["iso-2022-jp", "utf-8", "shift_jis"])
def test_every_charset_of_the_twin_is_read(twin: MailboxTwin, charset: Charset) -> None:
    sent = Message("c@client.jp", MAY, ("山田太郎", "t@client.jp"), [], "件名" * 20, "本文", charset=charset)
    twin.deliver(sent)
    reader = Reader(twin.kind, twin.path)
    reader.pull()
    text = reader.pages[0].records[0].payload.decode()
    assert ("山田太郎" in text, "件名" * 20 in text, "本文" in text) == (True, True, True)


def test_mails_before_the_first_day_are_left_out(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    assert Reader(twin.kind, twin.path, since="2024-05-02").pull() == []


def test_the_first_day_begins_at_midnight_in_japan(twin: MailboxTwin) -> None:
    for number, minute in ((1, 59), (2, 0)):
        sent = datetime(2024, 4, 30, 14 if minute else 15, minute, tzinfo=UTC)
        twin.deliver(
            Message(f"m{number}@client.jp", sent, ("", "t@client.jp"), [("", "s@ours.example")], "件名", "本文")
        )
    assert Reader(twin.kind, twin.path, since="2024-05-01").pull() == ["m2@client.jp~20240430T150000"]


def test_a_cursor_of_another_mailbox_is_set_aside(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin.kind, twin.path)
    reader.cursor = '{"place": "elsewhere", "from_ns": 9, "files": {}}'
    assert reader.pull() == ids(1)


def test_a_cursor_that_is_none_of_ours_is_refused(twin: MailboxTwin) -> None:
    reader = Reader(twin.kind, twin.path)
    reader.cursor = "2024-05-01"
    with pytest.raises(BrokenContractError, match="reset the stream's cursor"):
        reader.pull()


def test_check_says_what_is_there(twin: MailboxTwin) -> None:
    twin.deliver(mail(1))
    assert Reader(twin.kind, twin.path).connector.check().startswith(f"{twin.path}: 1 m")


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_mailbox_needs_a_person(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="check path"):
        Reader(kind, tmp_path / "nowhere").connector.check()


def test_an_unknown_stream_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenContractError, match="known: messages"):
        Reader("eml", tmp_path).connector.pull("contacts", None)


def test_a_mail_that_was_marked_as_read_stays_the_same_record(tmp_path: Path) -> None:
    twin = MailboxTwin("maildir", tmp_path)
    file = twin.deliver(mail(1))
    reader = Reader("maildir", tmp_path)
    reader.pull()
    twin.mark_seen(file)
    assert set(reader.pull()) <= set(ids(1))


def test_a_mail_moved_into_the_folder_is_read(tmp_path: Path) -> None:
    twin = MailboxTwin("maildir", tmp_path)
    moved = twin.deliver(mail(1), "Archive")
    twin.deliver(mail(2))
    reader = Reader("maildir", tmp_path)
    reader.pull()
    moved.rename(tmp_path / "new" / moved.name)
    assert reader.pull() == ids(1)


def test_a_japanese_folder_of_a_maildir_is_read(tmp_path: Path) -> None:
    twin = MailboxTwin("maildir", tmp_path)
    twin.deliver(mail(1), "見積/2024")
    assert Reader("maildir", tmp_path, folders=("見積/2024",)).pull() == ids(1)


def test_a_folder_that_is_no_maildir_needs_a_person(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match="check path and folders"):
        Reader("maildir", tmp_path).pull()


def test_a_link_out_of_the_mailbox_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"Subject: secret\n\n")
    twin = MailboxTwin("eml", tmp_path / "mail")
    (twin.path / "x.eml").symlink_to(tmp_path / "secret")
    assert Reader("eml", twin.path).pull() == []


def test_eml_files_in_inner_folders_are_read(tmp_path: Path) -> None:
    MailboxTwin("eml", tmp_path / "a" / "b").deliver(mail(1))
    (tmp_path / "a" / "note.txt").write_text("no mail")
    assert Reader("eml", tmp_path).pull() == ids(1)


def test_an_eml_file_that_was_replaced_is_read_again(tmp_path: Path) -> None:
    twin = MailboxTwin("eml", tmp_path)
    file = twin.deliver(mail(1))
    reader = Reader("eml", tmp_path)
    reader.pull()
    file.unlink()
    twin.deliver(mail(1, "改訂"))
    assert reader.pull() == ids(1)


def test_a_cursor_stays_short_where_thousands_of_files_are_of_one_moment(tmp_path: Path) -> None:
    twin = MailboxTwin("eml", tmp_path)
    for number in range(30):
        twin.deliver(mail(number))
    reader = Reader("eml", tmp_path, page_size=10)
    reader.pull()
    assert len(reader.cursor or "") < 30 * 20 + 100


def test_of_an_mbox_that_grew_only_the_tail_is_read(tmp_path: Path) -> None:
    twin = MailboxTwin("mbox", tmp_path / "mbox")
    for number in range(20):
        twin.deliver(mail(number))
    reader = Reader("mbox", twin.path)
    reader.pull()
    twin.deliver(mail(20))
    assert reader.pull() == ids(19, 20)


def test_an_mbox_that_was_rewritten_is_read_from_the_start(tmp_path: Path) -> None:
    twin = MailboxTwin("mbox", tmp_path / "mbox")
    for number in range(3):
        twin.deliver(mail(number))
    reader = Reader("mbox", twin.path)
    reader.pull()
    twin.path.write_bytes(b"")
    for number in (1, 2, 3, 4):
        twin.deliver(mail(number))
    assert reader.pull() == ids(1, 2, 3, 4)


def test_a_mail_that_was_being_appended_is_read_again_when_it_is_whole(tmp_path: Path) -> None:
    twin = MailboxTwin("mbox", tmp_path / "mbox")
    twin.deliver(mail(1))
    twin.deliver(mail(2))
    whole = twin.path.read_bytes()
    twin.path.write_bytes(whole[:-30])
    reader = Reader("mbox", twin.path)
    reader.pull()
    twin.path.write_bytes(whole)
    assert reader.pull() == ids(2)


def test_a_line_that_begins_with_from_does_not_cut_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "mbox"
    path.write_bytes(
        b"From a Wed May  1 09:00:00 2024\nSubject: x\nMessage-ID: <m1@client.jp>\n\n"
        b"\nFrom the desk of\n\n>From b 10:00\n\n"
    )
    assert Reader("mbox", path).pull() == ["m1@client.jp"]


def test_the_separator_tells_the_time_where_the_mail_does_not(tmp_path: Path) -> None:
    path = tmp_path / "mbox"
    path.write_bytes(b"From a@b.jp Wed May  1 09:00:00 2024\nSubject: x\n\n")
    reader = Reader("mbox", path)
    reader.pull()
    assert reader.pages[0].records[0].modified_at == datetime(2024, 5, 1, 9, tzinfo=UTC)


def test_a_file_that_is_no_mbox_needs_a_person(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"PK\3\4 not mail\n")
    with pytest.raises(PersonNeededError, match="not an mbox file"):
        Reader("mbox", tmp_path / "x").pull()


def test_a_folder_of_mbox_files_is_read_by_name(tmp_path: Path) -> None:
    MailboxTwin("mbox", tmp_path / "Inbox").deliver(mail(1))
    MailboxTwin("mbox", tmp_path / "Sent").deliver(mail(2))
    assert Reader("mbox", tmp_path, folders=("Inbox", "Sent")).pull() == ids(1, 2)


def test_an_mbox_outside_of_its_folder_is_not_read(tmp_path: Path) -> None:
    MailboxTwin("mbox", tmp_path / "outside").deliver(mail(1))
    (tmp_path / "in").mkdir()
    with pytest.raises(PersonNeededError, match="no such mbox file"):
        Reader("mbox", tmp_path / "in", folders=("../outside",)).pull()


def test_a_file_that_the_hub_may_not_read_is_a_bad_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = MailboxTwin("eml", tmp_path)
    refused = twin.deliver(mail(1))
    twin.deliver(mail(2))
    _open = Path.open

    def guarded(path: Path, *arguments: Any, **named: Any) -> Any:
        if path == refused:
            raise PermissionError(13, "denied", str(path))
        return _open(path, *arguments, **named)

    # Tests may run as root, whom no permission stops.
    monkeypatch.setattr(Path, "open", guarded)
    reader = Reader("eml", tmp_path)
    assert (reader.pull(), "give the hub's user read access" in reader.pages[0].bad[0].reason) == (ids(2), True)


def test_a_file_that_vanishes_while_it_is_listed_is_passed_over(tmp_path: Path) -> None:
    twin = MailboxTwin("eml", tmp_path)
    files = [twin.deliver(mail(number)) for number in range(3)]
    reader = Reader("eml", tmp_path, page_size=1)
    pages = reader.connector.pull("messages", None)
    first = next(pages).records[0].external_id
    files[1].unlink()
    assert [first, *(record.external_id for page in pages for record in page.records)] == ids(0, 2)


def test_a_file_where_a_folder_should_be_needs_a_person(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(PersonNeededError, match="not a folder"):
        Reader("eml", tmp_path / "x").pull()
