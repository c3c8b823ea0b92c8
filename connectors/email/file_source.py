"""Read a Maildir or a folder of .eml files: each file once, and again where it was replaced.

The cursor is the file system's own time of change (ctime), which also moves when a mail is moved into the folder; a
mail that was only marked as read is read again, and lands on the same record.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from connectors.email.document import StoredMail
from connectors.email.folder_names import encode_folder
from connectors.email.paging import build_page, place_of, read_cursor, reading_of
from connectors.email.settings import EmailSettings
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.records import BadRecord, Page

# Clocks of file systems tick as slowly as once a second, and files may appear out of order within a tick.
_TICK_NS = 1_000_000_000
MAX_NAMES = 2000


class FilesCursor(msgspec.Struct, frozen=True):
    """All files changed before `from_ns` were read, and of those since then the ones in `names` (hashed)."""

    place: str
    from_ns: int = 0
    names: tuple[str, ...] = ()


class MailFile(NamedTuple):
    """A file, ordered by when it changed."""

    changed_ns: int
    path: str
    folder: str
    size: int
    modified_s: float

    @property
    def mark(self) -> str:
        return hashlib.sha256(f"{self.changed_ns}\0{self.path}".encode("utf-8", "replace")).hexdigest()[:12]


class FileSource:
    """The mails of one folder on disk."""

    def __init__(self, settings: EmailSettings, context: Context) -> None:
        self._settings = settings
        self._context = context
        self._reading = reading_of(settings)
        self._root = Path(settings.path or "")

    def check(self) -> str:
        """List the files."""
        return f"{self._root}: {len(self._listing())} mails"

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The files that appeared or changed since the cursor, oldest first."""
        seen = self._cursor(cursor)
        known = set(seen.names)
        files = [file for file in self._listing() if file.changed_ns >= seen.from_ns]
        new = [file for file in files if file.mark not in known]
        done = [file for file in files if file.mark in known]
        total = len(new)
        while new:
            some, new = new[: self._settings.page_size], new[self._settings.page_size :]
            done = sorted([*done, *some])[-MAX_NAMES - self._settings.page_size :]
            seen = _mark_after(done, seen)
            yield self._page(some, msgspec.json.encode(seen).decode(), total)

    def _page(self, files: list[MailFile], cursor: str, total: int) -> Page:
        mails = (mail for mail in map(self._read, files) if mail is not None)
        return build_page(mails, self._reading, cursor, total, self._settings.since)

    def _cursor(self, cursor: str | None) -> FilesCursor:
        place = place_of(self._settings)
        found = read_cursor(cursor, FilesCursor) if cursor is not None else FilesCursor(place)
        if found.place == place:
            return found
        self._context.log("cursor_set_aside", reason="it belongs to another mailbox or first day")
        return FilesCursor(place)

    def _read(self, file: MailFile) -> StoredMail | BadRecord | None:
        stored_at = datetime.fromtimestamp(max(file.modified_s, 0), UTC)
        try:
            with Path(file.path).open("rb") as handle:
                raw = handle.read(self._settings.bytes_wanted)
        except FileNotFoundError:
            # Mail programs rename a mail when it is read; under its new name it is new to the next pull.
            return None
        except PermissionError:
            name = f"unreadable-{hashlib.sha256(file.path.encode('utf-8', 'replace')).hexdigest()[:32]}"
            return BadRecord(name, b"", f"{file.path}: no permission to read it; give the hub's user read access")
        except OSError as error:
            raise RetryLaterError(f"{file.path} can't be read: {error.strerror}") from None
        return StoredMail(raw, file.folder, stored_at, file.size)

    def _listing(self) -> list[MailFile]:
        """Every mail, the one that changed longest ago first."""
        try:
            if self._settings.kind == "maildir":
                return sorted(self._maildir())
            return sorted(_walk(self._root, self._root.name))
        except FileNotFoundError as error:
            raise PersonNeededError(f"{error.filename}: no such folder; check path and folders") from None
        except NotADirectoryError as error:
            raise PersonNeededError(f"{error.filename}: not a folder; kind {self._settings.kind} needs one") from None
        except PermissionError as error:
            raise PersonNeededError(f"{error.filename}: no permission; give the hub's user read access") from None
        except OSError as error:
            raise RetryLaterError(f"{self._root} can't be listed: {error.strerror}") from None

    def _maildir(self) -> Iterator[MailFile]:
        """Mails of the folders in the settings: INBOX at the top, others beside it as `.Name` (Maildir++)."""
        for name in self._settings.folders:
            sub = "" if name.upper() == "INBOX" else "." + encode_folder(name.replace("/", "."))
            for part in ("cur", "new"):
                yield from _files(self._root / sub / part, name, "")


def _files(folder: Path, name: str, suffix: str) -> Iterator[MailFile]:
    """Regular files only: a link may lead anywhere."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not entry.name.lower().endswith(suffix):
                continue
            try:
                if entry.is_file(follow_symlinks=False):
                    stat = entry.stat(follow_symlinks=False)
                    yield MailFile(stat.st_ctime_ns, entry.path, name, stat.st_size, stat.st_mtime)
            except FileNotFoundError:
                continue


def _walk(root: Path, name: str) -> Iterator[MailFile]:
    """The .eml files of a folder and of those in it."""
    yield from _files(root, name, ".eml")
    with os.scandir(root) as entries:
        inner = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    for folder in inner:
        yield from _walk(root / folder, f"{name}/{folder}")


def _mark_after(done: list[MailFile], before: FilesCursor) -> FilesCursor:
    """The cursor after these files (ascending); it names those young enough to have unseen neighbours."""
    newest = done[-1].changed_ns
    start = max(newest - _TICK_NS, before.from_ns, done[-MAX_NAMES:][0].changed_ns)
    return FilesCursor(before.place, start, tuple(file.mark for file in done if file.changed_ns >= start))
