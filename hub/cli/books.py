"""A file as `hub init` meets it: the sheets of it that hold a list, each a stream of one connection.

Invariant: a sheet that is left out is told with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.cli.answer import CommandError
from hub.cli.sheet_links import link_of
from hub.cli.sheet_rows import EXCEL, ROWS, Reading
from hub.cli.sheets import Look, Sheet, look_at
from hub.cli.words import Say
from hub.sdk.errors import ChoiceNeededError, ConnectorError
from hub.sdk.safe_names import each_once, safe_name


@dataclass(frozen=True)
class Book:
    """A workbook or CSV file, the connection's name for it, and why sheets of it were left out."""

    name: str
    path: Path
    sheets: list[Sheet]
    left_out: list[str] = field(default_factory=list)

    @property
    def has_several(self) -> bool:
        """Whether there is more than one stream."""
        return len(self.sheets) > 1

    def settings(self) -> Iterator[tuple[str, str]]:
        """What of the connector's settings is not as usual, as YAML."""
        readings = [sheet.reading for sheet in self.sheets]
        if self.has_several:
            yield "sheet", _yaml([reading.sheet for reading in readings])
            yield from _table("header_row", {reading.sheet: reading.header_row for reading in readings})
            yield from _table("key", {reading.sheet: reading.key for reading in readings})
        elif readings:
            [reading] = readings
            told = {"sheet": reading.sheet, "header_row": reading.header_row, "key": reading.key}
            yield from ((name, _yaml(value)) for name, value in told.items() if value)

    def mapping_files(self) -> dict[str, str]:
        """Where the mapping of each stream stands, beside the configuration."""
        streams = [sheet.stream for sheet in self.sheets]
        names = [f"{self.name}.{stream}" for stream in streams] if self.has_several else [self.name]
        return {stream: f"mappings/{EXCEL}.{name}.yaml" for stream, name in zip(streams, names, strict=True)}


def read_book(path: Path, name: str, sheet: str | None, say: Say) -> Book:
    """Read a file's first rows and propose mappings: of the sheet that is named, or of all visible ones with a list."""
    try:
        return Book(name, path, [look_at(path, sheet, say).proposed(ROWS, say)])
    except ChoiceNeededError as error:
        if error.setting != "sheet":
            raise
        return _of_several(path, name, error.choices, say)


def _of_several(path: Path, name: str, sheets: Sequence[str], say: Say) -> Book:
    looks: dict[str, Look] = {}
    left_out = []
    for sheet in sheets:
        try:
            looks[sheet] = look_at(path, sheet, say)
        except (CommandError, ConnectorError) as error:
            left_out.append(say.told(str(error)))
    if not looks:
        raise CommandError("; ".join(left_out))
    streams = Reading(path, tuple(looks)).streams() if len(looks) > 1 else [ROWS]
    named = dict(zip(streams, looks.values(), strict=True))
    customers = {stream: look for stream, look in named.items() if look.lists == "customers"}
    links = {stream: link_of(look, customers) for stream, look in named.items() if look.lists == "purchases"}
    found = [look.proposed(stream, say, links.get(stream)) for stream, look in named.items()]
    return Book(name, path, found, left_out)


def file_names(names: Sequence[str]) -> list[str]:
    """The names without signs that a connection may not have, each once."""
    return each_once(safe_name(name).strip("_") or "sheet" for name in names)


def _table(setting: str, by_sheet: dict[str | tuple[str, ...] | None, Any]) -> Iterator[tuple[str, str]]:
    told = [f"{_yaml(sheet)}: {_yaml(value)}" for sheet, value in by_sheet.items() if value]
    if told:
        yield setting, f"{{{', '.join(told)}}}"


def _yaml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
