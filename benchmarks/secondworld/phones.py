"""Telephone numbers under the right area codes; blocks of ten for a line and its neighbours, never given twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.secondworld.dice import Ring

BLOCK = 10
MOBILE_BLOCK = 20
_MOBILE_BLOCKS = 3 * 9_000 * 10_000 // MOBILE_BLOCK


@dataclass(slots=True)
class Exchange:
    """Hands out numbers. An area code that is exhausted begins again, as the numbers of closed lines do."""

    rnd: Random
    _areas: dict[str, Ring] = field(default_factory=dict)
    _mobile: Ring = field(init=False)
    _free_dial: Ring = field(init=False)

    def __post_init__(self) -> None:
        self._mobile = Ring(_MOBILE_BLOCKS, self.rnd.randrange(_MOBILE_BLOCKS))
        self._free_dial = Ring(900_000, self.rnd.randrange(900_000))

    def block(self, area_code: str) -> tuple[str, int]:
        """An area code and the first of ten subscriber numbers in a row."""
        digits = 10 - len(area_code)
        ring = self._areas.get(area_code)
        if ring is None:
            size = 8 * 10 ** (digits - 1) // BLOCK
            ring = self._areas[area_code] = Ring(size, self.rnd.randrange(size))
        return area_code, 2 * 10 ** (digits - 1) + ring.take() * BLOCK

    def single(self, area_code: str) -> str:
        """A household's line."""
        area, first = self.block(area_code)
        return fixed_line((area, first), self.rnd.randrange(BLOCK))

    def mobile_block(self) -> int:
        return self._mobile.take() * MOBILE_BLOCK

    def mobile(self) -> str:
        return mobile_number(self.mobile_block(), self.rnd.randrange(MOBILE_BLOCK))

    def free_dial(self) -> str:
        number = 100_000 + self._free_dial.take()
        return f"0120-{number // 1000:03d}-{number % 1000:03d}"


def fixed_line(block: tuple[str, int], offset: int) -> str:
    """03-2345-6780 and the nine after it."""
    area, number = block[0], block[1] + offset
    return f"{area}-{number // 10_000}-{number % 10_000:04d}"


def mobile_number(block: int, offset: int) -> str:
    """090-1234-5678; a firm's contract has a block of these in a row."""
    prefix, number = divmod(block + offset, 90_000_000)
    return f"0{7 + prefix}0-{1000 + number // 10_000:04d}-{number % 10_000:04d}"
