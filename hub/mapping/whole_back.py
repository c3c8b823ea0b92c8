"""A whole stored document in the system's words, without a table of it in between: a first load says every customer so.

Invariant: the same payload as the way back of all its fields would give, or none, which leaves it to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from hub.mapping.rules import CompiledPart
from hub.mapping.source import made
from hub.mapping.source_back import SourceBack
from hub.mapping.transforms.names import HALVES


class WholeBack:
    """One part; its struct knows the fields that may be written, and no document with others."""

    def __init__(self, part: CompiledPart, writable: Iterable[str]) -> None:
        names = {field: f"d{place}" for place, field in enumerate(writable)}
        shape = msgspec.defstruct(
            "Whole",
            [(name, Any, None) for name in names.values()],
            rename={name: field for field, name in names.items()},
            forbid_unknown_fields=True,
            gc=False,
        )
        self._decode = msgspec.json.Decoder(shape).decode
        source = _Source(part, names)
        self._say = made(source.write(), {**source.names, "NOTHING": None}, "unmap_whole")

    def __call__(self, text: str | bytes) -> dict[str, Any] | None:
        """The payload; None where the document has other fields, halves of names without the whole, or a value for
        which the system has no word.
        """
        try:
            payload: dict[str, Any] | None = self._say(self._decode(text))
        except (msgspec.ValidationError, ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
            return None
        return payload


class _Source(SourceBack):
    """Writes the function `unmap_whole(doc)`; `attributes` tells where the struct has each field."""

    head = "def unmap_whole(doc):"

    def __init__(self, part: CompiledPart, attributes: dict[str, str]) -> None:
        super().__init__(part)
        self._attributes = attributes

    def _begin(self) -> None:
        # Where a whole name and its halves do not go together, they have to be completed first.
        for whole, halves in HALVES.items() if self.part.entity == "person" else ():
            self._line(1, f"if ({self._is_wanted([whole])}) is not ({self._is_wanted([*halves])}):")
            self._line(2, "return None")

    def _is_wanted(self, fields: list[str]) -> str:
        return " or ".join(f"{self._value(field)} is not None" for field in fields)

    def _value(self, field: str) -> str:
        return f"doc.{self._attributes[field]}" if field in self._attributes else "NOTHING"
