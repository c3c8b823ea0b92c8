"""The first rows of a customer sheet as the Excel connector reads them, so that a proposal and a pull agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hub.mapping.path import parse_path
from hub.registry import connector_class
from hub.sdk.connector import Connector, Context
from hub.sdk.records import BadRecord, RawRecord

SAMPLES = 200
EXCEL, ROWS = "excel", "rows"


class Samples(NamedTuple):
    """Rows by heading, and those that cannot be read."""

    good: list[dict[str, Any]]
    bad: list[BadRecord]


@dataclass(frozen=True)
class Reading:
    """A sheet and the settings by which it is read."""

    path: Path
    sheet: str | tuple[str, ...] | None
    header_row: int | None = None
    key: tuple[str, ...] = ()

    def connector(self) -> Connector:
        """The connector that reads the sheet so."""
        kind = connector_class(EXCEL)
        written = {"path": str(self.path), "sheet": self.sheet, "header_row": self.header_row, "key": self.key}
        return kind(kind.Settings.model_validate({**written, "read_only": True}), Context(EXCEL))

    def streams(self) -> list[str]:
        """What the connector calls the sheets."""
        connector = self.connector()
        try:
            return list(connector.streams())
        finally:
            connector.close()

    def ids(self) -> set[str]:
        """What tells each row of the whole sheet."""
        connector = self.connector()
        try:
            return {record.external_id for page in connector.pull(ROWS, None) for record in page.records}
        finally:
            connector.close()

    def told_by(self) -> list[str]:
        """The headings whose cells tell one row from another, where these are no names."""
        connector = self.connector()
        try:
            return [".".join(parse_path(path)) for path in connector.streams()[ROWS].required]
        finally:
            connector.close()

    def samples(self) -> Samples:
        """The first rows; raises a `ConnectorError` where the file can't be read."""
        connector = self.connector()
        try:
            entries = list(islice(_rows(connector.pull(ROWS, None)), SAMPLES))
        finally:
            connector.close()
        good = [msgspec.json.decode(entry.payload) for entry in entries if isinstance(entry, RawRecord)]
        return Samples(good, [entry for entry in entries if isinstance(entry, BadRecord)])


def _rows(pages: Iterator[Any]) -> Iterator[RawRecord | BadRecord]:
    for page in pages:
        yield from page.records
        yield from page.bad
