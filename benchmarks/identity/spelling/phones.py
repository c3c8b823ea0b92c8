"""A telephone number as people type it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.chance import Chance
from benchmarks.identity.spelling.letters import wide
from benchmarks.identity.world.numbers import Phone

_DASHES = "ー－‐–—−"


@dataclass(frozen=True)
class PhoneStyle:
    """How tidy a source is: the share of plain 03-1234-5678, and of those without zero or area code."""

    tidy: float = 0.6
    lost_zero: float = 0.0
    local_only: float = 0.0
    extension: float = 0.0


def phone(chance: Chance, number: Phone, style: PhoneStyle) -> str:
    """The number in one of the ways of the style."""
    if chance.hits(style.tidy):
        return f"{number.area}-{number.local}-{number.last}"
    if chance.hits(style.lost_zero):
        return number.digits[1:]
    if not number.is_mobile and chance.hits(style.local_only):
        return f"{number.local}-{number.last}"
    text = _loose(chance, number)
    if chance.hits(style.extension):
        text += chance.pick(("(内線{})", " 内線{}", "（内{}）", " ext.{}", " 内線:{}")).format(chance.between(10, 9999))
    return text


def _loose(chance: Chance, number: Phone) -> str:
    area, local, last, _ = number
    roll = chance.random()
    if roll < 0.30:
        return area + local + last
    if roll < 0.42:
        return f"({area}){local}-{last}"
    if roll < 0.50:
        return f"{area}({local}){last}"
    if roll < 0.62:
        return f"+81-{area[1:]}-{local}-{last}"
    if roll < 0.68:
        return f"+81 {area[1:]} {local} {last}"
    if roll < 0.80:
        return wide(f"{area}-{local}-{last}")
    if roll < 0.88:
        dash = chance.pick(_DASHES)
        return f"{area}{dash}{local}{dash}{last}"
    if roll < 0.93:
        return f"{area} {local} {last}"
    if roll < 0.97:
        return f"TEL:{area}-{local}-{last}"
    return f"{area}.{local}.{last}"
