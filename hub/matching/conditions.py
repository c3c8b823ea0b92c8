"""Questions about two records that have one answer in Python and in SQL: equal, different, near.

In SQL a feature is known by its code (`phone_code`), which is 0 where nothing was said, and by its letters (`phone`)
only where a question reads them.

Invariant: a question is symmetric, and `asked` (a function) and `sql` (a text) never answer differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rapidfuzz.distance import DamerauLevenshtein

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
class Near:
    """Both say it, in at least `length` letters of which at most `edits` differ; two swapped ones are one edit."""

    reads_letters: ClassVar[bool] = True
    feature: str
    edits: int
    length: int

    def asked(self, left: Facts, right: Facts) -> bool:
        one, other = str(left[self.feature]), str(right[self.feature])
        if len(one) < self.length or len(other) < self.length:
            return False
        return DamerauLevenshtein.distance(one, other, score_cutoff=self.edits) <= self.edits

    def sql(self, dialect: Dialect) -> str:
        one, other = f"l.{self.feature}", f"r.{self.feature}"
        return (
            f"(length({one}) >= {self.length} AND length({other}) >= {self.length}"
            f" AND abs(length({one}) - length({other})) <= {self.edits}{self._kept(one, other)}"
            f" AND {dialect.edits.format(one, other)} <= {self.edits})"
        )

    def _kept(self, one: str, other: str) -> str:
        """What is seen at once: around a single edit, of two letters at most, the longer side is as it was."""
        side = (self.length - 1) // 2
        if self.edits != 1 or side == 0:
            return ""
        return f" AND (left({one}, {side}) = left({other}, {side}) OR right({one}, {side}) = right({other}, {side}))"


@dataclass(frozen=True)
class Within:
    """One side's text of at least `length` letters is the beginning of the other's."""

    reads_letters: ClassVar[bool] = True
    feature: str
    length: int

    def asked(self, left: Facts, right: Facts) -> bool:
        one, other = str(left[self.feature]), str(right[self.feature])
        return min(len(one), len(other)) >= self.length and (one.startswith(other) or other.startswith(one))

    def sql(self, dialect: Dialect) -> str:
        one, other = f"l.{self.feature}", f"r.{self.feature}"
        return (
            f"(length({one}) >= {self.length} AND length({other}) >= {self.length}"
            f" AND ({dialect.starts.format(one, other)} OR {dialect.starts.format(other, one)}))"
        )


@dataclass(frozen=True)
class Begins:
    """Both say it, and the first `length` letters are the same."""

    reads_letters: ClassVar[bool] = True
    feature: str
    length: int

    def asked(self, left: Facts, right: Facts) -> bool:
        one, other = str(left[self.feature]), str(right[self.feature])
        return min(len(one), len(other)) >= self.length and one[: self.length] == other[: self.length]

    def sql(self, dialect: Dialect) -> str:
        one, other = f"l.{self.feature}", f"r.{self.feature}"
        return (
            f"(length({one}) >= {self.length} AND length({other}) >= {self.length}"
            f" AND substr({one}, 1, {self.length}) = substr({other}, 1, {self.length}))"
        )


@dataclass(frozen=True)
class Overlap:
    """One of the words of one side is a word of the other."""

    reads_letters: ClassVar[bool] = True
    feature: str

    def asked(self, left: Facts, right: Facts) -> bool:
        return not set(str(left[self.feature]).split()).isdisjoint(str(right[self.feature]).split())

    def sql(self, dialect: Dialect) -> str:
        one, other = f"l.{self.feature}", f"r.{self.feature}"
        # Most have one word, and those are told by their codes.
        return (
            f"({one}_code <> 0 AND {other}_code <> 0 AND ({one}_code = {other}_code"
            f" OR (({one} LIKE '% %' OR {other} LIKE '% %') AND {dialect.overlap.format(one, other)})))"
        )


@dataclass(frozen=True)
class Meets:
    """One of the words of one side's first feature is a word of the other side's second one."""

    reads_letters: ClassVar[bool] = True
    feature: str
    other: str

    def asked(self, left: Facts, right: Facts) -> bool:
        return any(
            not set(str(one[self.feature]).split()).isdisjoint(str(other[self.other]).split())
            for one, other in ((left, right), (right, left))
        )

    def sql(self, dialect: Dialect) -> str:
        sides = ((f"{a}.{self.feature}", f"{b}.{self.other}") for a, b in ("lr", "rl"))
        met = (
            f"({one}_code <> 0 AND {other}_code <> 0 AND {dialect.overlap.format(one, other)})" for one, other in sides
        )
        return f"({' OR '.join(met)})"


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
