"""A link that says what its cell says follows it, and goes where the cell is emptied: who clicks a corrected mailbox
must not write to the old one.

Invariant: a link that says anything else, or that several cells share, is left as it is.
"""

from __future__ import annotations

import html
import re
from collections import Counter

from connectors.excel.edits import Edits
from connectors.excel.grid import column_number
from connectors.excel.sheetxml import attributes
from connectors.excel.xmltext import unescape

LINK = re.compile(r"<(?:\w+:)?hyperlink\s([^>]*?)(?:/>|>\s*</(?:\w+:)?hyperlink>)")
NO_LINKS = re.compile(r"<((?:\w+:)?hyperlinks)(?:\s[^>]*)?>\s*</\1>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)")
TARGET = re.compile(r"""(\sTarget\s*=\s*)(?:"[^"]*"|'[^']*')""")
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
SHAPES = {
    "mailto:": re.compile(r"[^\s@<>\"]+@[\w-]+(?:\.[\w-]+)+"),
    "": re.compile(r"https?://[^\s<>\"\\^`{|}]+"),
    "http://": re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"\\^`{|}]*)?"),
}
"""What stands before a cell's text in a link that Excel makes of it, and what such a text looks like."""


def following(relations: str, tail: str, edits: Edits) -> str:
    """A sheet's relationships, with the links of written cells leading where the new text says."""
    cells = _linked_cells(tail)

    def renewed(match: re.Match[str]) -> str:
        found = attributes(match.group())
        cell = cells.get(found.get("Id", ""))
        if cell is None or cell not in edits.before:
            return match.group()
        target = unescape(found.get("Target", ""))
        if _is_emptied(target, cell, edits):
            return ""
        target = _target(target, edits.before[cell], edits.cells[cell[0]][cell[1]])
        quoted = f'"{html.escape(target)}"'
        return TARGET.sub(lambda attribute: attribute[1] + quoted, match.group()) if target else match.group()

    return RELATION.sub(renewed, relations)


def unlinked(relations: str, tail: str, edits: Edits) -> str:
    """What follows a sheet's rows, without the links of emptied cells."""
    cells = _linked_cells(tail)
    found = [attributes(relation) for relation in RELATION.findall(relations)]
    targets = {one["Id"]: unescape(one.get("Target", "")) for one in found if one.get("Id") in cells}
    gone = {link for link, target in targets.items() if _is_emptied(target, cells[link], edits)}
    if not gone:
        return tail
    kept = LINK.sub(lambda match: "" if _of(match[1]).get("id") in gone else match.group(), tail)
    return NO_LINKS.sub("", kept)


def _is_emptied(target: str, cell: tuple[int, int], edits: Edits) -> bool:
    row, column = cell
    before = edits.before.get(cell, "")
    return bool(before) and edits.cells[row][column] == "" and any(_says(target, start + before) for start in SHAPES)


def _says(target: str, text: str) -> bool:
    return target.casefold().rstrip("/") == text.strip().casefold().rstrip("/")


def _of(link: str) -> dict[str, str]:
    return {name.rpartition(":")[2]: text for name, text in attributes(link).items()}


def _linked_cells(tail: str) -> dict[str, tuple[int, int]]:
    """The cell of each link that has one of its own, by the relationship's id."""
    links = [_of(found) for found in LINK.findall(tail)]
    times = Counter(link.get("id", "") for link in links)
    return {
        link["id"]: (int(place[2]), column_number(place[1]))
        for link in links
        if times[link.get("id", "")] == 1 and "id" in link and (place := PLACE.fullmatch(link.get("ref", "")))
    }


def _target(target: str, before: str, text: str) -> str:
    """Where the link leads now; empty where it said something else, or the text is no address."""
    for start, shape in SHAPES.items():
        if _says(target, start + before.strip()) and shape.fullmatch(text.strip()):
            return start + text.strip()
    return ""
