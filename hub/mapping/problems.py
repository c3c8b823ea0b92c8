"""What a mapping cannot do with one record: it names the part and the field, and never the value."""

from __future__ import annotations

from collections.abc import Sequence


class MappingProblem(Exception):  # noqa: N818 - it is the reason of a quarantined record, not a fault of the program
    """This record does not fit the mapping; the record is quarantined and the rest goes on.

    `path` leads to the value in the record, where it is a single one; its name there is told beside the field's.
    """

    def __init__(self, part: str, field: str, what: str, path: Sequence[str] = ()) -> None:
        place, heading = ".".join(name for name in (part, field) if name), ".".join(path)
        named = f"{place} ({heading})" if heading not in ("", field) else place
        super().__init__(f"{named}: {what}" if named else what)
        self.part = part
        self.field = field
        self.what = what
        self.path = tuple(path)


class TransformError(ValueError):
    """A transform cannot read this value; the text says what kind of value it is not, and never the value itself."""
