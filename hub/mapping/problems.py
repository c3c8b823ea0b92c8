"""What a mapping cannot do with one record: it names the part and the field, and never the value."""

from __future__ import annotations


class MappingProblem(Exception):  # noqa: N818 - it is the reason of a quarantined record, not a fault of the program
    """This record does not fit the mapping; the record is quarantined and the rest goes on."""

    def __init__(self, part: str, field: str, what: str) -> None:
        place = ".".join(name for name in (part, field) if name)
        super().__init__(f"{place}: {what}" if place else what)
        self.part = part
        self.field = field
        self.what = what


class TransformError(ValueError):
    """A transform cannot read this value; the text says what kind of value it is not, and never the value itself."""
