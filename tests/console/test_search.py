"""The search page shows who fits, how well, and whom it does not know yet; what was typed is text."""

from __future__ import annotations

import pytest

from tests.console.office import YAMADA, Office
from tests.console.one_database import office

__all__ = ["office"]

SATO = {
    "family": "佐藤",
    "given": "花子",
    "email": "hanako@sato.example.jp",
    "firm": "有限会社サトウ印刷",
    "number": "",
    "phone": "06-6341-0002",
    "mobile": "090-1234-5678",
    "job": "100%_店長",
}


@pytest.fixture
def synced(office: Office) -> Office:
    """Two people of two companies."""
    office.lab["alpha"].user_creates("a1", **YAMADA)
    office.lab["alpha"].user_creates("a2", **SATO)
    office.lab.sync()
    return office


def test_customers_are_found_with_how_well_they_fit(synced: Office) -> None:
    browser = synced.browser("viewer")
    names = {"山田 太郎", "株式会社山田商事", "佐藤 花子", "有限会社サトウ印刷"}
    for asked, found, fit in [
        ({"q": "山田太郎"}, {"山田 太郎"}, "whole"),
        ({"q": "山田"}, {"山田 太郎", "株式会社山田商事"}, "beginning"),
        ({"q": "山田", "entity": "company"}, {"株式会社山田商事"}, "beginning"),
        ({"q": "ｻﾄｳ印刷"}, {"有限会社サトウ印刷"}, "whole"),
        ({"q": "さとう"}, {"有限会社サトウ印刷"}, "beginning"),
        ({"q": "1234-5678"}, {"株式会社山田商事", "佐藤 花子"}, "part"),
        ({"q": "'; DROP TABLE golden; --"}, set(), ""),
        ({"q": "\x00"}, set(), ""),
    ]:
        page = browser.get("/search", params=asked)
        assert page.status == 200
        assert ({name for name in names if f"<bdi>{name}</bdi></a>" in page.text}, fit in page.words) == (found, True)


def test_a_company_that_was_found_by_its_former_name_says_so(synced: Office) -> None:
    synced.lab["alpha"].user_edits("a1", firm="株式会社ヒカリ")
    synced.lab.sync()
    browser = synced.browser("viewer")
    page = browser.get("/search", params={"q": "山田商事"})
    assert "Former name 株式会社山田商事" in page.words
    assert "株式会社ヒカリ,株式会社山田商事" in browser.get("/search", params={"q": "山田商事", "format": "csv"}).text


def test_what_is_not_found_says_what_to_try(synced: Office) -> None:
    page = synced.browser("viewer").get("/search", params={"q": "鈴木"})
    assert "Part of a name, its reading or the last digits" in page.words


def test_whom_the_index_does_not_know_yet_is_told(synced: Office) -> None:
    synced.lab["alpha"].user_creates("a3", **{**SATO, "family": "鈴木", "email": "s@sato.example.jp"})
    synced.lab.sync(steps=("pull", "resolve"))
    page = synced.browser("viewer").get("/search")
    assert "customers are not in the index yet" in page.words


def test_what_was_typed_stays_in_the_field_as_text(synced: Office) -> None:
    page = synced.browser("viewer").get("/search", params={"q": '"><script>x</script>' + "あ" * 500})
    assert (page.status, "<script>x" in page.text) == (200, False)


def test_a_search_is_in_the_audit_log_by_who_was_found_and_not_by_what_was_typed(synced: Office) -> None:
    browser = synced.browser("viewer")
    before = len(synced.audited())
    browser.get("/search")
    assert len(synced.audited()) == before
    browser.get("/search", params={"q": "山田太郎"})
    with synced.lab.database.begin() as tx:
        found = tx.rows("SELECT actor, action, facts, commitment FROM audit_entry ORDER BY id DESC LIMIT 1")[0]
        names = tx.rows("SELECT id FROM golden WHERE entity = 'person' ORDER BY id LIMIT 1")
    assert (found[0], found[1], found[3]) == ("viewer", "customers_found", None)
    assert f"person/{names[0][0]}" in str(found[2])
    assert "山田" not in str(found[2])
