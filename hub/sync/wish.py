"""A wish: one intent to be, in the system's own words, with the story of what it changes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.sdk.records import Operation
from hub.sync.differ import Difference, PartView
from hub.sync.references import external_id_of
from hub.sync.story import PartStory
from hub.sync.world import Document, StreamSetup

# Amounts are numbers in every vendor's words.
encode_payload = msgspec.json.Encoder(decimal_format="number").encode


class Wish(msgspec.Struct):
    """One intent to be; `obstacle` tells why it can't be, `given_up` what it leaves as it is over there, `left_out`
    what it leaves because it was refused; `waits` says that some of it is to be planned once more.
    """

    stream: StreamSetup
    golden_id: int
    external_id: str | None
    operation: Operation
    payload: bytes = b"{}"
    fields: bytes = b"{}"
    version: str | None = None
    obstacle: str | None = None
    given_up: str | None = None
    left_out: str | None = None
    waits: bool = False


def leave(wish: Wish, why: str) -> None:
    """Tell what is left as it is over there, beside what is written or instead of it."""
    if wish.fields == b"{}":
        wish.obstacle = why
    else:
        wish.given_up = why


def payload_of(stream: StreamSetup, view: PartView, found: Difference, again: Sequence[str]) -> Document:
    """What is to be written of one part, with the fields that are said again as they stand. Raises `MappingProblem`."""
    doc = _over_there(view, found.target)
    if again:
        doc = {**doc, **{field: view.shadow[field] for field in again}}
    return stream.mapping.unmap(view.part.name, doc, [*found.changes, *again])


def _over_there(view: PartView, target: Document) -> Document:
    """What is to be written with references in the mapping's words: `companies/555#company`."""
    if not view.part.refs:
        return target
    doc = dict(target)
    for field, ref in view.part.refs.items():
        if field in doc:
            doc[field] = f"{ref.stream}/{external_id_of(doc[field])}#{ref.part}"
    return doc


def told(found: Difference, view: PartView) -> PartStory:
    """What the outbox remembers of a part's changes."""
    after, shadow = found.target.get, view.shadow
    story = PartStory(view.golden_id, {field: after(field) for field in found.changes}, left=view.left)
    if shadow:
        story.before = {field: shadow[field] for field in found.changes if field in shadow}
    if view.kept:
        kept = frozenset[str]().union(*view.kept.values())
        story.undone = [field for field in found.changes if field in kept]
    return story


def merged(one: Document, more: Document) -> Document:
    """Two payloads in one."""
    whole = {**one, **more}
    for key in one.keys() & more.keys():
        if isinstance(one[key], dict) and isinstance(more[key], dict):
            whole[key] = merged(one[key], more[key])
    return whole
