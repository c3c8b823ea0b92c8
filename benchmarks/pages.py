"""`python -m benchmarks.pages`: how long the pages of `hub serve` take among a million customers and a million bills.

The console is served by a process of its own, as an operator starts it, and asked by a client that has signed in, each
page in turn with all others. The store is made once in a folder that is named, and used again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx

from benchmarks.figures import Figure, circumstances, table
from benchmarks.filled import Sizes, config_in, fill, new_admin

BAR_MS, BAR_KB = 300, 60
LOOKED_THROUGH = 200_000
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_PREVIEW = re.compile(r'href="(/matches/preview\?[^"]+)"')
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def pages(sizes: Sizes) -> dict[str, str]:
    """The pages by their names; of long lists the last page, too."""
    bill, deals = sizes.customers + sizes.posts + sizes.deals + 1, "/invoices/missing"
    last = -(-min(sizes.bills, LOOKED_THROUGH) // 50)
    return {
        "home": "/",
        "deadlines": "/deadlines",
        "deadlines, a year": "/deadlines?since=2026-06-01&until=2027-05-31",
        "deadlines, bills": "/deadlines?kind=invoice",
        "conflicts": "/conflicts",
        "conflicts, last page": f"/conflicts?page={-(-sizes.conflicts // 50)}",
        "one conflict": "/conflicts/1",
        "matches": "/matches",
        "search, empty": "/search",
        "search, a name": "/search?q=佐藤",
        "a company": f"/customers/company/{3 * (sizes.companies // 2)}",
        "a person": f"/customers/person/{3 * (sizes.companies // 2) + 1}",
        "invoices": "/invoices",
        "invoices, last page of those looked through": f"/invoices?page={last}",
        "invoices, the older half": "/invoices?below=2024-11-09,1",
        "invoices, doubtful": "/invoices?state=doubtful",
        "invoices, a partner": "/invoices?partner=取引先3000",
        "invoices, days and amounts": "/invoices?since=2026-01-01&until=2026-06-30&low=100000&high=500000",
        "one invoice": f"/invoices/invoice/{bill}",
        "invoices missing": deals,
        "invoices owed": "/invoices/owed",
        "runs": "/runs",
        "one run": "/runs/1",
        "systems": "/systems",
        "one system": "/systems/crm",
        "rules": "/rules",
        "quarantine": "/quarantine",
        "audit": "/audit",
        "audit, one actor": "/audit?actor=user7",
        "audit, about one customer": "/audit?about=person/1000",
        "users": "/users",
    }


@contextmanager
def served(folder: Path) -> Iterator[tuple[httpx.Client, int]]:
    """`hub serve` over the store: a client that has signed in, and the number of its process."""
    name, password = new_admin(folder)
    command = [sys.executable, "-m", "hub", "--config", str(config_in(folder)), "--lang", "en", "serve"]
    process = subprocess.Popen([*command, "--no-schedule", "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        told = iter(process.stderr.readline, "")
        url = next(found.group() for line in told if (found := re.search(r"http://\S+?/", line)))
        with httpx.Client(base_url=url, timeout=600) as client:
            if client.post("/login", data={"name": name, "password": password}).status_code != 303:
                raise SystemExit("the console let nobody in")
            yield client, process.pid
    finally:
        process.terminate()
        process.wait()


def timed(client: httpx.Client, pid: int, asked: dict[str, str], times: int) -> list[Figure]:
    """Every page so often, in turn; the first round is not counted."""
    walls: dict[str, list[float]] = {name: [] for name in asked}
    used: dict[str, float] = dict.fromkeys(asked, 0.0)
    sizes: dict[str, int] = {}
    for number in range(times + 1):
        for name, path in asked.items():
            cpu, start = _cpu_ms(pid), perf_counter()
            answer = client.get(path)
            took = (perf_counter() - start) * 1e3
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
            if number:
                walls[name].append(took)
                used[name] += (_cpu_ms(pid) - cpu) / times
            sizes[name] = len(answer.content)
    return [_late(name, found, used[name], sizes[name]) for name, found in walls.items()]


def first_load(client: httpx.Client, asked: dict[str, str]) -> Figure:
    """What the largest page and everything that it names weigh, as compressed as it travels."""
    most, where = 0.0, ""
    for name, path in asked.items():
        page = client.get(path)
        answers = [page, *(client.get(asset) for asset in dict.fromkeys(_ASSET.findall(page.text)))]
        weighed = sum(int(answer.headers.get("content-length", 0)) or len(answer.content) for answer in answers) / 1e3
        if weighed > most:
            most, where = weighed, name
    return Figure("first load of the heaviest page", "kB", (most,), BAR_KB, where)


def _preview(client: httpx.Client) -> str:
    """The address of what the first match would come to."""
    found = _PREVIEW.search(client.get("/matches").text)
    if found is None:
        raise SystemExit("the page of matches leads to no preview")
    return unescape(found[1])


def _cpu_ms(pid: int) -> float:
    """User and system time of a process so far; a machine that is busy stretches the wall clock and not this."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_MS


def _late(name: str, walls: list[float], cpu_ms: float, size: int) -> Figure:
    late = quantiles(walls, n=20, method="inclusive")[-1]
    return Figure(
        f"{name}, p95", "ms", (late,), BAR_MS, f"p50 {median(walls):.0f}, CPU {cpu_ms:.0f}, {size / 1e3:.0f} kB"
    )


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000, help="companies and people")
    parser.add_argument("--bills", type=int, default=1_000_000, help="invoices and payments")
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--keep", type=Path, help="the folder of the store: it is filled where it is new")
    asked = parser.parse_args()
    if asked.times < 2:
        parser.error("--times: at least 2, or nobody can tell how late the latest are")
    sizes = Sizes(customers=asked.customers, bills=asked.bills)
    with tempfile.TemporaryDirectory(prefix="customer-hub-pages") as spare:
        folder = asked.keep or Path(spare)
        fill(folder, sizes)
        with served(folder) as (client, pid):
            every = {**pages(sizes), "what a match comes to": _preview(client)}
            figures = [*timed(client, pid, every, asked.times), first_load(client, every)]
    print(" · ".join(f"{key} {value}" for key, value in circumstances().items()), f"\n\n{table(figures)}", flush=True)


if __name__ == "__main__":
    main()
