"""Tells the last page of a list whose length freee does not tell, without a request more for nearly every list.

Invariant: a page as large as was asked for is never the last.
"""

from __future__ import annotations

_ROUND = 10
"""What freee or a proxy gives at most is a round number; that one list in ten ends at one costs it a request more."""


def is_last(count: int, limit: int) -> bool:
    """Whether a page of so many records, of which `limit` were asked for, ends its list."""
    return count < limit and (count == 0 or count % _ROUND != 0)
