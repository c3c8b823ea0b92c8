"""Reads YAML into located text: one document, no tags, no merge keys, unique keys, bounded size and depth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from hub.located.explain import explain_key, explain_syntax
from hub.located.problem import ConfigError, LocatedError, Place
from hub.located.tree import Items, Table, Text

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 100_000
# An explicit !!str says what holds anyway.
HARMLESS_TAGS = (None, "!", "tag:yaml.org,2002:str")
NOTHING = ("", "~", "null", "Null", "NULL")

# libyaml reads ten times faster than the Python parser; both give the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_file(path: Path, name: str | None = None) -> Any:
    """The located tree of a UTF-8 file."""
    return _sound(*look_file(path, name))


def look_file(path: Path, name: str | None = None) -> tuple[Any, list[LocatedError]]:
    """The tree of a UTF-8 file, and what is wrong in it without hiding the rest, such as a key given twice.

    Raises `ConfigError` where there is no tree.
    """
    shown = name or str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _one(Place(shown), f"the file cannot be read ({reason})", "check the path and its permissions") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what, hint = "the file is not UTF-8", "save it as UTF-8 (it may be Shift_JIS now)"
        raise _one(Place(shown, line), what, hint) from error
    return look(text, shown)


def load(text: str, name: str) -> Any:
    """The located tree of `text`: `Table` (also for an empty file), `Items` or `Text`; `name` stands in the errors."""
    return _sound(*look(text, name))


def _sound(tree: Any, problems: list[LocatedError]) -> Any:
    if problems:
        raise ConfigError(problems)
    return tree


def look(text: str, name: str) -> tuple[Any, list[LocatedError]]:
    """As `look_file`, for a text."""
    if len(text) > MAX_CHARACTERS:
        raise _one(Place(name), f"the file has more than {MAX_CHARACTERS:,} characters", "split it")
    builder = _Builder(name)
    try:
        for event in yaml.parse(text.removeprefix("\ufeff"), Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise ConfigError([explain_syntax(error, text, name)]) from error
    return builder.root, builder.problems


def _one(place: Place, what: str, hint: str) -> ConfigError:
    return ConfigError([LocatedError.at(place, what, hint)])


class _Open:
    """A list or table that is not closed yet; `weight` counts its values with aliases written out."""

    def __init__(self, node: Items | Table, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Text | None = None
        self.weight = 1


class _Builder:
    """Builds the tree from parser events, without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = Table(Place(name))
        self.problems: list[LocatedError] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """One event of the parser."""
        mark = event.start_mark
        place = Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name)
        if getattr(event, "tag", None) not in HARMLESS_TAGS:
            raise _one(place, "tags (!…) are not supported", "every value is text here; remove the tag")
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _one(place, "a second document begins here", "keep one document a file; remove the '---'")
            case yaml.ScalarEvent():
                self._scalar(event, place)
            case yaml.AliasEvent():
                self._alias(str(event.anchor), place)
            case yaml.SequenceStartEvent():
                self._start(Items(place), event.anchor)
            case yaml.MappingStartEvent():
                self._start(Table(place), event.anchor)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._end()

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> None:
        plain = event.style is None or event.style == ""
        text = Text(event.value, place, plain=plain)
        if event.anchor:
            self._anchors[event.anchor] = (text, 1)
        is_key = bool(self._open) and isinstance(self._open[-1].node, Table) and self._open[-1].key is None
        self._put(None if plain and not is_key and text in NOTHING else text, place, 1)

    def _alias(self, anchor: str, place: Place) -> None:
        if anchor not in self._anchors:
            raise _one(place, f"'*{anchor}' names nothing above it", "an anchor (&name) comes first, and not around it")
        node, weight = self._anchors[anchor]
        self._put(node, place, weight)

    def _start(self, node: Items | Table, anchor: str | None) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _one(node.place, f"nested more than {MAX_DEPTH} deep", "flatten it")
        if self._open and isinstance(self._open[-1].node, Table) and self._open[-1].key is None:
            raise _one(node.place, "a key must be a text", "quote it if it begins with [ or {")
        self._open.append(_Open(node, anchor))

    def _end(self) -> None:
        done = self._open.pop()
        if done.anchor:
            self._anchors[done.anchor] = (done.node, done.weight)
        self._put(done.node, done.node.place, done.weight)

    def _put(self, value: Any, place: Place, weight: int) -> None:
        if not self._open:
            self.root = Table(place) if value is None else value
            return
        parent = self._open[-1]
        parent.weight += weight
        if parent.weight > MAX_VALUES:
            raise _one(place, f"more than {MAX_VALUES:,} values with aliases written out", "use fewer aliases")
        if isinstance(parent.node, Items):
            parent.node.append(value)
            parent.node.places.append(place)
        elif parent.key is None:
            parent.key = self._key(parent.node, value, place)
        else:
            if parent.key not in parent.node:
                parent.node[str(parent.key)] = value
            parent.key = None

    def _key(self, table: Table, key: Any, place: Place) -> Text:
        if not isinstance(key, Text):
            raise _one(place, "a key must be a text", "write the key out")
        if problem := explain_key(key, place, table.key_places.get(key)):
            self.problems.append(problem)
        table.key_places.setdefault(str(key), place)
        return key
