"""The files that the settings mean, the newest first, and the cursor that tells whether any of them has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from connectors.vcard.settings import MEGABYTE, VcardSettings
from hub.sdk.errors import PersonNeededError, RetryLaterError

_SIGN = "vcard:"
# The way in which cards are read: where it has changed, unchanged files are read once more.
_READING = "3"
# FAT keeps times in steps of two seconds: a later change inside the same step would go unseen.
_REST_S = 2.0
_WAIT_S = 60.0


class CardFile(NamedTuple):
    """A file as one look showed it."""

    changed_ns: int
    path: Path
    size: int

    @property
    def saved_at(self) -> datetime:
        """When it was saved last."""
        return datetime.fromtimestamp(max(self.changed_ns, 0) / 1e9, UTC)


@contextmanager
def disk_errors(path: str) -> Iterator[None]:
    """What the disk refuses, in words."""
    try:
        yield
    except FileNotFoundError as error:
        raise PersonNeededError(f"{path}: there is no such file or folder; correct `path`") from error
    except PermissionError as error:
        raise PersonNeededError(f"{error.filename}: no permission; give the hub's user the right to read it") from error
    except OSError as error:
        raise RetryLaterError(
            f"{path}: could not be read ({error.strerror}); see that it can be reached", _WAIT_S
        ) from error


def found_files(settings: VcardSettings) -> list[CardFile]:
    """The files, the one saved last first. A folder without any is an error: emptied by accident, it would bury all."""
    root = Path(settings.path)
    paths = sorted(root.iterdir()) if root.is_dir() else [root]
    wanted = [path for path in paths if path.is_file() and (path == root or _is_cards(path))]
    if not wanted and root.is_dir():
        raise PersonNeededError(f"{root}: no .vcf file is in this folder; put one there or correct `path`")
    looks = [(path, path.stat()) for path in wanted or [root]]
    files = sorted((CardFile(look.st_mtime_ns, path, look.st_size) for path, look in looks), reverse=True)
    for file in files:
        if file.size > settings.max_file_bytes:
            size = file.size // MEGABYTE
            raise PersonNeededError(f"{file.path}: is {size} MB, more than max_file_mb {settings.max_file_mb}")
    return files


def _is_cards(path: Path) -> bool:
    return path.suffix.lower() in {".vcf", ".vcard"} and not path.name.startswith(".")


def cursor_of(files: Sequence[CardFile], settings: VcardSettings, now: datetime) -> str:
    """A cursor that equals the next one only if nothing has changed; that of a file saved just now equals none."""
    if any(now.timestamp() - file.changed_ns / 1e9 <= _REST_S for file in files):
        return _SIGN
    told = [_READING, settings.model_dump_json(), *(f"{file.path} {file.size} {file.changed_ns}" for file in files)]
    return _SIGN + hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()


def is_unchanged(cursor: str | None, state: str) -> bool:
    """Whether the files are proved to be as they were at the cursor. A cursor of another connector is refused."""
    if cursor is not None and not cursor.startswith(_SIGN):
        raise PersonNeededError(
            "the stored cursor is not one of the vcard connector; `hub sync --reread` reads all cards again"
        )
    return cursor == state != _SIGN
