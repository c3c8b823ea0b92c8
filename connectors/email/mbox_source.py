"""Read mbox files: of a file that grew only the new tail, of one that was rewritten everything again.

The last mail is read twice when the file grows, for whoever appends to it may have been in the middle of it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from connectors.email.dates import read_date
from connectors.email.document import StoredMail
from connectors.email.paging import build_page, place_of, read_cursor, reading_of
from connectors.email.settings import EmailSettings
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.records import Page

LINE_BYTES = 64 * 1024
_WINDOW = 64 * 1024
# A body's own line may begin with "From ": a separator also has a time of day and comes after a blank line.
_SEPARATOR = re.compile(rb"From .*\d\d:\d\d")
_GUARDED = re.compile(rb">+From ")


class MboxMark(msgspec.Struct, frozen=True):
    """How far a file was read: to the mail at `offset`; `before` is the hash of what stands before it.

    `size` and `modified_ns` are those of the file at its end; 0 where it was not reached.
    """

    offset: int = 0
    before: str = ""
    size: int = 0
    modified_ns: int = 0


class MboxCursor(msgspec.Struct, frozen=True):
    """The marks of the files of one connection."""

    place: str
    files: dict[str, MboxMark] = {}


class _Slice(NamedTuple):
    """One mail in its file."""

    offset: int
    separator: bytes
    raw: bytes
    size: int


class MboxSource:
    """The mails of one mbox file, or of those in a folder that the setting `folders` names."""

    def __init__(self, settings: EmailSettings, context: Context) -> None:
        self._settings = settings
        self._context = context
        self._reading = reading_of(settings)
        self._root = Path(settings.path or "")

    def check(self) -> str:
        """Look at the beginning of each file."""
        files = list(self._files())
        for file in files:
            with self._open(file) as handle:
                next(_slices(handle, file, 0, LINE_BYTES), None)
        return f"{self._root}: {len(files)} mbox files, {sum(file.stat().st_size for file in files)} bytes"

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The mails appended since the cursor."""
        marks = self._marks(cursor)
        for file in self._files():
            for page in self._file_pages(file, marks):
                if page.cursor != cursor:
                    yield page

    def _marks(self, cursor: str | None) -> dict[str, MboxMark]:
        found = read_cursor(cursor, MboxCursor) if cursor is not None else MboxCursor(place_of(self._settings))
        if found.place == place_of(self._settings):
            return dict(found.files)
        self._context.log("cursor_set_aside", reason="it belongs to another mailbox or first day")
        return {}

    def _files(self) -> Iterator[Path]:
        if not self._root.exists():
            raise PersonNeededError(f"{self._root}: no such mbox file; check path")
        if not self._root.is_dir():
            yield self._root
            return
        for name in self._settings.folders:
            file = self._root / name
            if not file.is_file() or not file.resolve().is_relative_to(self._root.resolve()):
                raise PersonNeededError(f"{file}: no such mbox file; check path and folders")
            yield file

    def _open(self, file: Path) -> BinaryIO:
        try:
            return file.open("rb")
        except PermissionError:
            raise PersonNeededError(f"{file}: no permission; give the hub's user read access") from None
        except OSError as error:
            raise RetryLaterError(f"{file} can't be read: {error.strerror}") from None

    def _file_pages(self, file: Path, marks: dict[str, MboxMark]) -> Iterator[Page]:
        mark = marks.get(file.name, MboxMark())
        with self._open(file) as handle:
            stat = os.fstat(handle.fileno())
            if (mark.size, mark.modified_ns) == (stat.st_size, stat.st_mtime_ns):
                return
            start = self._start(handle, mark, stat.st_size)
            slices = _slices(handle, file, start, self._settings.bytes_wanted)
            some = list(islice(slices, self._settings.page_size))
            while True:
                following = list(islice(slices, self._settings.page_size))
                offset = next((one.offset for one in (*following[:1], *some[-1:])), start)
                end = (0, 0) if following else (stat.st_size, stat.st_mtime_ns)
                marks[file.name] = MboxMark(offset, _hash_before(handle, offset), *end)
                yield self._page(file, some, marks)
                if not following:
                    return
                some = following

    def _start(self, handle: BinaryIO, mark: MboxMark, size: int) -> int:
        """Where to go on: at the mark, unless what stands before it is no longer the same."""
        if size >= mark.offset and _hash_before(handle, mark.offset) == mark.before:
            return mark.offset
        if mark.offset:
            self._context.log("mailbox_started_again", reason="the file was rewritten")
        return 0

    def _page(self, file: Path, slices: list[_Slice], marks: dict[str, MboxMark]) -> Page:
        cursor = msgspec.json.encode(MboxCursor(place_of(self._settings), marks), order="sorted").decode()
        mails = (StoredMail(one.raw, file.name, _stored_at(one.separator), one.size) for one in slices)
        return build_page(mails, self._reading, cursor, None, self._settings.since)


def _stored_at(separator: bytes) -> datetime | None:
    """The time in the separator line (`From a@b Wed May  1 09:00:00 2024`), which mail programs write in UTC."""
    words = separator.decode("ascii", "replace").split()
    for at in range(1, min(len(words), 6)):
        moment = read_date(" ".join(words[at : at + 5]) + " +0000")
        if moment is not None:
            return moment.astimezone(UTC)
    return None


def _hash_before(handle: BinaryIO, offset: int) -> str:
    """A hash of the file's beginning and of what stands right before the offset; the position stays as it was."""
    position = handle.tell()
    digest = hashlib.sha256()
    for start, length in ((0, min(offset, 1024)), (max(0, offset - _WINDOW), min(offset, _WINDOW))):
        handle.seek(start)
        digest.update(handle.read(length))
    handle.seek(position)
    return digest.hexdigest()[:32]


def _slices(handle: BinaryIO, file: Path, start: int, max_bytes: int) -> Iterator[_Slice]:
    """The mails from `start` on, each cut at `max_bytes`; its memory is that of one mail."""
    handle.seek(start)
    offset, separator, pieces, size, kept = start, b"", list[bytes](), 0, 0
    at, at_line, after_blank = start, True, True
    for line in iter(lambda: handle.readline(LINE_BYTES), b""):
        if at_line and after_blank and _SEPARATOR.match(line):
            if separator:
                yield _Slice(offset, separator, b"".join(pieces), size)
            offset, separator, pieces, size, kept = at, line, [], 0, 0
        elif separator:
            size += len(line)
            if kept < max_bytes:
                pieces.append(line[1:] if at_line and _GUARDED.match(line) else line)
                kept += len(line)
        elif line.strip():
            raise PersonNeededError(f"{file}: not an mbox file (it begins with no 'From ' line); check kind and path")
        at += len(line)
        after_blank = at_line and not line.strip(b"\r\n")
        at_line = line.endswith(b"\n")
    if separator:
        yield _Slice(offset, separator, b"".join(pieces), size)
