"""A small company in a folder: two customer lists in CSV, a configuration over both, and somebody who types."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pipeline.ready import ready_file

ROOT = Path(__file__).resolve().parents[3]
HEADINGS = ["コード", "法人番号", "会社名", "電話番号", "備考", "更新日時"]
YAMADA = "7000012050002"
NO_NUMBER = "9010001032003"
"""Its check digit is wrong."""

MAPPING = """
mapping: 1
connector: excel
stream: rows
when: 更新日時
when_blank: clear
parts:
  company:
    fields:
      code: {from: コード, write: never}
      corporate_number: 法人番号
      name: 会社名
      phone: {from: 電話番号, with: phone}
      notes: 備考
"""

CONFIG = """
hub: 1
language: ja
store:
  url: sqlite:///hub.db
connections:
  sales:
    connector: excel
    settings: {path: "FOLDER/sales.csv", key: コード}
    streams:
      rows: {mapping: rows.yaml, push: {update: true}}
  books:
    connector: excel
    settings: {path: "FOLDER/books.csv", key: コード}
    streams:
      rows: {mapping: rows.yaml, push: {update: true}}
"""


@dataclass(frozen=True)
class Typed:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def yamada(phone: str = "03-1234-5678", notes: str = "", at: str = "2026-04-01 09:00") -> tuple[str, ...]:
    """The customer that both lists have."""
    return ("C1", YAMADA, "株式会社山田商事", phone, notes, at)


class Office:
    """A folder with everything in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # As the first command leaves it: a store takes longer to make than most commands.
        ready_file(folder / "hub.db")
        self.write("rows.yaml", MAPPING)
        self.configure()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def configure(self, more: str = "", **replaced: str) -> None:
        text = CONFIG.replace("FOLDER", self.folder.as_posix()) + more
        for old, new in replaced.items():
            text = text.replace(old, new)
        self.write("config.yaml", text)

    def list_customers(self, name: str, *rows: tuple[str, ...]) -> None:
        """Save a list; each row as the headings have it."""
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])

    def customers(self, name: str) -> list[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def types(self, *arguments: str, **environ: str) -> Typed:
        """A command in a process of its own."""
        process = subprocess.run(
            [sys.executable, "-m", "hub", *arguments],
            cwd=self.folder,
            env=environment(environ),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Typed(process.returncode, process.stdout, process.stderr)


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """The tests' own environment without what would change the language or the configuration."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "LC_", "LANG"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
