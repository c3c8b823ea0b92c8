"""What surrounds the cells of a workbook: its sheets, its number formats and its table of texts."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from connectors.excel.archive import Archive, readable
from connectors.excel.numbers_seen import Look, look
from connectors.excel.sheetxml import grammar
from connectors.excel.xmltext import cut, elements, opened
from hub.sdk.errors import PersonNeededError

BOOK = "xl/workbook.xml"


class SheetPart(NamedTuple):
    """A sheet's name, the part that holds it, and whether a person sees its tab."""

    name: str
    part: str
    is_visible: bool


class Workbook(NamedTuple):
    """The parts of a workbook that every sheet needs."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    looks: tuple[Look, ...]
    texts: list[str]
    from_1904: bool

    def look(self, style: int) -> Look:
        """How a cell with this style shows numbers."""
        return self.looks[style] if style < len(self.looks) else Look()


def open_workbook(archive: Archive) -> Workbook:
    """Read what surrounds the cells."""
    if BOOK not in archive.names:
        raise PersonNeededError(f"{archive.where}: is a zip file but no Excel workbook; save it as .xlsx")
    book = elements(archive.whole(BOOK), archive.where)
    from_1904 = any(e.name == "workbookPr" and e.attributes.get("date1904") in ("1", "true") for e in book)
    targets = _targets(archive, BOOK)
    sheets = tuple(
        SheetPart(
            e.attributes.get("name", ""), targets[e.attributes["id"]], e.attributes.get("state", "visible") == "visible"
        )
        for e in book
        if e.name == "sheet" and targets.get(e.attributes.get("id", "")) in archive.names
    )
    return Workbook(archive, sheets, _looks(archive), _texts(archive), from_1904)


def related(archive: Archive, part: str, kind: str) -> list[str]:
    """The parts that `part` points to with a relationship of this kind, such as `table`."""
    return [target for target, is_kind in _relations(archive, part, kind).values() if is_kind]


def relations_of(part: str) -> str:
    """The part that says what a part points to."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _targets(archive: Archive, part: str) -> dict[str, str]:
    return {name: target for name, (target, is_kind) in _relations(archive, part, "worksheet").items() if is_kind}


def _relations(archive: Archive, part: str, kind: str) -> dict[str, tuple[str, bool]]:
    folder = posixpath.dirname(part)
    document = archive.whole(relations_of(part))
    found = {}
    for e in elements(document, archive.where) if document else ():
        target = posixpath.normpath(posixpath.join("/" + folder, e.attributes.get("Target", ""))).lstrip("/")
        found[e.attributes.get("Id", "")] = target, e.attributes.get("Type", "").endswith(f"/{kind}")
    return found


def _looks(archive: Archive) -> tuple[Look, ...]:
    parts = related(archive, BOOK, "styles")
    document = archive.whole(parts[0]) if parts else b""
    if not document:
        return ()
    found = elements(document, archive.where)
    with readable(archive.where):
        codes = {
            int(e.attributes["numFmtId"]): e.attributes.get("formatCode", "")
            for e in found
            if e.name == "numFmt" and e.parent == "numFmts"
        }
        ids = [int(e.attributes.get("numFmtId", "0")) for e in found if e.name == "xf" and e.parent == "cellXfs"]
    return tuple(look(number, codes.get(number)) for number in ids)


def _texts(archive: Archive) -> list[str]:
    parts = related(archive, BOOK, "sharedStrings")
    if not parts or parts[0] not in archive.names:
        return []
    with archive.part(parts[0]) as read:
        prefix, whole = opened(read, archive.where)
        rules = grammar(prefix)
        pieces = cut(whole, rules.string, rules.strings_end)
        return [rules.rich_text(piece.decode()) for is_text, piece in pieces if is_text]
