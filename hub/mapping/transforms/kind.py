"""What a transform is: a way from the system's words to ours, and where one exists, the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.problems import TransformError

Way = Callable[..., Any]


@dataclass(frozen=True)
class Transform:
    """A named pair of ways; the law is forward(inverse(forward(x))) == forward(x).

    `forward` gets a value that is not null or empty, and gives None or "" where it says nothing after all.
    `yields` names the fields of the group that `forward` gives as a dict (blank ones left out) and `inverse` takes.
    A `zoned` one takes the time zone as a second argument.
    """

    name: str
    forward: Way
    inverse: Way | None = None
    yields: tuple[str, ...] = ()
    zoned: bool = False

    def in_zone(self, zone: ZoneInfo) -> Transform:
        """The transform with its time zone settled."""
        if not self.zoned:
            return self
        return replace(
            self,
            forward=partial(self.forward, zone=zone),
            inverse=partial(self.inverse, zone=zone) if self.inverse else None,
            zoned=False,
        )


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


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end: 1200, 12.5."""
    if not value.is_finite():
        raise TransformError("is not a finite number")
    text = format(value, "f")
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
