"""A workbook is a zip of parts; nothing is unpacked before its declared size was weighed, and never more than that.

Invariant: whatever the bytes are, only a `ConnectorError` leaves this module.
"""

from __future__ import annotations

import errno
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from connectors.excel.settings import MEGABYTE, ExcelSettings
from hub.sdk.errors import PersonNeededError, RetryLaterError

CHUNK = 256 * 1024
PART_MAX = 64 * MEGABYTE
"""The largest part that is held in memory whole (styles, the list of sheets); sheets and texts are streamed."""

# What zipfile raises on damaged bytes is not one family; RuntimeError covers its "encrypted" and "unknown method".
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError, struct.error, KeyError)

_LONGEST_REASON = 200

Read = Callable[[int], bytes]


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Turn whatever damaged bytes raise into one error that says which file and what to do."""
    try:
        yield
    except DAMAGED as failure:
        raise _damaged(where, failure) from failure
    except OSError as failure:
        if failure.errno in (None, errno.EINVAL):  # bz2 and seeks to nowhere, not the disk
            raise _damaged(where, failure) from failure
        raise RetryLaterError(f"{where}: could not be read ({failure.strerror}); it is tried again") from failure


class DamagedFileError(PersonNeededError):
    """The bytes are no whole workbook: a file that is just being copied looks like that too."""


def _damaged(where: str, failure: Exception) -> DamagedFileError:
    return DamagedFileError(
        f"{where}: the workbook is damaged or was cut off ({_reason(failure)}); "
        "open it in Excel and save it again, or restore a copy"
    )


def _reason(failure: Exception) -> str:
    """What went wrong without the bytes that zipfile quotes, which may be thousands, and a customer's."""
    return re.split(r" b['\"]", str(failure), maxsplit=1)[0][:_LONGEST_REASON]


class Archive:
    """The parts of one workbook, weighed."""

    def __init__(self, file: BinaryIO, where: str, limits: ExcelSettings) -> None:
        self.where = where
        self._left = 3 * limits.max_unpacked_bytes  # a sheet is read up to three times
        with readable(where):
            self.zip = zipfile.ZipFile(file)
        self._weigh(limits)
        self.names = frozenset(info.filename for info in self.zip.infolist())

    def _weigh(self, limits: ExcelSettings) -> None:
        infos = self.zip.infolist()
        total = sum(info.file_size for info in infos)
        if total > limits.max_unpacked_bytes:
            raise PersonNeededError(
                f"{self.where}: unpacks to {total // MEGABYTE} MB, more than max_unpacked_mb {limits.max_unpacked_mb}; "
                "raise the limit only if you know where the file comes from"
            )
        for info in infos:
            if info.file_size > MEGABYTE and info.file_size > limits.max_ratio * info.compress_size:
                raise PersonNeededError(
                    f"{self.where}: the part {info.filename} unpacks to more than {limits.max_ratio} times its size, "
                    "as a zip bomb does; raise max_ratio only if you know where the file comes from"
                )
        if len({info.filename for info in infos}) != len(infos):
            raise PersonNeededError(f"{self.where}: holds a part twice; open it in Excel and save it again")

    @contextmanager
    def part(self, name: str) -> Iterator[Read]:
        """Read a part piece by piece; what was read counts against the limit, whatever the zip declares."""
        with readable(self.where), self.zip.open(name) as part:

            def read(size: int) -> bytes:
                with readable(self.where):
                    data = part.read(size)
                self._left -= len(data)
                if self._left < 0:
                    raise PersonNeededError(f"{self.where}: unpacks to more than it declares, as a zip bomb does")
                return data

            yield read

    def whole(self, name: str) -> bytes:
        """A small part at once; empty where the workbook has none of that name."""
        if name not in self.names:
            return b""
        with self.part(name) as read:
            data = read(PART_MAX + 1)
        if len(data) > PART_MAX:
            raise PersonNeededError(f"{self.where}: the part {name} is larger than {PART_MAX // MEGABYTE} MB")
        return data
