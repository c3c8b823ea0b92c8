"""Kill a hub at every statement of its first start, and start another: `python -m tests.crash.births`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hub.store.migrate import open_store
from tests.crash.doom import STATEMENT, Doom, Fate
from tests.crash.stores import schemas_on_server, shape
from tests.pipeline.lab import SCHEMA


def is_killed(url: str, at: int) -> bool:
    """Open an empty store in a child that dies at its `at`-th statement; whether it got that far."""
    child = os.fork()
    if child == 0:
        Fate(Doom(STATEMENT, at)).watches_statements()
        open_store(url, SCHEMA).close()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def kill_every_birth(fresh: Callable[[int], str], step: int = 1) -> int:
    """Kill a birth at every `step`-th statement; how many. Raises where the next hub does not get a whole store."""
    whole = fresh(0)
    open_store(whole, SCHEMA).close()
    kills = 0
    while is_killed(url := fresh(kills + 1), 1 + kills * step):
        open_store(url, SCHEMA).close()
        assert shape(url) == shape(whole), f"the store born at statement {1 + kills * step} is not whole"
        kills += 1
    return kills


def main() -> None:
    """On SQLite, and on PostgreSQL where the word is given; at every so-manieth statement."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.births", description="Kill hubs that are born.")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    wished = parser.parse_args()
    if wished.database == "postgresql":
        with schemas_on_server() as fresh:
            kills = kill_every_birth(fresh, wished.step)
    else:
        with tempfile.TemporaryDirectory(prefix="hub-births-") as folder:
            kills = kill_every_birth(lambda number: f"sqlite:///{Path(folder) / f'{number}.db'}", wished.step)
    sys.stdout.write(f"{kills} births killed, every next one whole\n")


if __name__ == "__main__":
    main()
