"""Customers are found by what people know of them, in any width, and text is never a pattern."""

from __future__ import annotations

import pytest

from tests.console.office import YAMADA, Office

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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("山田太郎", {"山田 太郎"}),
        ("山田　太郎", {"山田 太郎"}),
        ("山田", {"山田 太郎", "株式会社山田商事"}),
        ("㈱山田商事", {"株式会社山田商事"}),
        ("山田商事", {"株式会社山田商事"}),
        ("ｻﾄｳ印刷", {"有限会社サトウ印刷"}),
        ("さとう", {"有限会社サトウ印刷"}),
        ("03-1234-5678", {"株式会社山田商事"}),
        ("０３（１２３４）５６７８", {"株式会社山田商事"}),
        ("1234-5678", {"株式会社山田商事", "佐藤 花子"}),
        ("090 1234 5678", {"佐藤 花子"}),
        ("yamada@example.co.jp", {"山田 太郎"}),
        ("YAMADA@EXAMPLE.CO.JP", {"山田 太郎"}),
        ("@sato.example", {"佐藤 花子"}),
        ("7000012050002", {"株式会社山田商事"}),
        ("T7000012050002", {"株式会社山田商事"}),
        ("７０００-０１２０-５０００２", {"株式会社山田商事"}),
        ("%", set()),
        ("_", set()),
        ("'; DROP TABLE golden; --", set()),
        ("name", set()),
        ("\x00", set()),
    ],
)
def test_customers_are_found(synced: Office, text: str, found: set[str]) -> None:
    page = synced.browser("viewer").get("/search", params={"q": text})
    names = {"山田 太郎", "株式会社山田商事", "佐藤 花子", "有限会社サトウ印刷"}
    assert page.status == 200
    assert {name for name in names if f"<bdi>{name}</bdi></a>" in page.text} == found


def test_what_is_not_found_says_what_to_try(synced: Office) -> None:
    page = synced.browser("viewer").get("/search", params={"q": "鈴木"})
    assert "Part of a name or of a telephone number is enough" in page.words


def test_what_was_typed_stays_in_the_field_as_text(synced: Office) -> None:
    page = synced.browser("viewer").get("/search", params={"q": '"><script>x</script>' + "あ" * 500})
    assert (page.status, "<script>x" in page.text) == (200, False)
