"""The few functions by which dialects of SQL differ, so that a definition runs on another engine by another table."""

from __future__ import annotations

from typing import NamedTuple


class Dialect(NamedTuple):
    """Each is a pattern for `str.format`, whose places are columns.

    `edits` counts letters that were changed, added, left out or swapped; `overlap` asks whether two texts have a word
    in common; `words` makes a row of each word; `code` makes a whole number of a text, 0 of an empty one; `key` hashes
    columns to a whole number; `places` counts from 1 to one less than its argument, a row each.
    """

    edits: str
    starts: str
    overlap: str
    words: str
    code: str
    key: str
    places: str


DUCKDB = Dialect(
    edits="damerau_levenshtein({}, {})",
    starts="starts_with({}, {})",
    overlap="list_has_any(string_split({}, ' '), string_split({}, ' '))",
    words="unnest(string_split({}, ' '))",
    code="CASE WHEN {0} = '' THEN CAST(0 AS UBIGINT) ELSE hash({0}) END",
    key="hash({})",
    places="unnest(range(1, {}))",
)
