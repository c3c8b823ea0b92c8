"""`python -m benchmarks.search`: what the index of customers costs, and how long a search takes among a million.

The golden records are stored as they are: what the run before costs is told by `python -m benchmarks`. Then their terms
are made as after a run, and everything is looked for that somebody may type of customers who are drawn from all.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import msgspec

from benchmarks.arrivals import Hub
from benchmarks.customers import Customer, customers, typed
from benchmarks.desk import Desk
from benchmarks.figures import Figure, circumstances, table
from benchmarks.identity.chance import Chance
from benchmarks.usage import Meter, peak_mb
from hub.steward.search import find
from hub.store import golden
from hub.sync.indexing import index

_PAGE = 10_000
_encode = msgspec.json.Encoder(order="sorted").encode


def fill(hub: Hub | Desk, count: int, sample: int) -> list[Customer]:
    """Store golden records; a sample of them, spread over all."""
    found, chosen = customers(), []
    for start in range(0, count, _PAGE):
        page = list(islice(found, min(_PAGE, count - start)))
        chosen += page[:: max(1, count // sample)]
        with hub.database.begin() as tx:
            ids = tx.next_ids("golden", len(page))
            rows = [(i, entity, _encode(doc), None, None) for i, (entity, doc) in zip(ids, page, strict=True)]
            golden.insert(tx, rows, 1, hub.world.now_text())
    return chosen


def size_mb(hub: Hub) -> float:
    """What the store takes on the disk."""
    hub.database.engine.dispose()
    if hub.database.is_sqlite:
        with hub.database.session() as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(hub.database.url.database or "").stat().st_size / 1e6
    with hub.database.begin() as tx:
        return float(tx.rows("SELECT pg_database_size(current_database())")[0][0]) / 1e6


def built(hub: Hub, count: int) -> list[Figure]:
    """The index of everything that is stored."""
    before, held, meter = size_mb(hub), peak_mb(), Meter()
    index(hub.world)
    used = meter.lap()
    return [
        Figure("index, CPU a customer", "µs", (used.cpu_s / count * 1e6,), note=f"{used.wall_s:.0f} s on the wall"),
        Figure("index, size a customer", "kB", ((size_mb(hub) - before) * 1e3 / count,), note=f"of {before:.0f} MB"),
        Figure("index, peak memory that it adds", "MB", (used.peak_mb - held,)),
    ]


def searched(hub: Hub, sample: Sequence[Customer]) -> list[Figure]:
    """Every kind of search, in turn."""
    chance, walls = Chance("typed"), defaultdict(list)
    asked = [(kind, text) for customer in sample for kind, text in typed(chance, customer)]
    chance.shuffle(asked)
    for kind, text in asked:
        start = perf_counter()
        hits = find(hub.world, text).hits
        walls[kind].append((perf_counter() - start) * 1e3)
        if not hits and kind not in ("nobody", "romaji"):
            raise SystemExit(f"nobody was found by {kind}: {text}")
    figures = [_late(f"search: {kind}", found) for kind, found in sorted(walls.items())]
    return [*figures, _late(f"search: all {len(asked)}", [one for found in walls.values() for one in found])]


def _late(name: str, walls: list[float]) -> Figure:
    walls.sort()
    note = f"p50 {median(walls):.1f}, longest {walls[-1]:.0f}"
    return Figure(f"{name}, p95", "ms", (quantiles(walls, n=20, method="inclusive")[-1],), 100, note)


def main() -> None:
    """Fill, index, search, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="golden records in the store")
    parser.add_argument("--sample", type=int, default=300, help="how many customers are looked for, in each way")
    parser.add_argument("--url", help="an empty store; one of SQLite in a folder of its own by default")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="customer-hub-search") as folder:
        hub = Hub(asked.url or f"sqlite:///{Path(folder) / 'hub.db'}")
        sample = fill(hub, asked.records, asked.sample)
        figures = [*built(hub, asked.records), *searched(hub, sample)]
        hub.close()
    print(" · ".join(f"{key} {value}" for key, value in circumstances().items()), f"\n\n{table(figures)}", flush=True)


if __name__ == "__main__":
    main()
