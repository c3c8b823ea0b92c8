"""Whom a row of a list tells of: whether two states of it may be about the same people and firms.

Invariant: who stands under a wholly other name is somebody else, whatever the two states have in common.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from hub.mapping.compile import CompiledMapping, CompiledPart
from hub.mapping.path import Path, read
from hub.matching.renaming import may_be_corrected, may_be_one_person
from hub.sync.world import Document

_CUSTOMERS = frozenset({"company", "person"})
_HANGING = frozenset({"employment", "consent"})
_NAME = ("name", "family_name", "given_name")
_REACHED_BY = frozenset({"corporate_number", "invoice_number", "phone", "email", "url", "street"})


def may_be_one(mapping: CompiledMapping, before: Document, after: Document) -> bool:
    """Whether both may be the same row: by the names of people, or else of firms; where neither has a name, it may be.

    Who has another employer is the same person; a firm under a wholly other name is the same one where it is reached
    as before.
    """
    people = list(_names(_parts(mapping, "person"), before, after))
    if people:
        return all(may_be_one_person(*pair) for pair in people)
    firms = _parts(mapping, "company")
    return all(may_be_corrected(*pair) for pair in _names(firms, before, after)) or _is_reached(firms, before, after)


def are_documents(mapping: CompiledMapping, key: Collection[str]) -> bool:
    """Whether a list is about bills, deals and their like under numbers of their own: month by month they say the same
    but for their numbers.
    """
    entities = {part.entity for part in mapping.parts.values()}
    if not entities - _CUSTOMERS - _HANGING:
        return False
    return not _fed_by(mapping, key)


def are_codes(mapping: CompiledMapping, key: Collection[str]) -> bool:
    """Whether a key says nothing of a customer but which one he is: two who exchange it stay who they were."""
    return _fed_by(mapping, key) <= {"code"}


def _fed_by(mapping: CompiledMapping, key: Collection[str]) -> set[str]:
    """The fields of people and firms that are read from these cells."""
    of_customers = (rule for part in mapping.parts.values() if part.entity in _CUSTOMERS for rule in part.rules)
    return {rule.name for rule in of_customers for path in rule.paths if set(path) & {*key}}


def _parts(mapping: CompiledMapping, entity: str) -> list[CompiledPart]:
    return [part for part in mapping.parts.values() if part.entity == entity and part.for_each is None]


def _names(parts: Iterable[CompiledPart], before: Document, after: Document) -> Iterator[tuple[str, str]]:
    for part in parts:
        paths = [path for name in _NAME if name in part.fields for path in part.fields[name].paths]
        one, other = (" ".join(_said(doc, paths)) for doc in (before, after))
        if one and other:
            yield one, other


def _is_reached(firms: Iterable[CompiledPart], before: Document, after: Document) -> bool:
    paths = [path for part in firms for rule in part.rules if _REACHED_BY & {*rule.yields} for path in rule.paths]
    return any(said and said == _said(after, [path]) for path in paths for said in (_said(before, [path]),))


def _said(doc: Document, paths: Iterable[Path]) -> list[str]:
    cells = (read(doc, path) for path in paths)
    return [text for cell in cells if cell is not None and (text := str(cell).strip())]
