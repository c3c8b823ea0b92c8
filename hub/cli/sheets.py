"""A customer sheet as `hub init` meets it: its headings and rows by the Excel connector, and a proposed mapping.

Invariant: nothing of the sheet but its headings stands in what is proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from hub.cli.answer import CommandError
from hub.cli.second_row import lower_headings, with_both_rows
from hub.cli.sheet_key import better_key, key_of_purchases
from hub.cli.sheet_rows import EXCEL, ROWS, Reading, Samples
from hub.cli.words import Say
from hub.mapping.compile import CompiledMapping
from hub.mapping.load import compile_text
from hub.mapping.problems import MappingProblem
from hub.mapping.propose import Link, propose
from hub.model import CanonicalSchema
from hub.sdk.errors import ChoiceNeededError

Listed = Literal["customers", "invoices", "purchases"]


@dataclass(frozen=True)
class Sheet:
    """A sheet with its proposed mapping; `unread` counts the reasons for which sample rows can't be taken in.

    `below` are headings of a second row that the sheet's reader takes for a customer; `lists` tells whether its rows
    are customers, and of purchases `link` tells whose they are.
    """

    stream: str
    reading: Reading
    headings: list[str]
    used: int
    mapping: str
    rows: int
    good: int
    unread: Counter[str] = field(default_factory=Counter)
    below: list[str] = field(default_factory=list)
    lists: Listed = "customers"
    link: Link | None = None


@dataclass(frozen=True)
class Look:
    """What a first look at a sheet shows: how it is read, its first rows, and what its headings mean by themselves."""

    reading: Reading
    samples: Samples
    compiled: CompiledMapping
    below: list[str]

    @property
    def headings(self) -> list[str]:
        """All headings of the sheet, in its order."""
        return list(self.samples.good[0])

    @property
    def lists(self) -> Listed:
        """What a row is."""
        parts = self.compiled.parts
        return "purchases" if "purchase" in parts else "invoices" if "invoice" in parts else "customers"

    def proposed(self, stream: str, say: Say, link: Link | None = None) -> Sheet:
        """The sheet as a stream of this name."""
        text = propose(self.headings, self.samples.good, EXCEL, stream, say.lang, self.reading.told_by(), link)
        reasons = list(_problems(self.compiled, self.samples.good))
        return Sheet(
            stream,
            self.reading,
            self.headings,
            sum((heading,) in _paths(compile_text(text, stream, CanonicalSchema())) for heading in self.headings),
            text,
            rows=len(self.samples.good) + len(self.samples.bad),
            good=len(self.samples.good) - len(reasons),
            unread=Counter(reasons + [bad.reason for bad in self.samples.bad]),
            below=self.below,
            lists=self.lists,
            link=link,
        )


def look_at(path: Path, sheet: str | None, say: Say) -> Look:
    """Read a sheet's first rows; raises a `ConnectorError` where the file can't be read."""
    reading, below = _with_headings(_identified(Reading(path, sheet)))
    samples = _some(reading, say)
    text = propose(list(samples.good[0]), samples.good, EXCEL, ROWS, say.lang)
    compiled = compile_text(text, path.name, CanonicalSchema())
    key = better_key(compiled, list(samples.good[0]), lambda key: replace(reading, key=key).connector())
    reading = replace(reading, key=key)
    return Look(reading, reading.samples() if key else samples, compiled, below)


def _identified(reading: Reading) -> Reading:
    """With a key where the connector finds none and the sheet lists purchases: these may have no customer at all."""
    try:
        reading.samples()
    except ChoiceNeededError as error:
        headings = error.choices if error.setting == "key" else ()
        key = key_of_purchases(headings, lambda key: replace(reading, key=key).connector())
        if not key:
            raise
        return replace(reading, key=key)
    return reading


def _with_headings(reading: Reading) -> tuple[Reading, list[str]]:
    """The reading that has all the sheet's headings, and those of a second row that no reading has."""
    samples = reading.samples()
    lower = lower_headings(samples)
    both = with_both_rows(reading, samples, lower) if lower else None
    return both or reading, [] if both else list(lower.values())


def _some(reading: Reading, say: Say) -> Samples:
    samples = reading.samples()
    if not samples.good and samples.bad:
        told = say.told(samples.bad[0].reason)
        raise CommandError(say("init.no_good_rows", file=reading.path, count=len(samples.bad), reason=told))
    if not samples.good:
        raise CommandError(say("init.no_rows", file=reading.path))
    return samples


def _paths(compiled: CompiledMapping) -> set[tuple[str, ...]]:
    """The paths that feed a field, or that decide whether a part exists."""
    rules = [rule for part in compiled.parts.values() for rule in part.rules]
    return {tuple(rule.path) for rule in rules if rule.path is not None}


def _problems(compiled: CompiledMapping, samples: list[dict[str, Any]]) -> Iterator[str]:
    for row in samples:
        try:
            compiled.map(row)
        except MappingProblem as problem:
            yield str(problem)
