"""The text of a first config.yaml, with a remark at each thing that a person may want to change."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from hub.cli.books import Book
from hub.cli.sheet_rows import EXCEL
from hub.cli.words import Say


def starter_config(books: Sequence[Book], folder: Path, say: Say) -> str:
    """A configuration over these sheets; without one over a product, to be replaced by those in use."""
    lines = [f"# {say('starter.title')}", f"# {say('starter.schema')}", "hub: 1"]
    lines += [f"language: {say.lang}", "time_zone: Asia/Tokyo", "", "store:"]
    lines += [f"  url: sqlite:///hub.db{_remark(say('starter.store'))}", "", "connections:"]
    for book in books:
        lines += _book(book, folder, say)
    lines += _product(say, "# " if books else "")
    lines += ["", "survivorship:", f"  default: most_recent{_remark(say('starter.survivorship'))}"]
    lines += ["", "matching:", f"  evidence: true{_remark(say('starter.matching'))}"]
    lines += ["", "brake:", f"  max_changes: 500{_remark(say('starter.brake'))}", "  max_share: 0.3"]
    lines += ["", "conflicts:", f"  default: auto{_remark(say('starter.conflicts'))}"]
    return "\n".join(lines) + "\n"


def _book(book: Book, folder: Path, say: Say) -> list[str]:
    lines = [f"  {book.name}:", f"    connector: {EXCEL}", "    settings:"]
    lines.append(f"      path: {_path(book.path, folder)}")
    for setting, value in book.settings():
        lines.append(f"      {setting}: {value}{_remark(say(f'starter.{setting}')) if setting != 'sheet' else ''}")
    lines.append("    streams:")
    files = book.mapping_files()
    for sheet in book.sheets:
        # A sheet may be called by a number, or by a word that YAML takes for something else.
        stream = json.dumps(sheet.stream, ensure_ascii=False) if book.has_several else sheet.stream
        lines += [f"      {stream}:", f"        mapping: {files[sheet.stream]}"]
        lines += [_push(say)] if sheet.lists == "customers" else []
    return [*lines, "    schedule:", f"      pull: every 15m{_remark(say('starter.schedule'))}"]


def _path(path: Path, folder: Path) -> str:
    """As it is reached from where the hub is started: the present folder, or from anywhere."""
    here = folder.resolve() == Path.cwd()
    return json.dumps(os.path.relpath(path) if here else str(path.resolve()), ensure_ascii=False)


def _product(say: Say, off: str) -> list[str]:
    remark = [f"  # {say('starter.products')}"]
    block = [
        "  hubspot:",
        "    connector: hubspot",
        "    settings:",
        "      access_token: ${env:HUBSPOT_TOKEN}",
        "    streams:",
        *_pulled("companies", say),
        *_pulled("contacts", say),
        "    schedule:",
        f"      pull: every 15m{_remark(say('starter.schedule'))}",
    ]
    return remark + [f"  {off}{line.removeprefix('  ')}" for line in block]


def _pulled(stream: str, say: Say) -> list[str]:
    return [f"      {stream}:", "        pull: true", _push(say)]


def _push(say: Say) -> str:
    return f"        # push: {{create: false, update: true}}{_remark(say('starter.push'))}"


def _remark(text: str) -> str:
    return f"   # {text}"
