"""Home shows how complete customers are over time, as lines and as the table that tells the same."""

from __future__ import annotations

import re

import pytest

from hub.console.charts import HEIGHT, WIDTH, Line, line_of
from hub.store import quality
from hub.store.quality import Quality
from tests.console.office import Office
from tests.console.one_database import office

__all__ = ["office"]


@pytest.mark.parametrize(
    ("days", "shares", "line"),
    [
        (["2026-04-01"], [1.0], Line("M0 0", 0, 0)),
        (["2026-04-01", "2026-04-11"], [0.0, 0.5], Line(f"M0 {HEIGHT} L{WIDTH} 60", WIDTH, 60)),
        (["2026-04-01", "2026-04-02", "2026-04-11"], [1, 0, 1], Line(f"M0 0 L60 {HEIGHT} L{WIDTH} 0", WIDTH, 0)),
    ],
)
def test_a_line_goes_from_the_first_day_to_the_last(days: list[str], shares: list[float], line: Line) -> None:
    assert line_of(days, shares, days[0], days[-1]) == line


def test_home_shows_the_lines_and_their_table(office: Office) -> None:
    with office.lab.database.begin() as tx:
        quality.note(tx, [Quality(f"2026-03-{day}", "person", 10, 0.25, day / 100) for day in (10, 20, 30)])
        quality.note(tx, [Quality("2025-01-01", "person", 10, 0.99, 0.99)])
    page = office.browser("viewer").get("/")
    assert 'd="M0 90 L300 90 L600 90"' in page.text
    assert re.findall(r"2026-03-\d\d 25.0 % \d\d.0 % 10", page.words) == [
        f"2026-03-{day} 25.0 % {day}.0 % 10" for day in (30, 20, 10)
    ]
    assert ("99.0 %" in page.text, "style=" in page.text) == (False, False)


def test_one_day_is_told_without_a_line(office: Office) -> None:
    office.quarrel()
    page = office.browser("viewer").get("/")
    assert ("Quality: Person" in page.words, '<svg class="lines"' in page.text) == (True, False)
