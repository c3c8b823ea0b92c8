"""English sentences of the inner floors and of connectors told in Japanese, by the sentence itself.

Those floors know no reader: they say one English sentence, which is logged and stored. At the edge it is recognized,
its figures are put into the Japanese one, and what it quotes is told likewise.

Invariant: what nobody knows stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hub.registry import japanese_of, phrases_in

_PLACE = re.compile(r"\{\}")
_FIELD = re.compile(r"[\w.]+ \(.*\)")
"""A field, and the heading that it is read from."""
_DEEPEST = 6
_BETWEEN = " · "
"""Between sentences of equal rank, such as the troubles of a row."""


@cache
def own_phrases() -> dict[str, str]:
    """Those of the hub itself, of the libraries below it too, by the English sentence."""
    files = sorted(Path(__file__).parent.glob("*.yaml"))
    return {english: told for file in files for english, told in phrases_in(file).items()}


class _Phrase(NamedTuple):
    literals: list[str]
    shape: re.Pattern[str]
    japanese: str


def in_japanese(text: str) -> str:
    """The sentence in Japanese, as far as it is known."""
    return _BETWEEN.join(_told(said, 0) or said for said in text.split(_BETWEEN))


def _told(text: str, depth: int) -> str | None:
    """None where nothing of it is known."""
    if depth > _DEEPEST or not text:
        return None
    for phrase in _by_weight():
        if all(part in text for part in phrase.literals) and (found := phrase.shape.fullmatch(text)):
            whole = phrase.japanese.format(*(_told(said, depth + 1) or said for said in found.groups()))
            # A figure with this in it may be the end of one sentence and the whole of the next.
            is_one = all("; " not in said or _is_one(said) for said in found.groups())
            return whole if is_one else _in_two(text, depth) or whole
    return _of_subject(text, depth) or _in_two(text, depth)


def _is_one(text: str) -> bool:
    """Whether a text is one known sentence with a semicolon of its own."""
    shapes = (phrase.shape for phrase in _by_weight() if any("; " in part for part in phrase.literals))
    return any(
        (found := shape.fullmatch(text)) and not any("; " in said for said in found.groups()) for shape in shapes
    )


def _of_subject(text: str, depth: int) -> str | None:
    """`'name' must be a number, not 'x'`, whose parts are put together."""
    subject, mark, rest = text.partition("' ")
    if mark and subject.startswith("'") and (what := _told(rest, depth + 1)):
        return f"{subject}' は{' ' if what[0].isascii() else ''}{what}"
    what, mark, given = text.rpartition(", not ")
    if mark and (told := _told(what, depth + 1)):
        return f"{told}（今は {_told(given, depth + 1) or given}）"
    return None


def _in_two(text: str, depth: int) -> str | None:
    """Two sentences, or a sentence after the place that it is about; best where the first is known too, or a word."""
    second_best = None
    for mark, japanese in (("; ", "。"), (": ", ": ")):
        for place in (found.start() for found in re.finditer(re.escape(mark), text)):
            head, tail = text[:place], _told(text[place + len(mark) :], depth + 1)
            if tail is None:
                continue
            first = _told(head, depth + 1)
            if first is not None or " " not in head or _FIELD.fullmatch(head):
                return f"{first or head}{japanese}{tail}"
            second_best = second_best or f"{head}{japanese}{tail}"
    return second_best


@cache
def _by_weight() -> list[_Phrase]:
    """The longest first, so that no short one takes a part of it for a figure."""
    return sorted(_compiled({**own_phrases(), **japanese_of()}), key=lambda phrase: -sum(map(len, phrase.literals)))


def _compiled(known: Mapping[str, str]) -> Iterable[_Phrase]:
    for english, japanese in known.items():
        literals = [part.replace("{{", "{").replace("}}", "}") for part in _PLACE.split(english)]
        shape = re.compile("(.*?)".join(map(re.escape, literals)), re.DOTALL)
        yield _Phrase([part for part in literals if part], shape, japanese)
