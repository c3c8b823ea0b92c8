"""A file is replaced whole or not at all: written beside it, made durable, and put in its place in one step.

Invariant: at any moment the path names either the old file or the new one, and only one hub writes.
"""

from __future__ import annotations

import glob
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from hub.sdk.errors import RetryLaterError

LOCKED_WAIT_S = 5.0
OPEN_WAIT_S = 300.0


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the file against other hubs; the system frees the lock of a process that died."""
    _refuse_while_open(path)
    _refuse_read_only(path)
    lock = path.with_name(f".{path.name}.hub-lock")
    try:
        file = lock.open("ab")
    except OSError as failure:
        raise RetryLaterError(
            f"{path.name}: the folder can't be written ({failure.strerror}); allow the hub to"
        ) from failure
    with file:
        try:
            _hold(file.fileno())
        except OSError as failure:
            raise RetryLaterError(
                f"{path.name}: another hub is writing to it; it is tried again", LOCKED_WAIT_S
            ) from failure
        yield


def _hold(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # there is no fcntl on Windows

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _refuse_while_open(path: Path) -> None:
    """Excel and LibreOffice put a file beside the one that somebody has open; saving there would undo our write."""
    for mark in (f"~${path.name}", f".~lock.{path.name}#"):
        if path.with_name(mark).exists():
            raise RetryLaterError(
                f"{path.name}: somebody has it open; close it (or delete {mark} if nobody has)", OPEN_WAIT_S
            )


def _refuse_read_only(path: Path) -> None:
    """A rename in its folder goes over a file that nobody may write; whoever made it so meant that it stays."""
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise RetryLaterError(f"{path.name}: the file is read-only; allow the hub to write it", OPEN_WAIT_S)


def copies_of(path: str) -> tuple[str, ...]:
    """Patterns of the files beside a sheet, or those that a pattern means, in which its rows may lie: the backup, and
    what a process that died has left.
    """
    is_pattern = glob.has_magic(path) and not Path(path).is_file()
    sheet = Path(path) if is_pattern else Path(path).resolve()
    beside = (f"{sheet.name}.bak", f".{sheet.name}.hub-old", f".{sheet.name}.hub-new")
    named = (str(sheet.with_name(name)) for name in beside)
    return tuple(named if is_pattern else map(glob.escape, named))


def replace(path: Path, write: Callable[[BinaryIO], None], seen: os.stat_result, keep_backup: bool) -> None:
    """Put what `write` writes in the place of the file, unless it is no longer the one that was `seen`."""
    fresh, original = path.with_name(f".{path.name}.hub-new"), path.with_name(f".{path.name}.hub-old")
    backup = path.with_name(f"{path.name}.bak")
    try:
        with fresh.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        _take_on(fresh, path)
        if keep_backup and not backup.exists():
            shutil.copy2(path, original)
        # Nothing that takes time stands between these looks and the replacement.
        _refuse_while_open(path)
        _refuse_if_changed(path, seen)
        if original.exists():
            original.replace(backup)
        fresh.replace(path)
        _make_durable(path.parent)
    except OSError as failure:
        raise RetryLaterError(
            f"{path.name}: could not be written ({failure.strerror}); nothing was changed"
        ) from failure
    finally:
        fresh.unlink(missing_ok=True)
        original.unlink(missing_ok=True)


def _take_on(fresh: Path, path: Path) -> None:
    """Give the new file the owner, rights and access list of the old one, so that whoever could write it still can."""
    found = path.stat()
    if sys.platform != "win32":  # there a new file has its folder's rights
        for owner, group in ((found.st_uid, -1), (-1, found.st_gid)):
            with suppress(OSError):  # only root gives a file away, and a group takes only its members' files
                os.chown(fresh, owner, group)
    shutil.copystat(path, fresh)
    os.utime(fresh)


def _refuse_if_changed(path: Path, seen: os.stat_result) -> None:
    found = path.stat()
    if (found.st_mtime_ns, found.st_size, found.st_ino) != (seen.st_mtime_ns, seen.st_size, seen.st_ino):
        raise RetryLaterError(f"{path.name}: somebody saved it in the meantime; nothing was written", LOCKED_WAIT_S)


def _make_durable(folder: Path) -> None:
    if sys.platform != "win32":  # a folder can't be opened there, and its entries are durable without it
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
