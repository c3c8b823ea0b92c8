"""Where a value stands in a payload: `a.b.c`, with quotes around a key that has a dot in it.

A number steps into a list, and `*` into all of it: `tags.*.name` is the list of the tags' names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.normalize.late import late

Path = tuple[str, ...]

_STEP = late(r'"(?P<quoted>[^"]*)"|(?P<bare>[^."]+)')
_MISSING = object()
EACH = "*"


class PathError(ValueError):
    """A path that cannot be read."""


def parse_path(text: str) -> Path:
    """The steps of a dotted path; `"a.b".c` has the two steps `a.b` and `c`."""
    steps: list[str] = []
    position = 0
    while match := _STEP.match(text, position):
        steps.append(match["quoted"] if match["bare"] is None else match["bare"].strip())
        position = match.end()
        if position == len(text):
            return tuple(steps)
        if text[position] != ".":
            break
        position += 1
    raise PathError(f"'{text}' is no path; write a.b.c, and quote a key that has a dot in it")


def step_into(value: Any, step: str) -> Any:
    """What is behind one step; None where nothing is. A number steps into a list."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None


def read(payload: Any, path: Path) -> Any:
    """The value at `path`; None where the path leads nowhere. Over `*`, the list of all values but blank ones."""
    for place, step in enumerate(path):
        if step == EACH and isinstance(payload, list):
            return _read_each(payload, path[place + 1 :])
        payload = step_into(payload, step)
    return payload


def _read_each(items: list[Any], rest: Path) -> list[Any]:
    found = [read(item, rest) for item in items]
    if EACH in rest:
        found = [value for values in found if isinstance(values, list) for value in values]
    return [value for value in found if not is_blank(value)]


def goes_into_a_list(path: Path) -> bool:
    """Whether the path steps into a list, so that nothing can be written there."""
    return any(step == EACH or step.isdecimal() for step in path)


def is_present(payload: Any, path: Path) -> bool:
    """Whether the payload says anything at `path`, be it null; of all values in a list, whether the list is there."""
    if EACH in path:
        path = path[: path.index(EACH)]
    holder = read(payload, path[:-1])
    if isinstance(holder, dict):
        return holder.get(path[-1], _MISSING) is not _MISSING
    return step_into(holder, path[-1]) is not None


def write(payload: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value at `path`, with the tables that it needs around it."""
    for step in path[:-1]:
        payload = payload.setdefault(step, {})
    payload[path[-1]] = value


def merge(into: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Lay `other` over `into`, table by table."""
    for key, value in other.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value
    return into


def is_blank(value: Any) -> bool:
    """Whether a value says nothing: null, empty, or white space only. Zero and false say something."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value == [] or value == {}


FALSE_WORDS = frozenset({"", "0", "false", "no", "off", "いいえ", "無", "なし"})


def is_truthy(value: Any) -> bool:
    """Whether a value says yes; the texts `false`, `0`, `no` and いいえ do not."""
    if isinstance(value, str):
        return value.strip().lower() not in FALSE_WORDS
    return bool(value)
