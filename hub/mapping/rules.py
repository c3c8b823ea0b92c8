"""The compiled form of a mapping's parts: each field with its way there, its way back and its write rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from hub.mapping.path import Path
from hub.mapping.spec import WriteRule

Way = Callable[[Any], Any]


class Mapped(NamedTuple):
    """What one remote record says: its event time (aware ISO text) and its parts, without what is blank."""

    at: str | None
    parts: dict[str, dict[str, Any]]


class When(NamedTuple):
    """Where the event time stands and how it is read; `of_text` is the quick way for a text."""

    path: Path
    way: Way
    of_text: Way | None


class Ref(NamedTuple):
    """What a reference field points to: a part of the same record (`stream` is None) or of another stream's."""

    stream: str | None
    part: str


class ForEach(NamedTuple):
    """The list of a part that a record has several of, and where an element's key stands in it."""

    path: Path
    key: Path


@dataclass(frozen=True)
class FieldRule:
    """One line of a mapping. `yields` are the canonical fields it feeds: one, or those of a group.

    The quick ways, for texts without space around them, mean the same as `forward` and `inverse`: nothing to do at all
    (`is_plain_text`, `is_plain_back`), a look-up (`words`, `words_back`), or one function (`of_text`).
    Where `several` paths are looked up together, `path` is the way to the record itself.
    """

    name: str
    path: Path | None
    write: WriteRule
    clears: bool
    yields: tuple[str, ...]
    forward: Way
    inverse: Way | None = None
    group: str | None = None
    ref: Ref | None = None
    const: Any = None
    composed_of: tuple[str, ...] = ()
    is_plain_text: bool = False
    is_plain_back: bool = False
    of_text: Way | None = None
    words: Mapping[str, Any] | None = None
    words_back: Mapping[Any, str] | None = None
    several: tuple[Path, ...] = ()
    clears_absent: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where its values stand in the payload."""
        return self.several or (() if self.path is None else (self.path,))

    @property
    def has_inverse(self) -> bool:
        """Whether a canonical value can be said in the system's words."""
        return self.inverse is not None or bool(self.composed_of)


@dataclass(frozen=True)
class CompiledPart:
    """One canonical record inside a remote record; `rules` are its lines, groups first, `fields` the same by field."""

    name: str
    entity: str
    requires: tuple[Path, ...]
    unless: Path | None
    rules: tuple[FieldRule, ...]
    fields: Mapping[str, FieldRule] = field(repr=False)
    refs: Mapping[str, Ref]
    for_each: ForEach | None = None

    @property
    def constants(self) -> dict[str, Any]:
        """The fields that are the same in every record."""
        return {rule.name: rule.const for rule in self.rules if rule.const is not None}

    @property
    def links(self) -> dict[str, str]:
        """The fields that refer to another part of the same record, with that part's name."""
        return {name: ref.part for name, ref in self.refs.items() if ref.stream is None}

    @property
    def readers(self) -> tuple[FieldRule, ...]:
        """The lines that read the payload."""
        return tuple(rule for rule in self.rules if rule.path is not None)

    @cached_property
    def cells(self) -> tuple[FieldRule, ...]:
        """The lines that are read into several fields: an address in one text."""
        return tuple(rule for rule in self.rules if len(rule.yields) > 1)

    @property
    def composed(self) -> dict[str, tuple[str, ...]]:
        """Whole names that are put together from their halves."""
        return {rule.name: rule.composed_of for rule in self.rules if rule.composed_of}
