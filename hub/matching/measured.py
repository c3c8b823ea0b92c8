"""What the shipped weights rest on: how often each level holds of the same and of others, in three made worlds.

`python -m benchmarks.identity.measure` writes the table. A level that none of the worlds shows is not in it.

Invariant: the weights were set so that they do in all of these worlds; what lies between them asks for no other weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from hub.matching.measured_shares import TABLE
from hub.matching.weights import Named


class Ranges(NamedTuple):
    """The least and the largest share of pairs that have a level, where its factor says anything: `m` among pairs that
    are the same, `u` among others.
    """

    m: tuple[float, float]
    u: tuple[float, float]


@cache
def measured(entity: str) -> Mapping[Named, Ranges]:
    """Those of one type of records."""
    found = {}
    for line in TABLE.splitlines():
        kind, factor, words, *numbers = line.split()
        if kind == entity:
            m_least, m_most, u_least, u_most = map(float, numbers)
            found[factor, words] = Ranges((m_least, m_most), (u_least, u_most))
    return found
