"""Each list leaves as a file that holds no formula, by the role that may see it, and with an entry in the log."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec
import openpyxl
import pytest

from hub.console.files import tame
from hub.store import audit
from tests.console.browser import Page
from tests.console.office import YAMADA, Office
from tests.console.one_database import office

__all__ = ["office"]

EVIL = ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1"]


def rows_of(page: Page) -> list[list[str]]:
    """What a spreadsheet reads of a CSV."""
    assert page.status == 200, page.words
    return list(csv.reader(io.StringIO(page.raw.decode("utf-8-sig"))))


def book_of(page: Page) -> list[tuple[Any, ...]]:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(page.raw)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return list(sheet.iter_rows(values_only=True))


def newest(office: Office) -> tuple[str, str, dict[str, Any], dict[str, Any] | None]:
    with office.lab.database.begin() as tx:
        ((entry, personal),) = audit.newest(tx, 1)
    return entry.actor, entry.action, msgspec.json.decode(entry.facts), msgspec.json.decode(personal or "null")


LISTS = [
    ("/conflicts?state=open&", "conflicts", "viewer", "部長"),
    ("/runs?state=ok&", "runs", "viewer", "2"),
    ("/search?q=山田&", "customers", "viewer", "株式会社山田商事"),
    ("/matches?", "matches", "viewer", ""),
    ("/quarantine?", "quarantine", "steward", ""),
]


def test_a_list_leaves_as_either_kind_of_file_with_an_entry_in_the_log(office: Office) -> None:
    office.quarrel()
    for path, name, who, found in LISTS:
        browser = office.browser(who)
        assert bool(found) == ("format=xlsx" in browser.get(path).text)
        told = rows_of(page := browser.get(f"{path}format=csv"))
        assert page.headers["content-disposition"].startswith(f'attachment; filename="{name}-2')
        assert found in "\n".join("\t".join(row) for row in told[1:])
        assert newest(office)[:2] == (who, "list_exported")
        assert newest(office)[2].items() >= {"list": name, "rows": len(told) - 1, "format": "csv"}.items()
        book = book_of(browser.get(f"{path}format=xlsx"))
        assert [["" if cell is None else str(cell) for cell in row] for row in book] == told
        assert newest(office)[2]["format"] == "xlsx"


def test_what_was_looked_for_is_kept_apart_from_the_entry(office: Office) -> None:
    office.quarrel()
    rows_of(office.browser("viewer").get("/search?q=山田&entity=person&format=csv"))
    _, _, facts, personal = newest(office)
    assert (facts["entity"], "山田" in str(facts), personal) == ("person", False, {"text": "山田"})


def test_a_file_needs_the_role_of_its_page(office: Office) -> None:
    before = office.audited()
    assert office.browser("viewer").get("/quarantine?format=csv").status == 403
    assert office.browser().get("/runs?format=csv").status == 303
    assert "list_exported" not in office.audited()[len(before) :]


def test_no_cell_is_a_formula_and_no_sign_breaks_the_file(office: Office) -> None:
    """What strangers typed, by way of the search: the names of customers."""
    for number, text in enumerate(EVIL):
        office.lab["alpha"].user_creates(f"e{number}", **{**YAMADA, "firm": f"{text}山田", "number": "", "phone": ""})
    office.lab.sync()
    browser = office.browser("viewer")
    told = rows_of(browser.get("/search?q=山田&entity=company&format=csv"))
    book = book_of(browser.get("/search?q=山田&entity=company&format=xlsx"))
    for cells in (told, book):
        names = [str(row[2]) for row in cells[1:]]
        assert names
        assert not [name for name in names if name.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("text", EVIL)
def test_a_cell_that_begins_like_a_formula_is_text(text: str) -> None:
    assert (tame(text), tame(f"a{text}"), tame(-3)) == (f"'{text}", f"a{text}", -3)


def test_signs_that_no_file_takes_are_left_out() -> None:
    assert (tame("a\x00\x1fb"), len(str(tame("あ" * 40_000)))) == ("ab", 32_000)
