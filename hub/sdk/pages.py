"""A JSON page is split into records without decoding them: only the id, the time and the flag of each are looked at.

The payload of a record is byte for byte what the system sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from operator import attrgetter
from typing import Any, Literal

import msgspec

from hub.sdk.records import BadRecord, RawRecord
from hub.sdk.response import Response

Path = str | tuple[str, ...]
"""Dotted keys ("paging.next.after"), or the keys themselves where one holds a dot; "" is the document itself."""

MOST_RECORDS = 50_000
"""More records than any system lists in one page."""

TimeForm = Literal["iso", "epoch_ms", "epoch_s"]


class SplitPage(msgspec.Struct, frozen=True):
    """A page taken apart; `next` is the system's own token or cursor, None on the last page."""

    records: list[RawRecord]
    bad: tuple[BadRecord, ...] = ()
    next: str | None = None
    total: int | None = None


class PageReader:
    """Splits the pages of one stream; made once, for its decoders are built from the paths.

    `more_path` names a flag that ends the paging where it is false. A day or a time without a zone is read in `zone`.
    """

    def __init__(
        self,
        *,
        records_path: Path = "results",
        id_path: Path = "id",
        modified_path: Path | None = None,
        next_path: Path | None = None,
        more_path: Path | None = None,
        total_path: Path | None = None,
        deleted_path: Path | None = None,
        deleted_when: object = True,
        put_away_path: Path | None = None,
        put_away_when: object = True,
        version_path: Path | None = None,
        modified_as: TimeForm = "iso",
        zone: tzinfo = UTC,
    ) -> None:
        self._records_path = records_path
        page_fields = {
            _keys(records_path): list[msgspec.Raw],
            **{_keys(path): Any for path in (next_path, more_path, total_path) if path is not None},
        }
        self._page = msgspec.json.Decoder(_shape("Page", page_fields))
        self._records_of = _getter(records_path)
        self._next_of, self._more_of, self._total_of = (
            _getter(path) if path is not None else None for path in (next_path, more_path, total_path)
        )
        self._reader = RecordReader(
            id_path=id_path,
            modified_path=modified_path,
            deleted_path=deleted_path,
            deleted_when=deleted_when,
            put_away_path=put_away_path,
            put_away_when=put_away_when,
            version_path=version_path,
            modified_as=modified_as,
            zone=zone,
        )

    def read(self, response: Response) -> SplitPage:
        """The records of one answer. Raises `BrokenContractError` where it is not such a page."""
        page = response.decode(self._page)
        raws = self._records_of(page)
        if raws is None:
            raise response.broken(f"has no list of records at {_spelt(self._records_path)}")
        if len(raws) > MOST_RECORDS:
            raise response.broken(f"lists more than {MOST_RECORDS:,} records in one page")
        records, bad = self._reader.read(raws)
        return SplitPage(records, tuple(bad), self._next(page), self._total(page))

    def _next(self, page: object) -> str | None:
        if self._next_of is None or (self._more_of is not None and self._more_of(page) is False):
            return None
        token = self._next_of(page)
        return None if token in (None, "") else str(token)

    def _total(self, page: object) -> int | None:
        total = self._total_of(page) if self._total_of is not None else None
        return total if isinstance(total, int) else None


class RecordReader:
    """Makes raw records of the JSON texts of single records."""

    def __init__(
        self,
        *,
        id_path: Path = "id",
        modified_path: Path | None = None,
        deleted_path: Path | None = None,
        deleted_when: object = True,
        put_away_path: Path | None = None,
        put_away_when: object = True,
        version_path: Path | None = None,
        modified_as: TimeForm = "iso",
        zone: tzinfo = UTC,
    ) -> None:
        paths = (modified_path, deleted_path, version_path, put_away_path)
        fields = {_keys(id_path): int | str | None, **{_keys(path): Any for path in paths if path is not None}}
        self._id_path = id_path
        self._head = msgspec.json.Decoder(_shape("Head", fields))
        self._id_of = _getter(id_path)
        self._modified_of, self._deleted_of, self._version_of, self._put_away_of = (
            _getter(path) if path is not None else None for path in paths
        )
        self._deleted_when, self._put_away_when = deleted_when, put_away_when
        self._at = _time_reader(modified_as, zone)

    def read(self, raws: Iterable[msgspec.Raw]) -> tuple[list[RawRecord], list[BadRecord]]:
        """Every record, readable or bad, in order."""
        records: list[RawRecord] = []
        bad: list[BadRecord] = []
        for raw in raws:
            one = self.read_one(raw)
            if type(one) is RawRecord:
                records.append(one)
            else:
                bad.append(one)  # type: ignore[arg-type]
        return records, bad

    def read_one(self, raw: msgspec.Raw) -> RawRecord | BadRecord:
        """The record, or why it could not be read."""
        payload = bytes(raw)
        try:
            head = self._head.decode(raw)
            external_id = self._id_of(head)
            if external_id is None or external_id == "":
                return _bad(payload, f"the record has no id at {_spelt(self._id_path)}")
            named = str(external_id)
            if "\0" in named:
                return _bad(payload, f"the id at {_spelt(self._id_path)} holds a NUL character")
            at = self._modified_of(head) if self._modified_of is not None else None
            return RawRecord(
                named,
                payload,
                self._at(at) if at is not None and at != "" else None,
                self._deleted_of is not None and self._deleted_of(head) == self._deleted_when,
                self._version(head),
                put_away=self._put_away_of is not None and self._put_away_of(head) == self._put_away_when,
            )
        except (msgspec.ValidationError, ValueError, TypeError, OverflowError, OSError) as exc:
            return _bad(payload, f"the record cannot be read: {exc}")

    def _version(self, head: object) -> str | None:
        version = self._version_of(head) if self._version_of is not None else None
        return None if version is None else str(version)


def _bad(payload: bytes, what: str) -> BadRecord:
    """A record that nobody can tell from others: once it is mended, it comes under another name."""
    return BadRecord(None, payload, f"{what}; {_MEND}")


_MEND = "have it mended in its system, and read the stream anew with `hub sync --reread`"


def _keys(path: Path) -> tuple[str, ...]:
    if isinstance(path, tuple):
        return path
    return tuple(path.split(".")) if path else ()


def _spelt(path: Path) -> str:
    return "`" + ".".join(_keys(path)) + "`"


def _shape(name: str, fields: dict[tuple[str, ...], Any]) -> Any:
    """A struct that decodes exactly these paths, or the type itself where the only path is the document."""
    if () in fields:
        return fields[()]
    tree: dict[str, dict[tuple[str, ...], Any]] = {}
    for keys, kind in fields.items():
        tree.setdefault(keys[0], {})[keys[1:]] = kind
    members = [(_attribute(key), _shape(name, below) | None, None) for key, below in tree.items()]
    return msgspec.defstruct(name, members, rename={_attribute(key): key for key in tree}, gc=False)


def _attribute(key: str) -> str:
    return "at_" + key.encode().hex()


def _getter(path: Path) -> Callable[[Any], Any]:
    """The value at `path` of a decoded shape, None where anything on the way is missing."""
    names = [_attribute(key) for key in _keys(path)]
    if not names:
        return lambda document: document
    if len(names) == 1:
        return attrgetter(names[0])

    def walk(value: Any) -> Any:
        for name in names:
            if value is None:
                return None
            value = getattr(value, name)
        return value

    return walk


def _time_reader(form: TimeForm, zone: tzinfo) -> Callable[[Any], datetime]:
    if form == "iso":
        return lambda text: as_utc(text, zone)
    per_second = 1000 if form == "epoch_ms" else 1
    return lambda number: datetime.fromtimestamp(int(number) / per_second, UTC)


def as_utc(text: str, zone: tzinfo = UTC) -> datetime:
    """An ISO time or day as an aware UTC time; what names no zone is read in `zone`. Raises `ValueError`."""
    at = datetime.fromisoformat(text)
    offset = at.tzinfo
    if offset is UTC:
        return at
    return (at if offset is not None else at.replace(tzinfo=zone)).astimezone(UTC)
