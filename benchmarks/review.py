"""`python -m benchmarks.review`: how long it takes to clear conflicts by keyboard, in Chromium, over a large store.

No time to think is counted: what is left of a minute is the steward's. Every decision is looked for in the store.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec

from benchmarks.desk import Desk, Timed, opened
from benchmarks.figures import Figure, circumstances, table
from benchmarks.search import fill
from hub.console.server import Address, served
from hub.steward.conflicts import conflict
from hub.steward.review import side_by_side
from hub.store.review import Wanted

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLEARED, LIMIT_S, ACTION_MS = 20, 60, 150


def cleared(page: Page, desk: Desk, count: int) -> tuple[float, list[float]]:
    """Seconds for so many conflicts from the list on, and milliseconds from each key to the page that follows."""
    page.goto("/conflicts")
    waits, decided = [], []
    start = perf_counter()
    _pressed(page, "Enter", "**/conflicts/*?*")
    for place in range(count):
        number, key = int(page.url.partition("?")[0].rpartition("/")[2]), "012"[place % 3]
        decided.append((number, int(key)))
        waits.append(_pressed(page, key, f"**done={number}"))
    took_s = perf_counter() - start
    for number, choice in decided:
        found, wanted = side_by_side(desk.world, number, Wanted()), conflict(desk.world, number).choices[choice].values
        if (found.conflict.decided_by, found.decided_values) != ("steward", wanted):
            raise SystemExit(f"conflict {number} was not decided as the key said: {found.decided_values}")
    return took_s, waits


def walked(page: Page, count: int) -> list[float]:
    """Milliseconds of going on and back, deciding, and taking back."""
    waits = []
    page.goto("/conflicts")
    _pressed(page, "Enter", "**/conflicts/*?*")
    for _ in range(count):
        here, after = page.url.partition("?")[0], page.get_attribute("[data-key='j s']", "href")
        waits.append(_pressed(page, "j", f"**{after}"))
        waits.append(_pressed(page, "k", f"{here}?*"))
        waits.append(_pressed(page, "1", "**done=*"))
        waits.append(_pressed(page, "u", f"{here}?*"))
    return waits


def _pressed(page: Page, key: str, there: str) -> float:
    start = perf_counter()
    page.keyboard.press(key)
    page.wait_for_url(there, wait_until="domcontentloaded")
    return (perf_counter() - start) * 1e3


def in_browser(desk: Desk, app: Timed, secret: str, repeats: int) -> list[Figure]:
    """Everything that is done with keys."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium here: run `scripts/chromium.sh install` as root")
    with served(app, Address(port=0)) as url, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(base_url=url).new_page()
        page.goto("/login")
        page.fill("#name", "steward")
        page.fill("#password", secret)
        _pressed(page, "Enter", "**/")
        rounds = [cleared(page, desk, CLEARED) for _ in range(repeats)]
        waits = [wait for _, found in rounds for wait in found] + walked(page, CLEARED)
        browser.close()
    told = f"{CLEARED} conflicts cleared by keyboard"
    figures = [Figure(told, "s", tuple(took for took, _ in rounds), LIMIT_S), _late("key to next page", waits)]
    asked = [(name, found) for name, found in app.took_ms.items() if name.partition(" ")[2].startswith("/conflicts")]
    return figures + [_late(f"server: {name}", found) for name, found in sorted(asked)]


def _late(name: str, found: list[float]) -> Figure:
    note = f"p50 {median(found):.0f}, longest {max(found):.0f}, of {len(found)}"
    return Figure(f"{name}, p95", "ms", (quantiles(found, n=20, method="inclusive")[-1],), ACTION_MS, note)


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--golden", type=int, default=1_000_000, help="so many golden records stand in the store")
    parser.add_argument("--repeats", type=int, default=3, help="how often 20 conflicts are cleared")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        desk = Desk(f"sqlite:///{folder}/hub.db")
        try:
            desk.quarrel((options.repeats + 2) * CLEARED)
            fill(desk, options.golden, 1)
            figures = in_browser(desk, *opened(desk), options.repeats)
        finally:
            desk.close()
    around = circumstances()
    print(f"{options.golden} golden records; {around}\n\n{table(figures)}")
    if options.json:
        options.json.write_bytes(msgspec.json.encode([around, [one.as_document() for one in figures]]))


if __name__ == "__main__":
    main()
