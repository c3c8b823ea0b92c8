"""How far a run has come, in its row of the store: for whoever watches, in this process or in another.

Invariant: it is stored at most twice a second, and never by a run that is over sooner; nothing is done for a record.
"""

from __future__ import annotations

import threading
from datetime import timedelta

import msgspec

from hub.store import runs
from hub.sync.world import World

EVERY = timedelta(seconds=0.5)

Steps = dict[str, tuple[int, int | None]]
"""How much each step has done, of how much where that is known: `freee/partners`, `resolve company`, `plan`,
`push freee/partners`.
"""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Steps).decode


class Progress:
    """What the steps of a run call; a display in this process is told too."""

    def __init__(self, world: World, run_id: int) -> None:
        self._world, self._run_id = world, run_id
        self._steps: Steps = {}
        self._lock = threading.Lock()
        self._next_at = world.now() + EVERY

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        """A step has done so much; to be called outside of transactions."""
        self._world.progress(step, done, total)
        with self._lock:
            self._steps[step] = (done, total)
            now = self._world.now()
            if now < self._next_at or self._world.database.in_dry_run:
                return
            self._next_at = now + EVERY
            told = _encode(self._steps).decode()
        with self._world.database.begin() as tx:
            runs.progressed(tx, self._run_id, told)


def read_progress(text: str | None) -> Steps:
    """What a run has stored of it, in the order in which the steps began."""
    return _decode(text) if text else {}
