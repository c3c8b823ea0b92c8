"""`make screenshots`: the console's main pages over the demo, in both languages, into docs/images.

The demo is played in a folder of its own, so that the pictures show the same whoever makes them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTH, HEIGHT = 1280, 800
PAGES = {
    "home": "/",
    "conflict": "/conflicts",
    "customer": "/customers/company/1",
    "invoices": "/invoices",
    "systems": "/systems",
}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str]]:
    """The console over the demo: its address, and the password of its first admin."""
    hub = [sys.executable, "-m", "hub", "--config", str(folder / "config.yaml"), "--lang", "en"]
    command, wide = [*hub, "serve", "--no-schedule", "--port", "0"], {**os.environ, "COLUMNS": "200"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=wide)
    try:
        assert process.stderr is not None
        url = password = ""
        while not (url and password):
            line = process.stderr.readline()
            if not line:
                raise SystemExit("hub serve ended before it told its address and password")
            url = _found(r"(http://\S+?/)", line) or url
            password = _found(r"only this once\): (\S+)", line) or password
        yield url, password
    finally:
        process.terminate()
        process.wait()


def _found(pattern: str, line: str) -> str:
    found = re.search(pattern, line)
    return found.group(1) if found else ""


def main() -> None:
    """Play the demo, serve it, and take the pictures."""
    if CHROMIUM is None:
        raise SystemExit("no Chromium here: run `scripts/chromium.sh install` as root")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="customer-hub-screenshots") as folder:
        subprocess.run([sys.executable, "-m", "hub.demo", "--folder", folder, "--lang", "ja"], check=False)
        with served(Path(folder)) as (url, password), sync_playwright() as player:
            browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            window = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, base_url=url)
            page = window.new_page()
            page.goto("/login")
            page.fill("#name", "admin")
            page.fill("#password", password)
            page.keyboard.press("Enter")
            page.wait_for_selector("nav.menu")
            for lang in ("ja", "en"):
                window.add_cookies([{"name": "hub_language", "value": lang, "url": url}])
                for name, path in PAGES.items():
                    page.goto(path)
                    if name == "conflict":
                        page.locator("[data-row]").first.click()
                        page.wait_for_selector(".choice")
                    page.screenshot(path=IMAGES / f"{name}-{lang}.png")
            browser.close()


if __name__ == "__main__":
    main()
