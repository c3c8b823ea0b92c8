"""Fetches one item ahead while the one before is being worked on; never more than one, and in order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class _End:
    """Stands for the end: a StopIteration cannot cross a future."""


_END = _End()


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items and the same error at the same place; the iterator runs in a thread of its own."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as pool:
        coming: Future[T | _End] = pool.submit(next, items, _END)
        while not isinstance(item := coming.result(), _End):
            coming = pool.submit(next, items, _END)
            yield item
