"""Lists as files: the same address with `format=csv` or `format=xlsx` gives what the list shows, all pages of it.

Invariant: no cell is a formula, for a customer's name is whatever a stranger typed somewhere; and each file that leaves
is an entry of the audit log, by the list and its filters, without a value.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from fastapi import Response

from hub.console.visit import Visit
from hub.model.shown import no_formula
from hub.store import audit
from hub.sync.world import World

Cell = str | int | float | None
Kind = Literal["csv", "xlsx"]
MOST = 50_000
"""Rows of a file; a list that is longer says so in its last line."""

# Excel takes no longer text, and no text with these signs.
_LONGEST = 32_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def wanted(visit: Visit) -> Kind | None:
    """The kind of file that the address asks for; None asks for the page."""
    match visit.query("format"):
        case "csv":
            return "csv"
        case "xlsx":
            return "xlsx"
        case _:
            return None


def download(
    visit: Visit, world: World, name: str, kind: Kind, heads: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Response:
    """The answer with a file of these columns and rows, noted in the audit log."""
    lines = [[tame(cell) for cell in row] for row in rows]
    shown = lines[:MOST]
    if len(lines) > MOST:
        shown.append([visit.telling.say("files.cut", most=MOST)])
    filters = {key: text[:64] for key in _FILTERS if (text := visit.query(key))}
    facts = {"list": name, "format": kind, "rows": min(len(lines), MOST), **filters}
    # What was looked for may be a person's name.
    asked = {"text": visit.query("q")} if visit.query("q") else None
    with world.database.begin() as tx:
        audit.append(tx, world.now_text(), visit.author, "list_exported", facts, asked)
    content = _WRITE[kind](heads, shown)
    local: datetime = world.now().astimezone(visit.house.zone)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{local:%Y%m%d-%H%M}.{kind}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


# The parameters of addresses that are names of ours; others may hold what a person typed.
_FILTERS = ("state", "entity", "unit", "stream", "wrote", "action", "actor", "since", "until", "golden", "kind")


def tame(cell: Cell) -> Cell:
    """A text that no program takes for a formula."""
    if not isinstance(cell, str):
        return cell
    return no_formula(_CONTROLS.sub("", cell)[:_LONGEST])


def _csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    # Without the mark Excel reads UTF-8 as the code page of its machine.
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook  # late: a tenth of what the console needs to start, for a file that few ask for

    book: Any = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in (heads, *rows):
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


_WRITE: dict[Kind, Callable[[Sequence[str], Sequence[Sequence[Cell]]], bytes]] = {"csv": _csv, "xlsx": _xlsx}
