"""What is wrong in a file that a person wrote: the place, what happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file; lines and columns count from 1."""

    file: str
    line: int = 1
    col: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"


class LocatedError(Exception):
    """One problem at one place; `hint` says what to do about it."""

    def __init__(self, file: str, line: int, col: int, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.file = file
        self.line = line
        self.col = col
        self.what = what
        self.hint = hint

    @classmethod
    def at(cls, place: Place, what: str, hint: str = "") -> LocatedError:
        """The problem at `place`."""
        return cls(place.file, place.line, place.col, what, hint)

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.file, self.line, self.col)

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}"
        return f"{text}; {self.hint}" if self.hint else text


class ConfigError(Exception):
    """Everything that is wrong in what a person wrote, in the order of the files' lines."""

    def __init__(self, problems: Iterable[LocatedError]) -> None:
        self.problems: tuple[LocatedError, ...] = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str], label: str = "known") -> str:
    """The hint for a misspelt word: the nearest known one, and all that may stand here."""
    choices = sorted(set(known))
    if not choices:
        return ""
    near = nearest(word, choices)
    listed = f"{label}: {', '.join(choices)}"
    return f"did you mean '{near}'? {listed}" if near else listed


def nearest(word: str, choices: Sequence[str]) -> str | None:
    """The choice that is probably meant, None where none is near."""
    bare = word.strip().casefold().replace("-", "_").replace(" ", "_")
    matches = get_close_matches(bare, choices, n=1, cutoff=0.6)
    return matches[0] if matches else None
