"""A customer sheet as `hub init` meets it: its headings and rows by the Excel connector, and a proposed mapping.

Invariant: nothing of the sheet but its headings leaves this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from hub.cli.answer import CommandError
from hub.cli.sheet_key import better_key
from hub.cli.words import Say
from hub.mapping.compile import CompiledMapping
from hub.mapping.load import compile_text
from hub.mapping.problems import MappingProblem
from hub.mapping.propose import propose
from hub.model import CanonicalSchema
from hub.registry import connector_class
from hub.sdk.connector import Connector, Context
from hub.sdk.records import BadRecord, RawRecord

SAMPLES = 200
EXCEL, ROWS = "excel", "rows"


@dataclass(frozen=True)
class Sheet:
    """A sheet with its proposed mapping; `unread` counts the reasons for which sample rows can't be taken in."""

    name: str
    path: Path
    sheet: str | None
    headings: list[str]
    used: int
    mapping: str
    rows: int
    good: int
    unread: Counter[str] = field(default_factory=Counter)
    key: tuple[str, ...] = ()


def read_sheet(path: Path, name: str, sheet: str | None, say: Say) -> Sheet:
    """Read a file's first rows and propose its mapping; raises a `ConnectorError` where the file can't be read."""
    samples, bad = _samples(path, sheet)
    if not samples and bad:
        raise CommandError(say("init.no_good_rows", file=path, count=len(bad), reason=say.told(bad[0])))
    if not samples:
        raise CommandError(say("init.no_rows", file=path))
    headings = list(samples[0])
    text = propose(headings, samples, EXCEL, ROWS, say.lang)
    compiled = compile_text(text, name, CanonicalSchema())
    key = better_key(compiled, lambda key: _connector(path, sheet, key))
    samples, bad = _samples(path, sheet, key) if key else (samples, bad)
    reasons = list(_problems(compiled, samples))
    good, rows = len(samples) - len(reasons), len(samples) + len(bad)
    used = sum((heading,) in _paths(compiled) for heading in headings)
    return Sheet(name, path, sheet, headings, used, text, rows, good, Counter(reasons + bad), key)


def _paths(compiled: CompiledMapping) -> set[tuple[str, ...]]:
    """The paths that feed a field, or that decide whether a part exists."""
    rules = [rule for part in compiled.parts.values() for rule in part.rules]
    return {tuple(rule.path) for rule in rules if rule.path is not None}


def _connector(path: Path, sheet: str | None, key: tuple[str, ...] = ()) -> Connector:
    kind = connector_class(EXCEL)
    settings = kind.Settings.model_validate({"path": str(path), "read_only": True, "sheet": sheet, "key": key})
    return kind(settings, Context(EXCEL))


def _samples(path: Path, sheet: str | None, key: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], list[str]]:
    connector = _connector(path, sheet, key)
    try:
        entries = list(islice(_rows(connector.pull(ROWS, None)), SAMPLES))
    finally:
        connector.close()
    good = [msgspec.json.decode(entry.payload) for entry in entries if isinstance(entry, RawRecord)]
    return good, [entry.reason for entry in entries if isinstance(entry, BadRecord)]


def _rows(pages: Iterator[Any]) -> Iterator[RawRecord | BadRecord]:
    for page in pages:
        yield from page.records
        yield from page.bad


def _problems(compiled: CompiledMapping, samples: list[dict[str, Any]]) -> Iterator[str]:
    for row in samples:
        try:
            compiled.map(row)
        except MappingProblem as problem:
            yield str(problem)
