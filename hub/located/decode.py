"""Turns a located tree into a pydantic model, or tells every problem at its place, not only the first.

The tree holds text; the model's types decide what a text is, so `no` is a word in a text field and false in a flag.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hub.located.explain import explain_wide_colon
from hub.located.problem import ConfigError, LocatedError, did_you_mean, nearest
from hub.located.shape import keys_at
from hub.located.tree import Items, Table, Text, follow, key_place, place_at

M = TypeVar("M", bound=BaseModel)

FLAGS = {"はい": "true", "いいえ": "false"}
_SECRET_WORDS = ("secret", "token", "password", "key", "credential")

WORDS = {
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "decimal_parsing": "must be a number",
    "bool_parsing": "must be true or false (yes, no, はい and いいえ do too)",
    "bool_type": "must be true or false (yes, no, はい and いいえ do too)",
    "string_type": "must be a text",
    "dict_type": "must be a table of keys",
    "model_type": "must be a table of keys",
    "model_attributes_type": "must be a table of keys",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "set_type": "must be a list",
    "frozen_set_type": "must be a list",
    "url_parsing": "must be a URL",
    "too_short": "must not be empty",
}


def decode(node: Any, model: type[M], within: str = "") -> M:
    """The model of `node`; raises `ConfigError` with all problems, each at its file, line and column.

    `within` names the key under which it stands, where it is not a whole file.
    """
    found = _validated(node, model)
    if isinstance(found, list):
        raise ConfigError(_told(node, model, found, within))
    return found


class Decoded(NamedTuple, Generic[M]):
    """What could be made of a tree; `pruned` are the paths that were left out of it because they are wrong."""

    model: M | None
    problems: list[LocatedError]
    pruned: list[tuple[str | int, ...]]


def decode_most(node: Any, model: type[M]) -> Decoded[M]:
    """The model of what is right in `node`, from which the rest is taken out, and all that is wrong.

    None where a required key is missing or wrong: what follows from that is no problem of its own.
    """
    problems: list[LocatedError] = []
    pruned: list[tuple[str | int, ...]] = []
    while isinstance(found := _validated(node, model), list):
        if not problems:
            problems = _told(node, model, found)
        wrong = {_path(node, detail["loc"]) for detail in found if detail["type"] != "missing"} - {()}
        if not wrong:
            return Decoded(None, problems, pruned)
        for path in sorted(wrong, key=str, reverse=True):
            _prune(node, path)
        pruned += wrong
    return Decoded(found, problems, pruned)


def _prune(node: Any, path: tuple[str | int, ...]) -> None:
    parent, step = follow(node, *path[:-1]), path[-1]
    if isinstance(parent, Items) and isinstance(step, int) and step < len(parent):
        del parent[step], parent.places[step]
    elif isinstance(parent, Table):
        parent.pop(str(step), None)


def _validated(node: Any, model: type[M]) -> M | list[ErrorDetails]:
    """The model, or what pydantic complains of."""
    try:
        return model.model_validate(node)
    except ValidationError as error:
        details = error.errors(include_url=False)
    repaired = [detail for detail in details if _repair_flag(node, detail)]
    return _validated(node, model) if repaired else details


def _told(node: Any, model: type[BaseModel], details: list[ErrorDetails], within: str = "") -> list[LocatedError]:
    return _unique(_problem(node, model, detail, within) for detail in _told_once(node, details))


def _repair_flag(node: Any, detail: ErrorDetails) -> bool:
    """Put true or false for a Japanese yes or no, only where a flag was wanted."""
    if detail["type"] != "bool_parsing" or detail["input"] not in FLAGS:
        return False
    path = _path(node, detail["loc"])
    parent, step = follow(node, *path[:-1]), path[-1]
    old = parent[step]
    parent[step] = Text(FLAGS[old], place_at(node, *path))
    return True


def _told_once(node: Any, details: list[ErrorDetails]) -> list[ErrorDetails]:
    """A required key that is misspelt is one mistake, and not an unknown key and a missing one."""
    unknown: dict[tuple[str | int, ...], list[str]] = {}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *table, key = _path(node, detail["loc"])
            unknown.setdefault(tuple(table), []).append(str(key))

    def is_misspelt(detail: ErrorDetails) -> bool:
        wanted = [str(detail["loc"][-1])]
        return any(nearest(key, wanted) for key in unknown.get(_path(node, detail["loc"]), ()))

    return [detail for detail in details if detail["type"] != "missing" or not is_misspelt(detail)]


def _path(node: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The steps of pydantic's location that exist in the tree; it adds names of union members and `[key]`."""
    path: list[str | int] = []
    for step in loc:
        fits_list = isinstance(node, Items) and isinstance(step, int) and step < len(node)
        if fits_list or (isinstance(node, Table) and step in node):
            path.append(step)
            node = node[step]
    return tuple(path)


def _problem(node: Any, model: type[BaseModel], detail: ErrorDetails, within: str) -> LocatedError:
    loc = detail["loc"]
    path = _path(node, loc)
    if detail["type"] == "extra_forbidden":
        return _unknown_key(node, model, path)
    if detail["type"] == "missing":
        return LocatedError.at(place_at(node, *path), f"the key '{loc[-1]}' is missing", _inside(path, within))
    name = ".".join(str(step) for step in path) or "the file"
    what, hint = _wrong_value(detail, str(path[-1]) if path else "")
    return LocatedError.at(place_at(node, *path), f"'{name}' {what}" if path else f"{name} {what}", hint)


def _inside(path: tuple[str | int, ...], within: str) -> str:
    steps = [*([within] if within else []), *map(str, path)]
    return f"add it under '{'.'.join(steps)}'" if steps else "add it at the top level"


def _unknown_key(node: Any, model: type[BaseModel], path: tuple[str | int, ...]) -> LocatedError:
    key = str(path[-1])
    known = keys_at(model, path[:-1])
    hint = explain_wide_colon(key) or did_you_mean(key, known)
    return LocatedError.at(key_place(node, *path), f"unknown key '{key}'", hint)


def _wrong_value(detail: ErrorDetails, key: str) -> tuple[str, str]:
    kind, given = detail["type"], detail["input"]
    if given is None:
        return "has no value", "give one, or remove the line"
    shown = _shown(given, key)
    if kind in ("literal_error", "enum"):
        choices = _choices(detail)
        return f"cannot be {shown}", did_you_mean(str(given), choices, "choose from")
    what = WORDS.get(kind) or _plain_words(detail)
    wide = explain_wide_colon(given) if isinstance(given, str) and kind.endswith(("dict_type", "model_type")) else ""
    return (f"{what}, not {shown}" if kind in WORDS and kind != "too_short" else what), wide


def _plain_words(detail: ErrorDetails) -> str:
    text = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return text.replace("Input should", "must", 1)


def _choices(detail: ErrorDetails) -> list[str]:
    # pydantic gives the choices as "'a', 'b' or 'c'".
    expected: Mapping[str, Any] = detail.get("ctx", {})
    parts = str(expected.get("expected", "")).replace(" or ", ", ").split(", ")
    return [part.strip("'") for part in parts if part]


def _shown(given: Any, key: str) -> str:
    if isinstance(given, Mapping):
        return "a table"
    if isinstance(given, list):
        return "a list"
    if getattr(given, "secret", False) or any(word in key.lower() for word in _SECRET_WORDS):
        return "this text"
    text = str(given)
    return f"'{text}'" if len(text) <= 40 else f"'{text[:37]}…'"


def _unique(problems: Any) -> list[LocatedError]:
    """Members of a union complain one by one; the first complaint about a place is enough."""
    seen: dict[Any, LocatedError] = {}
    for problem in problems:
        seen.setdefault((problem.place, problem.what), problem)
    return list(seen.values())
