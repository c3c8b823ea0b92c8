"""Parts of which a record has one for each element of a list: the payments of a deal, say.

Invariant: an element keeps the name of its part, `payment:9`, wherever it stands in the list; it is told by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from hub.mapping.path import is_blank, read
from hub.mapping.problems import MappingProblem, TransformError
from hub.mapping.rules import CompiledPart
from hub.mapping.transforms.kind import as_text

BETWEEN = ":"
"""Stands between the part's name in the mapping file and the element's key."""

RECORD = "^"
"""The first step of a path that leaves the element for the record around it."""

Doc = dict[str, Any]


def family(name: str) -> str:
    """The name in the mapping file of a part: `payment` of `payment:9`."""
    return name.partition(BETWEEN)[0]


def elements(payload: Mapping[str, Any], part: CompiledPart) -> Iterator[tuple[str, Doc]]:
    """Each element's part name and the table that its paths are read from; raises `MappingProblem`.

    What is no table is passed over, since there is nothing in it that a path could lead to.
    """
    assert part.for_each is not None
    found = read(payload, part.for_each.path)
    names = set()
    for element in found if isinstance(found, list) else ():
        if isinstance(element, dict):
            name = _name(element, part)
            if name in names:
                raise MappingProblem(part.name, "for_each", "two elements of the list have the same key")
            names.add(name)
            yield name, {**element, RECORD: payload}


def _name(element: Doc, part: CompiledPart) -> str:
    assert part.for_each is not None
    key = read(element, part.for_each.key)
    if is_blank(key):
        raise MappingProblem(part.name, "for_each", "an element of the list has no key")
    try:
        return f"{part.name}{BETWEEN}{as_text(key)}"
    except TransformError as error:
        raise MappingProblem(part.name, "for_each", f"the key {error}") from None


def add_elements(
    parts: dict[str, Doc], payload: Mapping[str, Any], part: CompiledPart, say: Callable[[Doc], Doc | None]
) -> None:
    """Put the elements' documents among the parts; `say` gives that of one element, None where it makes none."""
    for name, element in elements(payload, part):
        doc = say(element)
        if doc is not None and len(doc) > len(part.constants):
            doc.update({field: f"#{target}" for field, target in part.links.items() if target in parts})
            parts[name] = doc


def gone(payload: Mapping[str, Any], parts: Mapping[str, CompiledPart], stored: Iterable[str]) -> set[str]:
    """The stored names of elements that are in their list no more; a list that is not there says nothing."""
    found: set[str] = set()
    for part in parts.values():
        if part.for_each is not None and isinstance(read(payload, part.for_each.path), list):
            there = {name for name, _ in elements(payload, part)}
            found |= {name for name in stored if family(name) == part.name and name not in there}
    return found
