"""A file to the features of its records, in as many processes as there are cores; each distinct value is read once.

Invariant: a record's features do not depend on what else is in the file, or on who computes them.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

from hub.batch import said
from hub.batch.apart import Share, get_ready, take_apart
from hub.batch.cache import Cache
from hub.batch.engine import Engine, open_engine, quoted
from hub.batch.reading import read
from hub.batch.source import Source
from hub.matching.parts import DERIVED, PARTS, Part

ALONE_BELOW = 20_000
_SHARES = 4
_Submit = Callable[[Share], "Future[None]"]


@contextmanager
def prepared(
    source: Source, spelled: Iterable[str], coded: Iterable[str], processes: int | None = None
) -> Iterator[Engine]:
    """An engine with the tables that `said` asks: features as letters where `spelled` and as codes where `coded`."""
    with tempfile.TemporaryDirectory(prefix="hub-match-") as name, ExitStack() as later:
        folder = Path(name)
        # Processes are forked before DuckDB has threads, and gone before the pairs need the memory.
        with _workers(source, processes) as (submit, shares):
            engine = later.enter_context(open_engine(folder, threads=min(shares, 2)))
            read(engine, source, folder)
            cache = Cache(source.cache, folder) if source.cache else None
            _Preparing(engine, folder, submit, shares, cache).run(said.kept(spelled, coded))
            if cache:
                cache.close()
        yield engine


@contextmanager
def _workers(source: Source, processes: int | None) -> Iterator[tuple[_Submit, int]]:
    """Who takes shares apart, and in how many shares a part is given to them."""
    count = processes or min(_cores(), 1 if _is_small(source) else 8)
    if count == 1:
        yield _at_once, 1
        return
    # A fork shares what is imported; where there is none, each process imports it anew.
    way = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(count, multiprocessing.get_context(way), get_ready) as pool:
        pool.submit(get_ready).result()
        yield lambda share: pool.submit(take_apart, share), count * _SHARES


def _at_once(share: Share) -> Future[None]:
    done: Future[None] = Future()
    take_apart(share)
    done.set_result(None)
    return done


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _is_small(source: Source) -> bool:
    return next(islice(source.lines(), ALONE_BELOW, None), None) is None


class _Preparing:
    """Values go out as Parquet files and come back as CSV files of features."""

    def __init__(self, engine: Engine, folder: Path, submit: _Submit, shares: int, cache: Cache | None) -> None:
        self.engine, self.folder, self.cache = engine, folder, cache
        self.submit, self.shares = submit, shares

    def run(self, kept: said.Kept) -> None:
        computing = {part.name: self._give_out(part, said.values(part)) for part in PARTS}
        self.engine.run(f"CREATE TABLE listed AS {said.listed()}")
        self.engine.run("DROP TABLE raw")
        for part in PARTS:
            self._gather(part, computing[part.name], kept)
        derived = {part.name: self._give_out(part, said.derived_values(part)) for part in DERIVED}
        for part in DERIVED:
            self._gather(part, derived[part.name], kept)

    def _known(self, part: Part) -> str:
        return self.cache.found(self.engine, part) if self.cache else ""

    def _give_out(self, part: Part, values: str) -> list[tuple[Path, Future[None]]]:
        target = self.folder / part.name
        self.engine.write(said.shared(values, self._known(part), self.shares), target, "share")
        out = []
        for share in sorted(target.glob("share=*")):
            features = target / f"{share.name}.csv"
            out.append((features, self.submit(Share(part.name, share / "*.parquet", features))))
        return out

    def _gather(self, part: Part, computing: Sequence[tuple[Path, Future[None]]], kept: said.Kept) -> None:
        files = []
        for features, computed in computing:
            computed.result()
            files.append(quoted(str(features)))
        found = said.features(part, files, self._known(part))
        if self.cache:
            found = f"SELECT * FROM {self.cache.keep(self.engine, part, found)}"
        self.engine.run(f"CREATE TABLE part_{part.name} AS {said.table(part, kept, found)}")
