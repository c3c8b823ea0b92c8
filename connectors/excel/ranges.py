"""What ends with the last row takes new rows in: tables, dropdown lists and conditional formats, as Excel does itself.

Invariant: only a range that holds a column which the new rows fill grows, and only over rows directly below it.
"""

from __future__ import annotations

import re

from connectors.excel.edits import Edits
from connectors.excel.grid import column_number

AREA = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
TABLE = re.compile(r"""<(?:\w+:)?table\s(?=[^>]*?\sref="([^"]+)")(?![^>]*?\stotalsRowCount)""")
RULES = re.compile(r"""(<(?:\w+:)?(?:conditionalFormatting|dataValidation)\s(?:[^>]*?\s)?sqref=")([^"]*)""")
NEWER_RULES = re.compile(
    r"(<x14:(conditionalFormatting|dataValidation)[\s>](?:(?!</x14:\2>).)*?<xm:sqref>)([^<]*)", re.DOTALL
)


def longer_table(part: str, edits: Edits) -> str:
    """An Excel table with the new rows in it."""
    found = TABLE.search(part)
    if found is None or (longer := _longer(found[1], edits)) == found[1]:
        return part
    return part.replace(f'ref="{found[1]}"', f'ref="{longer}"')


def longer_rules(tail: str, edits: Edits) -> str:
    """What follows a sheet's rows, with the new rows in its dropdown lists and formats by condition."""
    if "sqref" not in tail:
        return tail
    tail = RULES.sub(lambda found: found[1] + _longer(found[2], edits), tail)
    return NEWER_RULES.sub(lambda found: found[1] + _longer(found[3], edits), tail)


def _longer(areas: str, edits: Edits) -> str:
    end, columns = edits.last_row, set[int]()
    while end + 1 in edits.cells:
        end += 1
        columns |= edits.cells[end].keys()
    return " ".join(_longer_area(area, edits.last_row, end, columns) for area in areas.split(" "))


def _longer_area(area: str, last_row: int, end: int, columns: set[int]) -> str:
    found = AREA.fullmatch(area)
    if found is None or end == last_row or int(found[4] or found[2]) != last_row:
        return area
    left, right = found[1], found[3] or found[1]
    if not any(column_number(left) <= column <= column_number(right) for column in columns):
        return area
    return f"{left}{found[2]}:{right}{end}"
