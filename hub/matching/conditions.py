"""Questions about two records that have one answer in Python and in SQL: whether what they say is the same.

In SQL a feature is known by its code (`phone_code`), which is 0 where nothing was said, and by its letters (`phone`)
only where a question reads them.

Invariant: a question is symmetric, and `asked` (a function) and `sql` (a text) never answer differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hub.matching.dialect import Dialect

Facts = Mapping[str, str | float]
Asked = Callable[[Facts, Facts], bool]


def mentioned(condition: object) -> set[str]:
    """The features that a question is about."""
    said = vars(condition)
    parts = (*said.get("parts", ()), *((said["part"],) if "part" in said else ()))
    named = {said[name] for name in ("feature", "other") if name in said}
    return named.union(*map(mentioned, parts))


def spelled(condition: object) -> set[str]:
    """The features whose letters a question reads."""
    said = vars(condition)
    parts = (*said.get("parts", ()), *((said["part"],) if "part" in said else ()))
    return (mentioned(condition) if getattr(condition, "reads_letters", False) else set()).union(*map(spelled, parts))


class Condition(Protocol):
    """A question about a pair; the sides are called l and r in SQL."""

    def asked(self, left: Facts, right: Facts) -> bool: ...

    def sql(self, dialect: Dialect) -> str: ...


@dataclass(frozen=True)
class Same:
    """Both say it, and the same."""

    feature: str

    def asked(self, left: Facts, right: Facts) -> bool:
        return left[self.feature] != "" and left[self.feature] == right[self.feature]

    def sql(self, dialect: Dialect) -> str:
        return f"(l.{self.feature}_code = r.{self.feature}_code AND l.{self.feature}_code <> 0)"


@dataclass(frozen=True)
class Both:
    """Both say it."""

    feature: str

    def asked(self, left: Facts, right: Facts) -> bool:
        return left[self.feature] != "" and right[self.feature] != ""

    def sql(self, dialect: Dialect) -> str:
        return f"(l.{self.feature}_code <> 0 AND r.{self.feature}_code <> 0)"


@dataclass(frozen=True)
class Crossed:
    """One side's first feature is the other side's second one."""

    feature: str
    other: str

    def asked(self, left: Facts, right: Facts) -> bool:
        one, other = self.feature, self.other
        return (left[one] != "" and left[one] == right[other]) or (right[one] != "" and right[one] == left[other])

    def sql(self, dialect: Dialect) -> str:
        one, other = self.feature, self.other
        crossed = (f"({a}.{one}_code <> 0 AND {a}.{one}_code = {b}.{other}_code)" for a, b in ("lr", "rl"))
        return f"({' OR '.join(crossed)})"


@dataclass(frozen=True)
class Neither:
    """Neither says it."""

    feature: str

    def asked(self, left: Facts, right: Facts) -> bool:
        return left[self.feature] == "" and right[self.feature] == ""

    def sql(self, dialect: Dialect) -> str:
        return f"(l.{self.feature}_code = 0 AND r.{self.feature}_code = 0)"


@dataclass(frozen=True)
class EitherIs:
    """One side says just this."""

    feature: str
    value: str

    def asked(self, left: Facts, right: Facts) -> bool:
        return self.value in (left[self.feature], right[self.feature])

    def sql(self, dialect: Dialect) -> str:
        value = dialect.code.format(f"'{self.value}'")
        return f"(l.{self.feature}_code = {value} OR r.{self.feature}_code = {value})"


@dataclass(frozen=True, init=False)
class All:
    """Every one of them."""

    parts: tuple[Condition, ...]

    def __init__(self, *parts: Condition) -> None:
        object.__setattr__(self, "parts", parts)

    def asked(self, left: Facts, right: Facts) -> bool:
        return all(part.asked(left, right) for part in self.parts)

    def sql(self, dialect: Dialect) -> str:
        # What is told by codes is asked first.
        parts = sorted(self.parts, key=lambda part: bool(spelled(part)))
        return "(" + " AND ".join(part.sql(dialect) for part in parts) + ")"


@dataclass(frozen=True, init=False)
class Any:
    """At least one of them."""

    parts: tuple[Condition, ...]

    def __init__(self, *parts: Condition) -> None:
        object.__setattr__(self, "parts", parts)

    def asked(self, left: Facts, right: Facts) -> bool:
        return any(part.asked(left, right) for part in self.parts)

    def sql(self, dialect: Dialect) -> str:
        return "(" + " OR ".join(part.sql(dialect) for part in self.parts) + ")"


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: Condition

    def asked(self, left: Facts, right: Facts) -> bool:
        return not self.part.asked(left, right)

    def sql(self, dialect: Dialect) -> str:
        return f"(NOT {self.part.sql(dialect)})"
