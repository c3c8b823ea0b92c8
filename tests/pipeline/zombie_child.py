"""A hub in a process of its own, which stops itself at a named moment, as one whose machine was put to sleep there.

Run as a module it takes one order as JSON: the store, the folder of the systems, and the moment (`before send:2`).
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.sdk.records import Change, Page, PushResult
from hub.store.lease import LeaseLostError
from hub.store.lock import hub_lock
from hub.sync.run import run_pipeline
from hub.sync.spread import in_order
from tests.pipeline.lab import Lab
from tests.pipeline.systems import Clock, System

# The exit code of a hub that lost its lease.
LOST = 76


class FiledSystem(System):
    """A system in a file, which outlives its hubs; they take turns, so nobody has to wait for the file."""

    def __init__(self, name: str, clock: Clock, folder: Path, **manifest: Any) -> None:
        super().__init__(name, clock, **manifest)
        self._path = folder / f"{name}.system"
        self.load()

    def load(self) -> None:
        if self._path.exists():
            self.records, self.changed_at, self.writes = pickle.loads(self._path.read_bytes())

    def save(self) -> None:
        self._path.write_bytes(pickle.dumps((self.records, self.changed_at, self.writes)))

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        self.load()
        yield from super().pull(stream, cursor)

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        self.load()
        results = list(super().push(stream, changes))
        self.save()
        yield from results


class FiledLab(Lab):
    """A laboratory whose systems are files; one connection is worked on after the other, so that no thread is stopped
    while it holds the file that is the store.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        super().__init__(url)
        self.world = replace(self.world, spread=in_order)
        self.clock.goes_on(hours=1)

    def make_system(self, name: str, **manifest: Any) -> System:
        return FiledSystem(name, self.clock, self._folder, write_batch_max=4, **manifest)


def live(order: dict[str, str]) -> None:
    """One sync, in which the process stops itself until somebody lets it go on."""
    lab = FiledLab(order["url"], Path(order["folder"]))
    kind, _, at = order["moment"].partition(":")
    met = 0

    def reached(moment: str) -> None:
        nonlocal met
        met += moment == kind
        if moment == kind and met == int(at):
            os.kill(os.getpid(), signal.SIGSTOP)

    with hub_lock(lab.database):
        lab.database.reached = reached
        run_pipeline(lab.world)


if __name__ == "__main__":
    try:
        live(json.loads(sys.argv[1]))
    except LeaseLostError:
        sys.exit(LOST)
