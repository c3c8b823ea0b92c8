"""How the steps of several connections are carried out: at once, or one after the other where order must be told.

Invariant: every step is carried out, unless an error ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

Step = Callable[[], None]
Spread = Callable[[Sequence[Step]], None]


def in_threads(steps: Sequence[Step]) -> None:
    """One thread a connection, so that a slow or failing system never delays another."""
    if len(steps) < 2:
        in_order(steps)
        return
    with ThreadPoolExecutor(max_workers=len(steps), thread_name_prefix="connection") as pool:
        for done in [pool.submit(step) for step in steps]:
            done.result()


def in_order(steps: Sequence[Step]) -> None:
    """One after the other."""
    for step in steps:
        step()
