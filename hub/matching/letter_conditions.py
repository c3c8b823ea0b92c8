"""Questions about two records that read the letters of what they say, where the others ask only whether it is the same.

Invariant: as of `conditions`: symmetric, and one answer in Python and in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rapidfuzz.distance import DamerauLevenshtein

from hub.matching.conditions import Facts
from hub.matching.dialect import Dialect


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
        return _share_a_word(left[self.feature], right[self.feature])

    def sql(self, dialect: Dialect) -> str:
        return _shared_word_sql(f"l.{self.feature}", f"r.{self.feature}", dialect)


@dataclass(frozen=True)
class Meets:
    """One of the words of one side's first feature is a word of the other side's second one."""

    reads_letters: ClassVar[bool] = True
    feature: str
    other: str

    def asked(self, left: Facts, right: Facts) -> bool:
        one, other = self.feature, self.other
        return _share_a_word(left[one], right[other]) or _share_a_word(right[one], left[other])

    def sql(self, dialect: Dialect) -> str:
        crossed = (
            _shared_word_sql(f"{one}.{self.feature}", f"{other}.{self.other}", dialect) for one, other in ("lr", "rl")
        )
        return f"({' OR '.join(crossed)})"


def _share_a_word(one: str | float, other: str | float) -> bool:
    return not set(str(one).split()).isdisjoint(str(other).split())


def _shared_word_sql(one: str, other: str, dialect: Dialect) -> str:
    # Most have one word, and those are told by their codes.
    return (
        f"({one}_code <> 0 AND {other}_code <> 0 AND ({one}_code = {other}_code"
        f" OR (({one} LIKE '% %' OR {other} LIKE '% %') AND {dialect.overlap.format(one, other)})))"
    )
