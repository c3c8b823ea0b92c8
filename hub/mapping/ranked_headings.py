"""Lists of one kind of record, such as invoices: a table of headings, of which the first that a sheet has is meant.

Invariant: of several headings for one field one is chosen, and never one without tax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Self

from hub.mapping.headings import Target, heading_key
from hub.mapping.units import counted
from hub.normalize.late import late

_WITHOUT_TAX = late("税抜|税別|本体")


class Rank(NamedTuple):
    """How far down the table a heading stands, its field and the transform ("" for the field's own)."""

    place: int
    field: str
    transform: str


Ranks = Mapping[str, Rank]


class Told(NamedTuple):
    """What a heading says beside its unit, and the transform of that unit."""

    key: str
    unit: str

    @classmethod
    def by(cls, heading: str) -> Self:
        """A heading as it stands in a sheet."""
        found = counted(heading)
        return cls(heading_key(found.heading), found.transform) if found else cls(heading_key(heading), "")


def ranks_of(table: str, further: Iterable[tuple[str, str, str]] = ()) -> Ranks:
    """By heading keys; a table's line has a field, its transform (`-` for none) and its headings, and `further`
    headings (key, field, transform) come after all of them.
    """
    ranks: dict[str, Rank] = {}
    for line in table.strip().replace("\n    ", " ").splitlines():
        field, transform, *meant = line.split()
        how = "" if transform == "-" else transform
        ranks |= {heading_key(word): Rank(place, field, how) for place, word in enumerate(meant)}
    after = {key: Rank(len(ranks) + place, field, how) for place, (key, field, how) in enumerate(further)}
    return MappingProxyType(after | ranks)


def told_by(headings: Sequence[str]) -> dict[str, Told]:
    """What each heading that is not blank says."""
    return {heading: Told.by(heading) for heading in headings if heading.strip()}


def chosen(headings: Mapping[str, Told], ranks: Ranks, part: str) -> dict[str, Target | None]:
    """Where each heading goes; None for those without a field, or with a field that another heading says better."""
    found: dict[str, tuple[int, bool, str]] = {}
    for heading, told in headings.items():
        rank = ranks.get(told.key)
        if rank and not _WITHOUT_TAX.search(heading) and (not told.unit or rank.transform == "money"):
            place = (rank.place, bool(told.unit), heading)
            found[rank.field] = min(found.get(rank.field, place), place)
    targets = {
        heading: Target(part, field, headings[heading].unit or ranks[headings[heading].key].transform)
        for field, (_, _, heading) in found.items()
    }
    return {heading: targets.get(heading) for heading in headings}
