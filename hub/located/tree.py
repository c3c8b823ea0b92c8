"""Text, lists and tables that remember where they were written; every scalar is text, whatever it looks like.

An empty value, `~` and `null` are None; their place is that of their key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hub.located.problem import Place

JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?P<decimal>\.\d+)?(?:[eE][+-]?\d+)?")


class Text(str):
    """A scalar; `plain` where it stood without quotes, `secret` where no error may show it."""

    __slots__ = ("place", "plain", "secret")
    place: Place
    plain: bool
    secret: bool

    def __new__(cls, value: str, place: Place, *, plain: bool = True, secret: bool = False) -> Text:
        text = super().__new__(cls, value)
        text.place = place
        text.plain = plain
        text.secret = secret
        return text


class Items(list[Any]):
    """A list; `places` has one entry for each item."""

    def __init__(self, place: Place, items: Iterable[Any] = (), places: Iterable[Place] = ()) -> None:
        super().__init__(items)
        self.place = place
        self.places = list(places)


class Table(dict[str, Any]):
    """A table of keys; `key_places` tells where each key stands."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.key_places: dict[str, Place] = {}


def place_at(node: Any, *path: str | int) -> Place:
    """Where the value at `path` stands; as deep as the path can be followed, the rest is ignored.

    A path that ends on a key gives the value's place, or the key's where the value is empty.
    """
    place: Place = node.place
    for step in path:
        if isinstance(node, Table) and step in node:
            place, node = node.key_places[str(step)], node[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            place, node = node.places[step], node[step]
        else:
            continue
        place = getattr(node, "place", place)
    return place


def key_place(node: Any, *path: str | int) -> Place:
    """Where the key at the end of `path` stands."""
    parent = follow(node, *path[:-1])
    if isinstance(parent, Table) and path and path[-1] in parent.key_places:
        return parent.key_places[str(path[-1])]
    return place_at(node, *path)


def follow(node: Any, *path: str | int) -> Any:
    """The value at `path`; a step that does not fit is passed over."""
    for step in path:
        fits_list = isinstance(node, Items) and isinstance(step, int) and step < len(node)
        if fits_list or (isinstance(node, Table) and step in node):
            node = node[step]
    return node


def as_json(node: Any) -> Any:
    """The value as JSON would have it: unquoted 12, 1.5, true and null get their types, all else is text.

    `0312345678`, `no` and `12:30` are no JSON and stay text. Decimals are Decimal, as the engine reads payloads.
    """
    if isinstance(node, dict):
        return {str(key): as_json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_json(item) for item in node]
    if isinstance(node, Text):
        return _scalar(node) if node.plain else str(node)
    return node


def _scalar(text: Text) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if match := JSON_NUMBER.fullmatch(text):
        return (
            int(text) if match["decimal"] is None and text.lstrip("-").isdigit() and len(text) < 1000 else Decimal(text)
        )
    return str(text)
