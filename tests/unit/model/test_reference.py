from __future__ import annotations

from pathlib import Path

from hub.model.reference import reference_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "model.md"
WRITE = (
    "python -c \"from hub.model.reference import reference_page as p; print(p(), end='')\" > docs/reference/model.md"
)


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(), f"write it again: {WRITE}"


def test_the_page_shows_what_may_never_be_logged() -> None:
    assert "| `birthday` | 生年月日 | Birthday | date |  | 個人 personal |" in reference_page()
