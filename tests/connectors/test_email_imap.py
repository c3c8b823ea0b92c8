"""A mail server: cursors by UID, folders that begin again, servers that hang up, and secrets that stay secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.email import CONNECTOR, imap_source
from connectors.email.imap_answers import read_listed_name, uid_set
from connectors.email.imap_twin import ImapTwin
from connectors.email.settings import EmailSettings
from connectors.email.twin import Message
from hub.sdk.connector import Context
from hub.sdk.errors import BrokenContractError, ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.records import Page


def mail(number: int) -> Message:
    sent = datetime(2024, 5, 1, tzinfo=UTC)
    return Message(f"m{number}@client.jp", sent, ("山田", "t@client.jp"), [("", "s@ours.example")], "件名", "本文")


@pytest.fixture
def twin() -> Iterator[ImapTwin]:
    with ImapTwin() as server:
        yield server


class Reader:
    """Pulls again and again, as the hub does: from the last stored cursor."""

    def __init__(self, twin: ImapTwin, context: Context | None = None, **settings: Any) -> None:
        self.twin = twin
        chosen: dict[str, Any] = {
            "kind": "imap",
            "host": "127.0.0.1",
            "port": twin.port,
            "tls": "none",
            "username": twin.username,
            "password": twin.password,
            "timeout_s": 5,
            **settings,
        }
        self.connector = CONNECTOR(EmailSettings(**chosen), context or Context("mail"))
        self.cursor: str | None = None
        self.pages: list[Page] = []

    def pull(self, pages: int | None = None) -> list[str]:
        found = []
        pulled = self.connector.pull("messages", self.cursor)
        for page in pulled:
            self.pages.append(page)
            self.cursor = page.cursor or self.cursor
            found += [record.external_id for record in page.records]
            if pages is not None and len(self.pages) >= pages:
                break
        pulled.close()  # type: ignore[attr-defined]  # a generator; the interface promises an iterator only
        return found

    def fetches(self) -> list[str]:
        return [line.partition(" ")[2] for line in self.twin.commands if "UID FETCH" in line]


def ids(*numbers: int) -> list[str]:
    return [f"m{number}@client.jp~20240501T000000" for number in numbers]


def test_mails_are_read_oldest_first_in_pages(twin: ImapTwin) -> None:
    for number in range(5):
        twin.deliver(mail(number))
    reader = Reader(twin, page_size=2)
    assert (reader.pull(), [len(page.records) for page in reader.pages]) == (ids(0, 1, 2, 3, 4), [2, 2, 1])


def test_only_new_mails_are_fetched_next_time(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin)
    reader.pull()
    twin.deliver(mail(2))
    assert (reader.pull(), len(reader.fetches())) == (ids(2), 2)


def test_nothing_new_costs_no_search_and_gives_no_page(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin)
    reader.pull()
    twin.commands.clear()
    assert list(reader.connector.pull("messages", reader.cursor)) == []
    assert [line.split()[1] for line in twin.commands] == ["CAPABILITY", "LOGIN", "EXAMINE", "LOGOUT"]


def test_a_pull_that_stopped_goes_on_at_its_page(twin: ImapTwin) -> None:
    for number in range(4):
        twin.deliver(mail(number))
    reader = Reader(twin, page_size=2)
    assert (reader.pull(pages=1), reader.pull()) == (ids(0, 1), ids(2, 3))


def test_a_new_uidvalidity_starts_the_folder_again(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    twin.deliver(mail(2))
    reader = Reader(twin)
    reader.pull()
    twin.recreate()
    twin.deliver(mail(3))
    assert reader.pull() == ids(3)


def test_a_new_uidvalidity_leaves_the_other_folders_alone(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    twin.deliver(mail(2), "Sent")
    reader = Reader(twin, folders=("INBOX", "Sent"))
    reader.pull()
    twin.recreate()
    twin.deliver(mail(3))
    assert reader.pull() == ids(3)


def test_another_account_starts_at_the_beginning(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin)
    reader.pull()
    with ImapTwin("other@ours.example") as other:
        other.deliver(mail(2))
        moved = Reader(other)
        moved.cursor = reader.cursor
        assert moved.pull() == ids(2)


def test_the_same_mail_in_two_folders_is_one_record(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    twin.deliver(mail(1), "Archive")
    assert set(Reader(twin, folders=("INBOX", "Archive")).pull()) == set(ids(1))


def test_a_folder_with_a_japanese_name_is_read(twin: ImapTwin) -> None:
    twin.deliver(mail(1), '見積 "A" & B')
    assert Reader(twin, folders=('見積 "A" & B',)).pull() == ids(1)


def test_no_command_could_mark_a_mail_as_seen(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin)
    reader.pull()
    verbs = {line.split()[1] for line in twin.commands}
    assert (verbs & {"SELECT", "STORE"}, all("BODY.PEEK[" in line for line in reader.fetches())) == (set(), True)


def test_headers_only_fetches_no_text(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    reader = Reader(twin, keep_text="headers")
    reader.pull()
    assert "BODY.PEEK[HEADER])" in reader.fetches()[0]


def test_a_large_mail_is_fetched_in_part(twin: ImapTwin) -> None:
    twin.deliver(b"Message-ID: <m1@client.jp>\r\nSubject: s\r\n\r\n" + b"x" * 300_000)
    reader = Reader(twin)
    reader.pull()
    assert json.loads(reader.pages[0].records[0].payload)["cut"] is True


def test_whole_mails_are_fetched_in_small_batches(twin: ImapTwin) -> None:
    for number in range(8):
        twin.deliver(mail(number))
    reader = Reader(twin, keep_text="full", max_message_bytes=16_000_000)
    reader.pull()
    assert len(reader.fetches()) == 4


def test_a_large_folder_is_searched_in_windows(twin: ImapTwin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_source, "SEARCH_WINDOW", 3)
    for number in range(8):
        twin.deliver(mail(number))
    assert Reader(twin).pull() == ids(*range(8))


def test_a_mail_deleted_in_the_meantime_is_passed_over(twin: ImapTwin) -> None:
    for number in range(3):
        twin.deliver(mail(number))
    del twin.folders["INBOX"].mails[2]
    assert Reader(twin).pull() == ids(0, 2)


def test_a_mail_that_is_there_and_missing_from_the_answer_is_a_bad_record(twin: ImapTwin) -> None:
    for number in (1, 2, 3):
        twin.deliver(mail(number))
    twin.faults.left_out = {2}
    reader = Reader(twin)
    assert reader.pull() == ids(1, 3)
    [bad] = [bad for page in reader.pages for bad in page.bad]
    assert (bad.external_id, "INBOX UID 2" in bad.reason) == ("unreadable-INBOX-1-2", True)


def test_since_is_asked_of_the_server(twin: ImapTwin) -> None:
    twin.deliver(mail(0), stored_at=datetime(2023, 12, 30, tzinfo=UTC))
    twin.deliver(mail(1), stored_at=datetime(2023, 12, 31, 14, 59, tzinfo=UTC))
    twin.deliver(mail(2), stored_at=datetime(2023, 12, 31, 15, 0, tzinfo=UTC))
    assert Reader(twin, since="2024-01-01").pull() == ids(2)
    assert any("SINCE 31-Dec-2023" in command for command in twin.commands)


def test_with_an_earlier_first_day_the_mails_since_then_are_read(twin: ImapTwin) -> None:
    twin.deliver(mail(1), stored_at=datetime(2023, 12, 1, tzinfo=UTC))
    twin.deliver(mail(2), stored_at=datetime(2024, 1, 1, tzinfo=UTC))
    reader = Reader(twin, since="2024-01-01")
    reader.pull()
    earlier = Reader(twin, since="2023-12-01")
    earlier.cursor = reader.cursor
    assert earlier.pull() == ids(1, 2)


def test_a_mail_without_a_date_has_the_time_it_was_stored(twin: ImapTwin) -> None:
    twin.deliver(b"Subject: x\r\n\r\n", stored_at=datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC))
    reader = Reader(twin)
    reader.pull()
    assert reader.pages[0].records[0].modified_at == datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_a_mail_that_the_server_can_not_give_is_a_bad_record_and_the_rest_goes_on(twin: ImapTwin) -> None:
    for number in range(5):
        twin.deliver(mail(number))
    twin.faults.poison = {3}
    reader = Reader(twin)
    assert (reader.pull(), [bad.reason for bad in reader.pages[0].bad]) == (
        ids(0, 1, 3, 4),
        ["INBOX UID 3: the server can't give it: [SERVERBUG] can't read a message"],
    )


def test_a_refusal_that_passes_is_tried_later(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    twin.faults.refuse["UID FETCH"] = "NO [UNAVAILABLE] later"
    with pytest.raises(RetryLaterError, match="can't be read for now"):
        Reader(twin).pull()


def test_a_search_that_is_refused_breaks_the_contract(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    twin.faults.refuse["UID SEARCH"] = "BAD what"
    with pytest.raises(BrokenContractError):
        Reader(twin).pull()


def test_a_wrong_password_needs_a_person(twin: ImapTwin) -> None:
    with pytest.raises(PersonNeededError, match="check username and password"):
        Reader(twin, password="chigau").pull()


def test_a_login_refused_for_now_is_tried_later(twin: ImapTwin) -> None:
    twin.faults.refuse["LOGIN"] = "NO [UNAVAILABLE] too busy"
    with pytest.raises(RetryLaterError, match="for now"):
        Reader(twin).pull()


def test_a_password_in_japanese_is_sent_as_utf_8(twin: ImapTwin) -> None:
    twin.password = "ひみつ"
    twin.deliver(mail(1))
    assert Reader(twin).pull() == ids(1)


def test_a_server_that_wants_tls_gets_no_password(twin: ImapTwin) -> None:
    twin.faults.capability = "IMAP4rev1 LOGINDISABLED"
    with pytest.raises(PersonNeededError, match="set tls"):
        Reader(twin).pull()
    assert not any("LOGIN" in line for line in twin.commands)


def test_a_server_without_tls_on_its_port_needs_a_person(twin: ImapTwin) -> None:
    with pytest.raises(PersonNeededError, match="check port and tls"):
        Reader(twin, tls="implicit").pull()


def test_a_missing_folder_names_those_that_exist(twin: ImapTwin) -> None:
    twin.deliver(mail(1), "送信済み")
    with pytest.raises(PersonNeededError, match="the folders are: INBOX, 送信済み"):
        Reader(twin, folders=("Sent",)).pull()


def test_a_listed_name_is_read_however_it_is_written() -> None:
    lines = [b'() "/" INBOX', b'() "/" "a \\"b\\""', (b'() "/" {9}', b"&ZeVnLIqe-"), b"", None]
    assert [read_listed_name(line) for line in lines] == ["INBOX", 'a "b"', "日本語", "", ""]


def test_check_tells_the_folders(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    assert Reader(twin).connector.check() == "127.0.0.1: 1 mails (INBOX 1)"


@pytest.mark.parametrize("byte", [0, 10, 60, 130, 260, 400, 900])
def test_a_server_that_hangs_up_is_tried_later(twin: ImapTwin, byte: int) -> None:
    for number in range(3):
        twin.deliver(mail(number))
    twin.faults.drop_after = byte
    with pytest.raises(RetryLaterError):
        Reader(twin).pull()


def test_what_was_read_before_the_server_hung_up_is_kept(twin: ImapTwin) -> None:
    for number in range(4):
        twin.deliver(mail(number))
    reader = Reader(twin, page_size=1)
    twin.faults.drop_after = 1500
    with pytest.raises(RetryLaterError):
        reader.pull()
    first = len(reader.pages)
    twin.faults.drop_after = None
    assert (0 < first < 4, reader.pull()) == (True, ids(*range(first, 4)))


def test_a_server_that_can_not_be_reached_is_tried_later(twin: ImapTwin) -> None:
    with pytest.raises(RetryLaterError, match="can't be reached"):
        Reader(twin, port=1).pull()


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 200 OK\r\n", b"* BYE too many connections\r\n", b"\xff\xfe\0\r\n"])
def test_a_strange_greeting_is_one_of_our_errors(twin: ImapTwin, greeting: bytes) -> None:
    twin.faults.greeting = greeting
    with pytest.raises(ConnectorError):
        Reader(twin).pull()


def test_an_answer_of_absurd_size_is_not_waited_for(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    twin.faults.before_answer = lambda name: b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n" if "FETCH" in name else b""
    with pytest.raises(RetryLaterError, match="more than was asked for"):
        Reader(twin).pull()


def test_an_answer_that_never_ends_is_given_up(twin: ImapTwin) -> None:
    ticks = iter(range(0, 100_000, 40))
    twin.faults.before_answer = lambda command: b"* OK still busy\r\n" * 20 if command == "LOGIN" else b""
    with pytest.raises(RetryLaterError, match="deadline_s"):
        Reader(twin, Context("mail", monotonic=lambda: float(next(ticks))), deadline_s=300).pull()


def test_flags_that_come_unasked_are_passed_over(twin: ImapTwin) -> None:
    twin.deliver(mail(1))
    unasked = b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n* 1 EXISTS\r\n"
    twin.faults.before_answer = lambda name: unasked if "FETCH" in name else b""
    assert Reader(twin).pull() == ids(1)


@pytest.mark.parametrize("refusal", ["NO wrong password himitsu", "BAD himitsu", "NO [UNAVAILABLE] himitsu"])
def test_no_error_tells_the_password(twin: ImapTwin, refusal: str) -> None:
    twin.faults.refuse["LOGIN"] = refusal
    with pytest.raises(ConnectorError) as caught:
        Reader(twin).pull()
    assert "himitsu" not in f"{caught.value}{caught.value.__cause__}"


def test_no_log_tells_an_address(twin: ImapTwin) -> None:
    events: list[str] = []
    context = Context("mail", log=lambda event, **data: events.append(f"{event} {data}"))
    twin.deliver(mail(1))
    reader = Reader(twin, context)
    reader.pull()
    twin.recreate()
    reader.pull()
    assert (len(events), "@" in "".join(events)) == (1, False)


def test_the_settings_print_no_password(twin: ImapTwin) -> None:
    assert "himitsu" not in repr(Reader(twin).connector.settings)


def test_a_password_with_a_line_end_is_refused() -> None:
    with pytest.raises(ValueError, match="line end"):
        EmailSettings(kind="imap", host="h", username="u", password=SecretStr("a\r\nb DELETE INBOX"))


@pytest.mark.parametrize("kind", ["imap", "maildir"])
def test_what_a_kind_needs_is_named(kind: Any) -> None:
    with pytest.raises(ValueError, match=f"kind {kind} needs"):
        EmailSettings(kind=kind)


def test_uids_are_named_in_ranges() -> None:
    assert uid_set([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10"
