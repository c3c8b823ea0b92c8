"""How a CSV file is written is found in its bytes: encoding by all of its lines, delimiter by its first ones."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from connectors.excel.csv_records import BYTES_PER_LINE_MAX, Dialect, records
from connectors.excel.settings import ExcelSettings
from hub.sdk.errors import PersonNeededError

UTF8_MARK = b"\xef\xbb\xbf"
SAMPLE_RECORDS = 30
NO_CP932 = frozenset("\x80\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python's codec makes of the bytes 80, A0, FD, FE and FF, which no Japanese text holds."""
DELIMITERS = (",", "\t", ";", "|")


def find_dialect(file: BinaryIO, where: str, settings: ExcelSettings) -> Dialect:
    """The dialect of a file; a setting wins over what the bytes say."""
    file.seek(0)
    start = file.read(4096)
    _refuse_other_files(start, where)
    mark = UTF8_MARK if start.startswith(UTF8_MARK) else b""
    encoding = "utf-8" if mark else settings.encoding or _encoding(file, where)
    encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    return Dialect(encoding, settings.delimiter or _delimiter(file, encoding, mark), mark)


def _refuse_other_files(start: bytes, where: str) -> None:
    if not start.strip():
        raise PersonNeededError(f"{where}: the file is empty; put the customer list back or correct `path`")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PersonNeededError(f"{where}: is UTF-16 text; save it as 'CSV UTF-8' in Excel")
    if b"\0" in start:
        raise PersonNeededError(f"{where}: holds NUL bytes, so it is no text file; save it as .xlsx or CSV")
    if start.lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise PersonNeededError(
            f"{where}: is a web page, whatever its name says; open it in Excel and save it as .xlsx"
        )
    if b"\r" in start and b"\n" not in start:
        raise PersonNeededError(f"{where}: its lines end with CR only; save it again as CSV")


def _encoding(file: BinaryIO, where: str) -> str:
    """UTF-8 where most lines with Japanese text are UTF-8 (chance hardly makes that), else CP932."""
    file.seek(0)
    lines = not_utf8 = neither = 0
    while line := file.readline(BYTES_PER_LINE_MAX):
        if not line.isascii():
            lines += 1
            if not _is(line, "utf-8"):
                not_utf8 += 1
                neither += not _is(line, "cp932")
    if not_utf8 * 2 <= lines:
        return "utf-8"
    if neither * 10 > lines:
        raise PersonNeededError(
            f"{where}: is neither UTF-8 nor CP932 (Shift_JIS) text; save it as 'CSV UTF-8' in Excel"
        )
    return "cp932"


def _is(line: bytes, encoding: str) -> bool:
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return encoding == "utf-8" or NO_CP932.isdisjoint(text)


def _delimiter(file: BinaryIO, encoding: str, mark: bytes) -> str:
    """The delimiter that cuts most of the first records into the same number of fields, the more fields the better."""
    best, best_score = DELIMITERS[0], 0
    for delimiter in DELIMITERS:
        sample = [
            len(record.fields)
            for record, _ in zip(records(file, Dialect(encoding, delimiter, mark)), range(SAMPLE_RECORDS), strict=False)
            if record.fields
        ]
        width, times = Counter(sample).most_common(1)[0] if sample else (1, 0)
        if width > 1 and (score := times * width) > best_score:
            best, best_score = delimiter, score
    return best
