"""The laws about lists: what somebody takes out goes, and nothing goes that nobody took out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tests.simulation.book import Book, Edit
from tests.simulation.spelling import Meaning

LISTS = ("tags",)


def is_kept(book: Book, edit: Edit, says: Meaning) -> bool:
    """Whether all that somebody put into a list stands there still, but for what others took out since."""
    if not isinstance(edit.says, frozenset):
        return True
    stands = says if isinstance(says, frozenset) else frozenset()
    return all(any(_is_later(other, edit) for other in _removals(book, edit, item)) for item in edit.says - stands)


def put_back(book: Book, edit: Edit, says: Meaning) -> Iterator[str]:
    """What stands in a list although somebody took it out, and nobody put it in since. Where the
    hub was not sure of what stood there, it can't tell what was taken out, and takes nothing for it; nor may it know
    whose words stand elsewhere.
    """
    if edit.is_hub_unaware or (edit.person, edit.field) in book.vague:
        return
    if isinstance(says, frozenset) and edit.told_at is not None and edit.excuse is None:
        for item in sorted(_out(edit) & says):
            holders = [o for o in book.edits if _is_about(o, edit) and isinstance(o.says, frozenset) and item in o.says]
            if not any(_is_later(other, edit) for other in holders):
                yield f"{edit} took out {item}, which stands in {says!r}"


def _removals(book: Book, edit: Edit, item: str) -> list[Edit]:
    return [other for other in book.edits if _is_about(other, edit) and item in _out(other)]


def _out(edit: Edit) -> frozenset[str]:
    """What an edit took out of a list."""
    found = edit.found if isinstance(edit.found, frozenset) else frozenset()
    return found - edit.says if isinstance(edit.says, frozenset) else found


def _is_about(one: Edit, other: Edit) -> bool:
    return (one.person, one.field) == (other.person, other.field) and one is not other


def _is_later(one: Edit, other: Edit) -> bool:
    """Whether the hub may take an edit for later, or as late; of one that it need not know, nobody can tell."""
    if one.told_until is None or other.told_until is None:
        return True
    return datetime.fromisoformat(one.told_until) >= datetime.fromisoformat(str(other.told_at))
