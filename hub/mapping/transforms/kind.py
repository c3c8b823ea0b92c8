"""What a transform is: a way from the system's words to ours, and where one exists, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.problems import TransformError

Way = Callable[..., Any]

MOST_DIGITS = 100
"""More than any amount, count or code has before or behind its point."""


@dataclass(frozen=True)
class Transform:
    """A named pair of ways; the law is forward(inverse(forward(x))) == forward(x).

    `forward` gets a value that is not null or empty, and gives None or "" where it says nothing after all.
    `of_text`, where there is one, is the same for a text that is not empty and has no space around it: the quick way.
    `yields` names the fields of the group that `forward` gives as a dict (blank ones left out) and `inverse` takes.
    The ways of a `zoned` one take the time zone as a second argument.
    """

    name: str
    forward: Way
    inverse: Way | None = None
    yields: tuple[str, ...] = ()
    zoned: bool = False
    of_text: Way | None = None

    @classmethod
    def from_text(cls, name: str, of_text: Way, inverse: Way | None = None, *, zoned: bool = False) -> Transform:
        """A transform that reads a scalar by its text, and says nothing of an empty one."""

        def forward(value: Any, *zone: ZoneInfo) -> Any:
            text = as_text(value)
            return of_text(text, *zone) if text else ""

        return cls(name, forward, inverse, zoned=zoned, of_text=of_text)

    def in_zone(self, zone: ZoneInfo) -> Transform:
        """The transform with its time zone settled."""
        if not self.zoned:
            return self
        return replace(
            self,
            forward=_settled(self.forward, zone),
            inverse=_settled(self.inverse, zone) if self.inverse else None,
            of_text=_settled(self.of_text, zone) if self.of_text else None,
            zoned=False,
        )


def _settled(way: Way, zone: ZoneInfo) -> Way:
    # A partial with a keyword takes twice as long as this.
    return lambda value: way(value, zone)


def as_text(value: Any) -> str:
    """A scalar as text without space around it; a list or table is none."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return plain_decimal(value)
    raise TransformError(f"is a {'list' if isinstance(value, list) else 'table'} where a text is expected")


def measured(value: Decimal) -> Decimal:
    """The number, if it is one that a customer record can hold: 1e999999999 has ten letters and fills a gigabyte."""
    if not value.is_finite():
        raise TransformError("is not a finite number")
    if value and abs(value.adjusted()) > MOST_DIGITS:
        raise TransformError(f"is a number of more than {MOST_DIGITS} digits")
    return value


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end: 1200, 12.5."""
    text = format(measured(value) or Decimal(0), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def in_words(way: Callable[[str], Any]) -> Callable[[str], Any]:
    """A normalizing function whose complaint becomes the record's problem; its words hold no value."""

    def worded(text: str) -> Any:
        try:
            return way(text)
        except ValueError as error:
            raise TransformError(str(error)) from None

    return worded
