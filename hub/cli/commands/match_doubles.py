"""`hub match doubles`: customers who stand several times in one system, and which record should stay."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.session import Session
from hub.cli.show.match_doubles import show_doubles
from hub.model.shown import no_formula
from hub.steward.doubles import doubled

_HEADINGS = ("stream", "customer", "name", "stays", "double", "referring", "differing", "way")


def doubles(session: Session, stream: str | None, limit: int, out: Path | None) -> Answer:
    """Propose, and write all of it to a file where one is named."""
    with session.looking() as world:
        document: dict[str, Any] = msgspec.to_builtins(doubled(world, stream))
    document["doubles_format"] = document.pop("format")
    if out is not None:
        _write(out, document)
        document["csv"] = str(out)
    return Answer(document, lambda screen: show_doubles(screen, document, limit))


def _write(path: Path, document: Mapping[str, Any]) -> None:
    """One row for each record that is one too many; with a mark that Excel knows UTF-8 by."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADINGS)
        rows.writerows(_rows(document))


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for double in document["doubles"]:
        who = double["stream"], double["golden"], no_formula(double["display"]), double["stays"]["record"]
        for one in double["others"]:
            yield *who, one["record"], one["referring"], " ".join(one["differing"]), double["way"]
