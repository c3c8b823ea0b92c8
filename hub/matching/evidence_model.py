"""The parts of a definition of sameness: keys that find pairs, rarities, and factors that weigh pairs in bits.

Invariant: a definition is data; it has no code of its own, so every executor weighs alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from hub.matching.conditions import Condition, Facts, mentioned, spelled
from hub.matching.dialect import Dialect

RAREST = 1 / 64
"""No name is taken for rarer than this many others: what is seen of a name in one file says no more."""
RAREST_OF_MANY, NAMES_FOR_MORE = 1 / 1024, 64
"""Unless the file has many names: then for no rarer than 64 by their number, and never than this."""
RAREST_OF_FEW, NAMES_FOR_LESS = 1 / 8, 8
"""A file of few names knows little of how common they are in the world: 山田商店 may stand in every town."""

FEWEST_NAMES = 30
"""A file of fewer names tells no shares: a name that stands alone in it is not thereby that of all the world."""
FEWEST_RECORDS = 1000
"""A smaller file is taken for one that knows no more of the world than this many records do."""
LONGEST_SPLIT = 24
"""Behind so many letters no name is divided."""


def rarest(names: float) -> float:
    """For no rarer than this many others is a name taken in a file of so many names."""
    if names < NAMES_FOR_LESS / RAREST:
        return max(RAREST, min(RAREST_OF_FEW, NAMES_FOR_LESS / names))
    return min(RAREST, max(RAREST_OF_MANY, NAMES_FOR_MORE / names))


def rarest_sql(names: str) -> str:
    """The same over a column."""
    few = f"greatest({RAREST}, least({RAREST_OF_FEW}, {NAMES_FOR_LESS}.0 / {names}))"
    many = f"least({RAREST}, greatest({RAREST_OF_MANY}, {NAMES_FOR_MORE}.0 / {names}))"
    return f"CASE WHEN {names} < {NAMES_FOR_LESS / RAREST} THEN {few} ELSE {many} END"


@dataclass(frozen=True)
class Rarity:
    """How many others a value of `feature` stands for, its EF, and the bits that agreement on it is worth.

    EF counts identities but the one in hand: the most distinct values that any feature of `over` has among the
    records with the value, less one; `alone` where only one is seen.

    A name has at least as many others as chance brings together: the number of records times the shares of its parts
    among all names. `parts` names them; with `split` the likeliest two halves are taken, among names that ever have
    that feature (a legal form) or among those that never have it. Of what `hint` shows beyond two values half is
    counted, since a branch or a move shows so too.

    Bits are log2(N / EF), never below 0; where several share the value, they fade `fade` times as fast.
    """

    feature: str
    over: tuple[str, ...] = ()
    parts: tuple[str, str] | None = None
    split: str = ""
    hint: tuple[str, ...] = ()
    fade: float = 1.0
    alone: float = 1.0


@dataclass(frozen=True)
class Bits:
    """A weight: a constant and a share of the bits of a feature's value, the lesser ones of those that are known."""

    constant: float = 0.0
    rarity: str | None = None
    share: float = 1.0

    def of(self, left: Facts, right: Facts) -> float:
        """What a pair is worth."""
        if self.rarity is None:
            return self.constant
        known = [bits for side in (left, right) if (bits := float(side[f"{self.rarity}_bits"])) > 0]
        return self.constant + self.share * min(known, default=0.0)

    def sql(self) -> str:
        """The same over a table of pairs that has the bits of both sides."""
        if self.rarity is None:
            return f"CAST({self.constant!r} AS DOUBLE)"
        one, other = (f"nullif({side}_{self.rarity}_bits, 0)" for side in "lr")
        least = f"coalesce(least({one}, {other}), 0)"
        return f"CAST({self.constant!r} AS DOUBLE) + CAST({self.share!r} AS DOUBLE) * {least}"


@dataclass(frozen=True)
class Level:
    """What a pair is worth where the condition holds; `words` say so to a person.

    A wall keeps two records apart for ever where the rest does not outweigh it, however many others lie between them.
    """

    words: str
    when: Condition
    bits: Bits
    wall: bool = False


@dataclass(frozen=True)
class Factor:
    """One line of evidence: its first level that holds, 0 bits where none does."""

    name: str
    levels: tuple[Level, ...]

    def level(self, left: Facts, right: Facts) -> int:
        """The place of the level that holds; -1 for none."""
        return next((place for place, level in enumerate(self.levels) if level.when.asked(left, right)), -1)

    def level_sql(self, dialect: Dialect) -> str:
        """The same over two tables of facts, l and r."""
        cases = " ".join(f"WHEN {level.when.sql(dialect)} THEN {place}" for place, level in enumerate(self.levels))
        return f"CASE {cases} ELSE -1 END"

    def bits_sql(self) -> str:
        """The bits over a table of pairs that has the level."""
        cases = " ".join(f"WHEN {place} THEN {level.bits.sql()}" for place, level in enumerate(self.levels))
        return f"CASE {self.name}_level {cases} ELSE CAST(0 AS DOUBLE) END"

    def wall_sql(self) -> str:
        """Whether the level is a wall; "" where none is."""
        walls = [str(place) for place, level in enumerate(self.levels) if level.wall]
        return f"{self.name}_level IN ({', '.join(walls)})" if walls else ""


@dataclass(frozen=True)
class Bundle:
    """Factors that hang together, as all that comes with an employer: the strongest counts, each further one a little.

    Factors against count in full only where none speaks for.
    """

    name: str
    factors: tuple[Factor, ...]
    further: float = 1.0


@dataclass(frozen=True)
class Key:
    """Records that agree on all features of a key are compared, where no more than `cap` of them do.

    `each` is a feature of several words, of which one in common is enough.
    """

    features: tuple[str, ...]
    cap: int = 80
    each: str = ""


@dataclass(frozen=True)
class Definition:
    """What makes two records of one type the same. Scores at `same` join, from `ask` on a person is asked.

    What speaks against one pair stops a chain that has fewer bits to spare, and no more than `most_against` are asked
    for.
    """

    entity: str
    keys: tuple[Key, ...]
    rarities: tuple[Rarity, ...]
    factors: tuple[Factor | Bundle, ...]
    same: float
    ask: float
    most_against: float = 7

    def __hash__(self) -> int:
        # Made of a few of its parts: it is asked for at each chunk, and going through all of them takes a while.
        return hash((self.entity, self.same, self.ask))

    def columns(self) -> tuple[str, ...]:
        """What is known of a record: its features, and the bits of those whose rarity counts."""
        return (*self.features(), *(f"{one.feature}_bits" for one in self.rarities))

    def features(self) -> list[str]:
        """Every feature that is asked for, sorted."""
        return list(self._features)

    @cached_property
    def written(self) -> str:
        """All of it as one text, by which two of them can be told apart."""
        return repr(self)

    @cached_property
    def _features(self) -> tuple[str, ...]:
        asked = {feature for key in self.keys for feature in (*key.features, key.each)}
        for one in self.rarities:
            asked |= {one.feature, one.split, *one.over, *one.hint, *(one.parts or ())}
        for factor in self.plain_factors():
            asked = asked.union(*(mentioned(level.when) for level in factor.levels))
        return tuple(sorted(asked - {""}))

    def spelled(self) -> list[str]:
        """Every feature whose letters are asked for, sorted; of the others it is enough which are the same."""
        asked = {key.each for key in self.keys} | {one.feature for one in self.rarities if one.split}
        for factor in self.plain_factors():
            asked = asked.union(*(spelled(level.when) for level in factor.levels))
        return sorted(asked - {""})

    def plain_factors(self) -> list[Factor]:
        """Every factor, those of bundles too, in the order in which they are told."""
        return [factor for one in self.factors for factor in (one.factors if isinstance(one, Bundle) else (one,))]
