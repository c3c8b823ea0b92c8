"""Pairs that people have decided, as a file tells them: left, right, verdict, as a review file has them.

Invariant: what can't be read is told once, with file, line and column; a verdict that decides nothing is passed over.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from hub.batch.source import encoding_of
from hub.located import LocatedError, Place, did_you_mean

DECIDED = {"same": True, "different": False}
OPEN = frozenset({"ask", "wall", "unsure", ""})
_COLUMNS = ("left", "right", "verdict")


class Read(NamedTuple):
    """Whether two records are the same, by their ids in the order of the alphabet, and where each pair stands."""

    decided: dict[tuple[str, str], bool]
    places: dict[tuple[str, str], Place]


def read_decided(path: Path) -> Read:
    """The decisions of a file."""
    found: dict[tuple[str, str], bool] = {}
    places: dict[tuple[str, str], Place] = {}
    for line, columns, row in _rows(path):
        verdict = row["verdict"].lower()
        if verdict in OPEN:
            continue
        if verdict not in DECIDED:
            hint = did_you_mean(verdict[:40], (*DECIDED, *OPEN - {""}))
            raise _error(path, line, columns["verdict"], f"the verdict '{verdict[:40]}' is not known", hint)
        one, other = sorted((row["left"], row["right"]))
        if one == other:
            raise _error(path, line, columns["right"], "both sides are the same record", "name two records")
        if found.setdefault((one, other), DECIDED[verdict]) is not DECIDED[verdict]:
            what = f"'{one[:80]}' and '{other[:80]}' are the same in one line and different in another"
            raise _error(path, line, columns["verdict"], what, "keep one of them")
        places.setdefault((one, other), Place(str(path), line, columns["left"] + 1))
    return Read(found, places)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, int], dict[str, str]]]:
    with path.open(encoding=encoding_of(path), newline="") as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        for name in _COLUMNS:
            if name not in header:
                raise LocatedError(str(path), 1, 1, f"no column {name}", did_you_mean(name, header))
        columns = {name: header.index(name) for name in _COLUMNS}
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                cells += [""] * (len(header) - len(cells))
                yield line, columns, {name: cells[place].strip() for name, place in columns.items()}
            line = reader.line_num + 1


def _error(path: Path, line: int, place: int, what: str, hint: str) -> LocatedError:
    return LocatedError(str(path), line, place + 1, what, hint)
