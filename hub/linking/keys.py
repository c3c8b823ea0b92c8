"""Hashed facts by which customers are found for a party without looking at each of them.

Invariant: a candidate that any ground speaks for shares a key with its party.
"""

from __future__ import annotations

import xxhash

from hub.linking.facts import Facts

# A name that may be read in more ways says nothing by its sound.
_MOST_SOUNDS = 8


def keys_of(facts: Facts) -> tuple[int, ...]:
    """The keys of a party or a customer, each once, in a fixed order."""
    texts = [f"number|{facts.number}" if facts.number else "", f"trader|{facts.trader}" if facts.trader else ""]
    texts.append(f"name|{facts.name.core}" if facts.name.core else "")
    texts += (f"phone|{digits}" for digits in facts.phones)
    texts += (f"mail|{address}" for address in facts.mail)
    if len(facts.sounds) <= _MOST_SOUNDS:
        texts += (f"sound|{sound}" for sound in facts.sounds)
    if spot := spot_of(facts):
        texts.append(f"spot|{spot}")
    return tuple(sorted({_hashed(text) for text in texts if text}))


def spot_of(facts: Facts) -> str:
    """A house: the town or its postal code, and the block; "" where the address does not reach so far."""
    place = facts.place
    town = f"{place.city}{place.town}"
    return f"{town}|{place.block}" if town and place.block else ""


def signature(facts: Facts) -> int:
    """One key for all that a party says of itself, under which a person's word about it is remembered; 0 for nothing.

    A name that others bear too is remembered with its place or telephone, and so is never taken for theirs.
    """
    name = facts.name
    said = (name.core, name.legal_form, name.side, name.branch, *sorted(facts.sounds))
    if not any(said):
        return 0
    where = (facts.number, facts.trader, spot_of(facts), *sorted(facts.phones), *sorted(facts.mail))
    return _hashed("|".join(("party", *said, *where)))


def _hashed(text: str) -> int:
    # 63 bits, because databases have signed integers; never 0, which stands for nothing.
    return (xxhash.xxh3_64_intdigest(text.encode()) >> 1) | 1
