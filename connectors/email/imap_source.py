"""Read a mail server from where the cursor stands: each folder by its UIDs, oldest first.

A folder whose UIDVALIDITY changed is read from its beginning; by their Message-IDs the mails land on the same records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from connectors.email.dates import japanese_day
from connectors.email.document import StoredMail
from connectors.email.imap_session import Folder, ImapSession, RefusedError
from connectors.email.imap_wire import ConnectImap
from connectors.email.paging import build_page, place_of, read_cursor, reading_of
from connectors.email.settings import EmailSettings
from hub.sdk.connector import Context
from hub.sdk.errors import RetryLaterError
from hub.sdk.records import BadRecord, Page

SEARCH_WINDOW = 50_000
BATCH_BYTES = 32_000_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class FolderMark(msgspec.Struct, frozen=True):
    """How far a folder was read: every UID below `uidnext`."""

    uidvalidity: int
    uidnext: int


class ImapCursor(msgspec.Struct, frozen=True):
    """The marks of the folders of one account."""

    place: str
    folders: dict[str, FolderMark] = {}


class ImapSource:
    """The mails of one account."""

    def __init__(self, settings: EmailSettings, context: Context, connect: ConnectImap) -> None:
        self._settings = settings
        self._context = context
        self._connect = connect
        self._reading = reading_of(settings)
        self._section = "[HEADER]" if settings.keep_text == "headers" else f"[]<0.{settings.bytes_wanted}>"
        self._batch = max(1, min(settings.page_size, BATCH_BYTES // settings.bytes_wanted))

    def _session(self) -> ImapSession:
        return ImapSession(self._settings, self._context, self._connect)

    def check(self) -> str:
        """Log in and look at each folder."""
        with self._session() as session:
            folders = [session.examine(name) for name in self._settings.folders]
        told = ", ".join(f"{folder.name} {folder.exists}" for folder in folders)
        return f"{self._settings.host}: {sum(folder.exists for folder in folders)} mails ({told})"

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The mails that came since the cursor."""
        marks = self._marks(cursor)
        last = cursor
        with self._session() as session:
            for name in self._settings.folders:
                for page in self._folder(session, session.examine(name), marks):
                    if page.cursor != last or page.records or page.bad:
                        yield page
                    last = page.cursor

    def _marks(self, cursor: str | None) -> dict[str, FolderMark]:
        if cursor is None:
            return {}
        found = read_cursor(cursor, ImapCursor)
        if found.place == place_of(self._settings):
            return dict(found.folders)
        self._context.log("cursor_set_aside", reason="it belongs to another mailbox or first day")
        return {}

    def _folder(self, session: ImapSession, folder: Folder, marks: dict[str, FolderMark]) -> Iterator[Page]:
        mark = marks.get(folder.name)
        same = mark is not None and mark.uidvalidity == folder.uidvalidity and folder.uidvalidity > 0
        if mark is not None and not same:
            self._context.log("folder_started_again", reason="uidvalidity changed")
        start = mark.uidnext if mark is not None and same else 1
        total = folder.exists if start == 1 and len(self._settings.folders) == 1 else None
        for uids, after in self._batches(session, folder, start):
            marks[folder.name] = FolderMark(folder.uidvalidity, after)
            cursor = msgspec.json.encode(ImapCursor(place_of(self._settings), marks), order="sorted").decode()
            mails = list(self._mails(session, folder, uids)) if uids else []
            yield build_page(mails, self._reading, cursor, total, None)

    def _batches(self, session: ImapSession, folder: Folder, start: int) -> Iterator[tuple[list[int], int]]:
        """UIDs to fetch together, and the first UID that is left after them."""
        since = _imap_day(self._settings.since)
        end = folder.uidnext
        while folder.exists and (start < end or not end):
            # An answer to SEARCH is one line; windows keep it short in folders with millions of mails.
            whole = folder.exists <= SEARCH_WINDOW or not end
            stop = None if whole else min(start + SEARCH_WINDOW, end) - 1
            uids = session.search(start, stop, since)
            for at in range(0, len(uids), self._batch):
                some = uids[at : at + self._batch]
                yield some, some[-1] + 1
            start = max(end, uids[-1] + 1 if uids else start) if stop is None else stop + 1
            if stop is None:
                break
            yield [], start
        yield [], max(start, end)

    def _mails(self, session: ImapSession, folder: Folder, uids: Sequence[int]) -> Iterator[StoredMail | BadRecord]:
        """Fetch these mails; where the server can't give one of them, halves are tried until that one stands alone."""
        try:
            found = session.fetch(uids, self._section)
        except RefusedError as error:
            if error.is_passing:
                raise RetryLaterError(f"{self._settings.host}: {folder.name} can't be read for now: {error}") from None
            if len(uids) > 1:
                yield from self._mails(session, folder, uids[: len(uids) // 2])
                yield from self._mails(session, folder, uids[len(uids) // 2 :])
                return
            yield self._unreadable(folder, uids[0], f"the server can't give it: {error}")
            return
        still_there = _still_there(session, [uid for uid in uids if uid not in found])
        for uid in uids:
            mail = found.get(uid)
            if uid in still_there and len(uids) > 1:
                yield from self._mails(session, folder, [uid])
            elif uid in still_there or (mail is not None and mail.raw is None):
                yield self._unreadable(folder, uid, "the server gave no text for it")
            elif mail is not None and mail.raw is not None and self._is_wanted(mail.stored_at):
                yield StoredMail(mail.raw, folder.name, mail.stored_at, mail.size)

    def _is_wanted(self, stored_at: datetime | None) -> bool:
        since = self._settings.since
        return since is None or stored_at is None or japanese_day(stored_at) >= since

    def _unreadable(self, folder: Folder, uid: int, reason: str) -> BadRecord:
        name = f"unreadable-{folder.name}-{folder.uidvalidity}-{uid}"
        return BadRecord(name, b"", f"{folder.name} UID {uid}: {reason}")


def _still_there(session: ImapSession, left_out: Sequence[int]) -> set[int]:
    """Which of the mails that an answer left out are not deleted; the cursor goes past them all."""
    return set(left_out).intersection(session.search(left_out[0], left_out[-1], None)) if left_out else set()


def _imap_day(day: date | None) -> str | None:
    """The day before in the words of IMAP: a server goes by its own zone, in which Japan's day may not have begun."""
    day = day - timedelta(days=1) if day else None
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}" if day else None
