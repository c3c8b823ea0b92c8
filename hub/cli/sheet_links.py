"""Whose the purchases of a sheet are: the sheet of the same workbook whose rows are told by the number that they name.

Invariant: a number of another kind is taken for that one only if the rows of the other sheet have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hub.cli.sheet_key import heading_of
from hub.cli.sheets import Look
from hub.mapping.headings import heading_key
from hub.mapping.propose import Link
from hub.mapping.purchase_headings import customer_numbers

_CUSTOMERS = ("contact", "company")


def link_of(purchases: Look, others: Mapping[str, Look]) -> Link | None:
    """The best of the other sheets, by their streams; None where none has the numbers."""
    found = [link for stream, other in others.items() for link in _links(purchases, stream, other)]
    return min(found, key=lambda link: link.failed, default=None)


def _links(purchases: Look, stream: str, other: Look) -> Iterator[Link]:
    key = other.reading.told_by()
    # The rows are told by more than a number, or a customer may be missing in one of them.
    part = next(iter(other.compiled.parts))
    if len(key) != 1 or part not in _CUSTOMERS or heading_of(other.compiled, part, "code") != key[0]:
        return
    ids = other.reading.ids()
    for heading in customer_numbers(purchases.headings):
        numbers = [number for row in purchases.samples.good if (number := row.get(heading, "").strip())]
        failed = sum(number not in ids for number in numbers)
        if failed < len(numbers) or heading_key(heading) == heading_key(key[0]):
            yield Link(heading, stream, part, len(numbers), failed)
