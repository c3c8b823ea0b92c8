"""Puts transforms, value maps and references together into one way there and one way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.path import Path, is_blank, read
from hub.mapping.problems import TransformError
from hub.mapping.rules import Ref, Way
from hub.mapping.transforms import TRANSFORMS, default_for
from hub.mapping.transforms.kind import Transform, as_text


def transforms_of(names: Sequence[str], kind: str, zone: ZoneInfo) -> list[Transform]:
    """The named transforms, or the kind's own."""
    chosen = [TRANSFORMS[name] for name in names] or [default_for(kind)]
    return [transform.in_zone(zone) for transform in chosen]


def chain(ways: Sequence[Way]) -> Way:
    """One way after the other; it ends where nothing is left to say."""
    if len(ways) == 1:
        return ways[0]

    def one_after_the_other(value: Any) -> Any:
        for way in ways:
            value = way(value)
            if is_blank(value):
                return None
        return value

    return one_after_the_other


def inverse_of(transforms: Sequence[Transform]) -> Way | None:
    """The way back over all of them; None where one has none."""
    ways = [transform.inverse for transform in reversed(transforms)]
    known = [way for way in ways if way is not None]
    return chain(known) if len(known) == len(ways) else None


def typed(text: str, kind: str) -> Any:
    """What a word of the mapping file means in a field of this kind."""
    if kind in ("boolean", "integer", "text_list"):
        return default_for(kind).forward(text)
    return str(text)


def words_there(values: Mapping[str, str], kind: str) -> dict[str, Any]:
    """What each of the system's words means; of a list, each of its items is a word."""
    item = "text" if kind == "text_list" else kind
    return {word: typed(target, item) for word, target in values.items()}


def picker(table: Mapping[str, Any]) -> Way:
    """A value map there; what it does not hold is a problem of the record and is never guessed."""

    def pick(value: Any) -> Any:
        if isinstance(value, list):
            return [pick(item) for item in value]
        try:
            return table[as_text(value)]
        except KeyError:
            raise TransformError("is a choice that the value map does not hold; add it under 'values'") from None

    return pick


def words_back(there: Mapping[str, Any]) -> dict[Any, str]:
    """The system's word for each of our values; the first of several words wins."""
    return {target: word for word, target in reversed(list(there.items()))}


def picker_back(table: Mapping[Any, str]) -> Way:
    """A value map back."""

    def pick_back(value: Any) -> Any:
        if isinstance(value, list):
            return [pick_back(item) for item in value]
        try:
            return table[value]
        except KeyError:
            raise TransformError("has no word in the system's value map; add one under 'values'") from None

    return pick_back


def split_words(words: str) -> tuple[str, ...]:
    """The words of several paths in one key of a value map."""
    return tuple(word.strip() for word in words.split(","))


def picker_of_several(paths: Sequence[Path], table: Mapping[str, Any]) -> Way:
    """A value map there over the words of several paths of a record: the first line that fits says it.

    `*` is any word. Where no path says anything and no line is for that, nothing is said.
    """
    lines = [(split_words(words), meant) for words, meant in table.items()]

    def pick(payload: Any) -> Any:
        said = tuple("" if is_blank(value := read(payload, path)) else as_text(value) for path in paths)
        for words, meant in lines:
            if all(word in ("*", one) for word, one in zip(words, said, strict=True)):
                return meant
        if not any(said):
            return None
        raise TransformError("has words together that the value map does not hold; add them under 'values'")

    return pick


def pointer(ref: Ref) -> Way:
    """An id of another stream as a reference."""

    def point(value: Any) -> str:
        return f"{ref.stream}/{as_text(value)}#{ref.part}"

    return point


def pointer_back(ref: Ref) -> Way:
    """The id inside a reference; a golden name such as company/42 is none."""
    head, tail = f"{ref.stream}/", f"#{ref.part}"

    def point_back(value: Any) -> str:
        text = as_text(value)
        if not (text.startswith(head) and text.endswith(tail)):
            raise TransformError(f"is no reference to {ref.stream}#{ref.part}")
        return text[len(head) : -len(tail)]

    return point_back


def each(ways: Mapping[str, tuple[Path, Way]]) -> Way:
    """A list of the system's tables as a list of ours."""

    def every(value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            raise TransformError("is no list")
        lines = []
        for item in value:
            line = {}
            for name, (path, way) in ways.items():
                raw = read(item, path)
                said = None if is_blank(raw) else way(raw)
                if not is_blank(said):
                    line[name] = said
            if line:
                lines.append(line)
        return lines

    return every
