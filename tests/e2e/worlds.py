"""An installation in a folder, as an operator would have set it up: its files, its systems and what `hub` says."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import openpyxl

from hub.bootstrap import Surroundings, looking, opened
from hub.config import Config, load_config
from hub.sdk.twin import Twin
from hub.store import golden, quarantine
from hub.store.quarantine import QuarantineRow
from hub.sync.ledger import PullLedger
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World
from tests.pipeline.ready import ready_file
from tests.pipeline.systems import Clock

# Files were saved long before the hub looks, so that none of them counts as being saved just now.
LONG_AGO = 1_700_000_000

SHEET_CONFIG = """\
hub: 1
language: en
connections:
  sheet:
    connector: excel
    settings: {path: FILE, key: [コード]}
    streams:
      rows: {mapping: rows.yaml}
"""
ROWS_MAPPING = """\
mapping: 1
connector: excel
stream: rows
parts:
  company:
    fields:
      code: コード
      name: {from: 会社名, with: company_name}
      phone: {from: 電話, with: phone}
      founded_on: {from: 設立, with: date}
      rank: {from: ランク, values: {A: 重点, B: 通常}}
      notes: 備考
"""
HEADINGS = ("コード", "会社名", "電話", "設立", "ランク", "備考")
GOOD_ROWS = (
    ("C1", "青空商店", "03-3210-0001", "2020-05-01", "A", ""),
    ("C2", "みどり商会", "06-6341-0002", "2021-06-02", "B", ""),
)


class Unhurried(threading.Event):
    """A stop signal that nobody gives, and on which nobody waits: throttles and retries take no time in tests."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


@dataclass(frozen=True)
class Said:
    """What a command gave back."""

    exit: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines that tell what is wrong, without the heading above them and without the log."""
        return [line for line in self.err.splitlines() if line and not line.startswith("{")]


@dataclass
class Installation:
    """A folder with `config.yaml`, the systems it names, and a clock that goes on when it is told to."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    systems: dict[str, Twin] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (LONG_AGO, LONG_AGO))
        return path

    def config(self) -> Config:
        return load_config(self.folder / "config.yaml", self.environ)

    @contextmanager
    def hub_at_work(self) -> Iterator[World]:
        with opened(self.config(), self._around()) as world:
            yield world

    def sync(self, **options: Any) -> Report:
        """One run over everything."""
        self.clock.goes_on(minutes=5)
        with self.hub_at_work() as world:
            return run_pipeline(world, **options)

    def pulled(self, place: str = "sheet/rows") -> PullLedger:
        """The ledger of one stream after a run."""
        return self.sync().ledger.pulls[place]

    def golden(self, entity: str = "company") -> list[dict[str, Any]]:
        """The living golden records, in the order of their ids."""
        with looking(self.config(), self._around()) as world, world.database.begin() as tx:
            ids = tx.rows("SELECT id FROM golden WHERE entity = ? AND redirect_to IS NULL ORDER BY id", entity)
            found = golden.by_ids(tx, [row[0] for row in ids])
            return [msgspec.json.decode(found[row[0]].doc) for row in ids]

    def names(self, entity: str = "company") -> set[str]:
        return {record["name"] for record in self.golden(entity)}

    def quarantined(self) -> list[QuarantineRow]:
        with looking(self.config(), self._around()) as world, world.database.begin() as tx:
            return quarantine.listing(tx)

    def hub(self, *arguments: str) -> Said:
        """Type a command; what it says, with the folder's name taken out of it."""
        from hub.cli import main

        out, err = io.StringIO(), io.StringIO()
        spoken = ["--config", str(self.folder / "config.yaml"), "--lang", "en", *arguments]
        with patch.dict(os.environ, self.environ), redirect_stdout(out), redirect_stderr(err):
            code = main(spoken)
        return Said(code, out.getvalue(), err.getvalue().replace(f"{self.folder}/", ""))

    def _around(self) -> Surroundings:
        return Surroundings(
            now=self.clock,
            transport=lambda name: self.systems[name].as_transport() if name in self.systems else None,
            log=lambda event, **data: self.events.append((event, data)),
            stopping=Unhurried(),
        )


def sheet_world(
    folder: Path, file: str = "customers.csv", mapping: str = ROWS_MAPPING, *, has_store: bool = True
) -> Installation:
    """An installation that reads one customer list; the list itself is the test's to write.

    It has the store that its first command would make, which takes longer than most tests.
    """
    world = Installation(folder)
    if has_store:
        ready_file(folder / "hub.db")
    world.write("config.yaml", SHEET_CONFIG.replace("FILE", str(folder / file)))
    world.write("rows.yaml", mapping)
    return world


def csv_text(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> str:
    """A list as Japanese Excel saves it."""
    return "".join(",".join(row) + "\r\n" for row in (headings, *rows))


def workbook(
    *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, edit: Callable[[Any], None] | None = None
) -> bytes:
    """A workbook with one sheet of these rows; `edit` does to the book what people do."""
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.worksheets[0].append(list(row))
    if edit is not None:
        edit(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
