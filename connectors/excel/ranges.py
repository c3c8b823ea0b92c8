"""What ends with the last row takes new rows in, as Excel does itself: tables, filters, dropdown lists, formats by
condition, the print area, and the sums above and below the list.

Invariant: only a range that holds a column which the new rows fill grows, and only over rows directly below it. A sum
grows if it is one of the list's columns.
"""

from __future__ import annotations

import re
from functools import partial

from connectors.excel.edits import Edits, List
from connectors.excel.grid import column_number
from connectors.excel.xmltext import escape

AREA = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
FIXED_AREA = r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7}):(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(A-Za-z_.])"
TABLE = re.compile(r"""<(?:\w+:)?table\s(?=[^>]*?\sref="([^"]+)")(?![^>]*?\stotalsRowCount)""")
RULES = re.compile(
    r"""(<(?:\w+:)?(?:conditionalFormatting|dataValidation)\s(?:[^>]*?\s)?sqref="|"""
    r"""<(?:\w+:)?(?:autoFilter|sortState)\s(?:[^>]*?\s)?ref=")([^"]*)"""
)
NEWER_RULES = re.compile(
    r"(<x14:(conditionalFormatting|dataValidation)[\s>](?:(?!</x14:\2>).)*?<xm:sqref>)([^<]*)", re.DOTALL
)
NAMES = re.compile(r"""(<(?:\w+:)?definedName(?=[^>]*?\sname="_xlnm\.(?:Print_Area|_FilterDatabase)")[^>]*>)([^<]*)""")
FORMULA = re.compile(r"(<(?:\w+:)?f(?:\s[^>]*)?>)([^<]*)")
OF_THIS_SHEET = re.compile(r"(?<![\w$!'.:])" + FIXED_AREA)


def longer_table(part: str, edits: Edits) -> str:
    """An Excel table with the new rows in it."""
    found = TABLE.search(part)
    if found is None or (longer := _longer(found[1], edits)) == found[1]:
        return part
    return part.replace(f'ref="{found[1]}"', f'ref="{longer}"')


def longer_rules(tail: str, edits: Edits) -> str:
    """What follows a sheet's rows, with the new rows in its filter, dropdown lists and formats by condition."""
    if "sqref" not in tail and "autoFilter" not in tail:
        return tail
    tail = RULES.sub(lambda found: found[1] + _longer(found[2], edits), tail)
    return NEWER_RULES.sub(lambda found: found[1] + _longer(found[3], edits), tail)


def longer_names(book: str, sheet: str, edits: Edits) -> str:
    """The workbook's list of names with the new rows in the sheet's print area and filter."""
    spelled = (escape(sheet), escape("'" + sheet.replace("'", "''") + "'"))
    area = re.compile(f"(?<![^,])({'|'.join(map(re.escape, spelled))})!" + FIXED_AREA)

    def longer(found: re.Match[str]) -> str:
        return f"{found[1]}!{_longer_fixed(found.groups()[1:], _filled(edits), edits)}"

    return NAMES.sub(lambda name: name[1] + area.sub(longer, name[2]), book)


def longer_sums(row: str, edits: Edits) -> str:
    """A row above or below the list, whose formulas go on covering it."""
    columns = set(range(edits.table.left, edits.table.right + 1)) if edits.table else set[int]()
    longer = partial(OF_THIS_SHEET.sub, lambda area: _longer_fixed(area.groups(), columns, edits))
    return FORMULA.sub(lambda formula: formula[1] + longer(formula[2]), row)


def sums_up(number: int, table: List | None) -> bool:
    """Whether formulas of a row are about the list as a whole: it stands above it or beside
    its headings, or is a total.
    """
    return table is not None and (number <= table.header or number in table.totals)


def _filled(edits: Edits) -> set[int]:
    """The columns that the new rows fill."""
    return {column for number in range(edits.last_row + 1, edits.end + 1) for column in edits.cells[number]}


def _longer(areas: str, edits: Edits) -> str:
    columns = _filled(edits)
    return " ".join(_longer_area(area, edits, columns) for area in areas.split(" "))


def _longer_area(area: str, edits: Edits, columns: set[int]) -> str:
    found = AREA.fullmatch(area)
    if found is None:
        return area
    left, right = found[1], found[3] or found[1]
    is_longer = _grows(left, int(found[2]), right, int(found[4] or found[2]), columns, edits)
    return f"{left}{found[2]}:{right}{edits.end}" if is_longer else area


def _longer_fixed(area: tuple[str, ...], columns: set[int], edits: Edits) -> str:
    """An area with signs that hold its rows and columns fast, in which each stands before its own."""
    left, top, right, bottom = area[1], int(area[3]), area[5], int(area[7])
    end = edits.end if _grows(left, top, right, bottom, columns, edits) else bottom
    return f"{area[0]}{left}{area[2]}{top}:{area[4]}{right}{area[6]}{end}"


def _grows(left: str, top: int, right: str, bottom: int, columns: set[int], edits: Edits) -> bool:
    """Whether an area of the list ends among the new rows or directly above them."""
    is_of_it = any(column_number(left) <= column <= column_number(right) for column in columns)
    return is_of_it and top <= edits.last_row <= bottom < edits.end
