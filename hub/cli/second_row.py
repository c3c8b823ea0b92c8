"""A second row of headings that is not merged with the first, so that the sheet's reader takes it for a customer.

Invariant: the row is named as the header only if no heading of the row above is lost by it.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from hub.cli.sheet_rows import Reading, Samples
from hub.mapping.grouped import target_of
from hub.mapping.headings import heading_key, words
from hub.sdk.errors import ConnectorError

_ROWS_TRIED = range(2, 13)


def lower_headings(samples: Samples) -> dict[str, str]:
    """The cells of such a row by the headings above them; empty where the first row is a customer."""
    return next((cells for row in _first(samples) if (cells := _filled(row)) and _are_headings(cells)), {})


def with_both_rows(reading: Reading, samples: Samples, lower: dict[str, str]) -> Reading | None:
    """The sheet read with the lower row as its header, where the connector joins the upper one to it."""
    kept = {heading for row in _first(samples) for heading in row} - set(lower)
    for number in _ROWS_TRIED:
        other = replace(reading, header_row=number)
        try:
            headings = {heading for row in _first(other.samples()) for heading in row}
        except ConnectorError:
            continue
        if kept <= headings and set(lower.values()) <= {heading.rpartition("/")[2] for heading in headings}:
            return other
    return None


def _first(samples: Samples) -> list[dict[str, str]]:
    """The first row that can be read and the first that cannot."""
    return [*samples.good[:1], *(cells for bad in samples.bad[:1] if (cells := _decoded(bad.payload)))]


def _decoded(payload: bytes) -> dict[str, str]:
    """A row by its headings; one that has too many fields for them stands there as it is in the file."""
    try:
        return msgspec.json.decode(payload, type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {heading: cell for heading, cell in row.items() if cell.strip()}


def _are_headings(cells: dict[str, str]) -> bool:
    return all(target_of(cell, "company", "contact") or heading_key(cell) in words().when for cell in cells.values())
