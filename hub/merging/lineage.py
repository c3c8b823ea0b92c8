"""Lineage as stored: which source record each golden value came from; nothing where all came from the only one."""

from __future__ import annotations

import msgspec

_LINEAGE = msgspec.json.Decoder(dict[str, int])


def write_lineage(lineage: dict[str, int], only_source: int | None) -> str | None:
    """The text to store; None where every value is that of the only source."""
    if only_source is not None and all(source_id == only_source for source_id in lineage.values()):
        return None
    return msgspec.json.encode(lineage, order="sorted").decode()


def read_lineage(text: str | None, fields: list[str], only_source: int | None) -> dict[str, int]:
    """The source id behind each field (0: a decision)."""
    if text is None:
        return dict.fromkeys(fields, only_source or 0)
    return _LINEAGE.decode(text)
