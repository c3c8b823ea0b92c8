"""Reads the tables of words beside this module: sections in brackets, a line an entry, a space between its parts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
Lines = tuple[tuple[str, ...], ...]


@cache
def sections(name: str) -> dict[str, Lines]:
    """Every section of one table by its title, in the order of the file."""
    found: dict[str, list[tuple[str, ...]]] = {}
    title = ""
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            title = line.strip("[]")
            found[title] = []
        elif line and not line.startswith("#"):
            found[title].append(tuple(line.split(" ")))
    return {title: tuple(lines) for title, lines in found.items()}


def first_words(name: str, section: str) -> tuple[str, ...]:
    """The first part of each line of a section."""
    return tuple(line[0] for line in sections(name)[section])
