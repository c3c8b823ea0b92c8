"""The reference page tells the commands as they are."""

from __future__ import annotations

from pathlib import Path

from hub.cli.reference import reference_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "cli.md"
WRITE = "python -c \"from hub.cli.reference import reference_page as p; print(p(), end='')\" > docs/reference/cli.md"


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(), f"write it again: {WRITE}"


def test_the_page_holds_no_key_of_the_catalogue() -> None:
    assert "help." not in reference_page().replace("--help", "")
