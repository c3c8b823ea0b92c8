"""`hub init`: a first configuration and the proposed mappings of sheets.

Invariant: a file that exists is replaced only with --force, and if any may not be, nothing is written at all.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.cli.answer import Answer, CommandError
from hub.cli.books import Book, file_names, read_book
from hub.cli.lists import beside, expanded
from hub.cli.session import Session
from hub.cli.sheets import Sheet
from hub.cli.show.init import MOST_NAMED, show_init
from hub.cli.starter import starter_config
from hub.cli.words import Say
from hub.sdk.errors import ConnectorError

SECRET = re.compile(r"^[^#]*\$\{env:(\w+)\}", re.MULTILINE)


def init(session: Session, sources: Sequence[Path], folder: Path, sheet: str | None, *, force: bool) -> Answer:
    """Write `config.yaml` and one mapping a source into `folder`."""
    say = session.say
    paths = list(expanded(sources, say))
    left_out = [{"source": str(path), "reason": ""} for path in beside(paths)]
    books: list[Book] = []
    for path, name in zip(paths, file_names([path.stem for path in paths]), strict=True):
        try:
            books.append(_read(path, name, sheet, say))
        except CommandError as error:
            if path in sources:
                raise
            left_out.append({"source": str(path), "reason": str(error)})
    if paths and not books:
        raise CommandError(say("init.none_read", reasons="; ".join(one["reason"] for one in left_out)))
    texts = {folder / file: found.mapping for book in books for found, file in _files(book)}
    config = folder / (session.options.config.name if folder != Path() else session.options.config)
    texts[config] = starter_config(books, folder, say)
    _write(texts, say, force=force)
    document: dict[str, Any] = {
        "files": [str(path) for path in texts],
        "config": str(config),
        "secrets": SECRET.findall(texts[config]),
        "sheets": [_told(book, found, folder / file) for book in books for found, file in _files(book)],
        "sheets_left_out": [reason for book in books for reason in book.left_out],
        "left_out": left_out,
        "add": _command(session, _all_of(sources, beside(paths)), folder, sheet),
    }
    return Answer(document, lambda screen: show_init(screen, document))


def _all_of(sources: Sequence[Path], others: Sequence[Path]) -> list[Path]:
    """The sources and the others: by their folders where naming each would be more than a person copies."""
    named = [*sources, *others]
    return list(dict.fromkeys(path.parent for path in named)) if len(others) > MOST_NAMED else named


def _command(session: Session, paths: Sequence[Path], folder: Path, sheet: str | None) -> str:
    """What proposes these too, in place of what was written now."""
    said = [("--dir", folder, Path()), ("--sheet", sheet, None), ("-c", session.options.config, Path("config.yaml"))]
    options = [word for name, value, usual in said if value != usual for word in (name, str(value))]
    return shlex.join(["hub", "init", *(str(path) for path in paths), *options, "--force"])


def _files(book: Book) -> list[tuple[Sheet, str]]:
    files = book.mapping_files()
    return [(sheet, files[sheet.stream]) for sheet in book.sheets]


def _read(path: Path, name: str, sheet: str | None, say: Say) -> Book:
    try:
        return read_book(path, name, sheet, say)
    except ConnectorError as error:
        # There is no system here that could have refused: it is the file that a person named.
        raise CommandError(say.told(str(error))) from error


def _write(texts: dict[Path, str], say: Say, *, force: bool) -> None:
    there = [str(path) for path in texts if path.exists()]
    if there and not force:
        raise CommandError(say("init.exists", files=", ".join(there)))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _told(book: Book, sheet: Sheet, mapping: Path) -> dict[str, Any]:
    return {
        "source": str(book.path),
        "sheet": sheet.reading.sheet,
        "connection": book.name,
        "stream": sheet.stream,
        "mapping": str(mapping),
        "headings": len(sheet.headings),
        "used": sheet.used,
        "rows": sheet.rows,
        "good": sheet.good,
        "below": sheet.below,
        "lists": sheet.lists,
        "customers": sheet.link.stream if sheet.link else None,
        "unread": dict(sheet.unread),
    }
