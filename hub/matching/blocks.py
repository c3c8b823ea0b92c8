"""Block keys: what two records must have in common to be weighed against each other at all, as whole numbers.

A number's five lowest bits tell which key of the definition it is of, so that its cap travels with it in the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import xxhash

from hub.matching.evidence_model import Definition, Key

_PLACE = 31


def block_keys(definition: Definition, features: Mapping[str, str]) -> tuple[int, ...]:
    """The keys of a record, each once, sorted."""
    return tuple(sorted(set(_keys(definition, features))))


def cap_of(definition: Definition, key: int) -> int:
    """How many records may share a key; where more do, it finds no pairs."""
    return definition.keys[key & _PLACE].cap


def _keys(definition: Definition, features: Mapping[str, str]) -> Iterator[int]:
    for place, key, said in _told(definition):
        values = [features[feature] for feature in key.features]
        if "" in values:
            continue
        start = "|".join((said, *values, ""))
        for word in features[key.each].split() if key.each else ("",):
            # 63 bits, because databases have signed integers.
            yield (xxhash.xxh3_64_intdigest(f"{start}{word}".encode()) >> 1) & ~_PLACE | place


@lru_cache(maxsize=16)
def _told(definition: Definition) -> tuple[tuple[int, Key, str], ...]:
    """Each key with its place and with how its texts begin."""
    return tuple((place, key, f"{definition.entity}|{place}") for place, key in enumerate(definition.keys))
