"""A customer through time: the days on which it changed, and what it was on one of them beside what it is now.

Invariant: told from the states that were kept; nothing is stored.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hub.steward.stories import FieldStory, GoldenStory
from hub.steward.then import ValueThen, explain_then
from hub.store import golden
from hub.store.times import utc_text
from hub.sync.references import golden_number
from hub.sync.world import World

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_DAYS = 30


class Turn(msgspec.Struct, frozen=True):
    """A day on which the customer came to be, or changed, with the fields that did."""

    on: date
    fields: list[str]


class Compared(msgspec.Struct, frozen=True):
    """A field on a day and now; None where there is no value. `changed_at` is when it last became what it is."""

    field: str
    then: ValueThen | None
    now: FieldStory | None

    @property
    def is_changed(self) -> bool:
        """Whether it has another value now."""
        return (self.then.value if self.then else None) != (self.now.value if self.now else None)

    @property
    def changed_at(self) -> str:
        """When it came to be what it is."""
        return self.now.history[-1].at if self.now is not None and self.now.history else ""


class AsOf(msgspec.Struct, frozen=True):
    """A customer at the end of a day; no fields where it was not known yet."""

    on: date
    fields: list[Compared]


def turns(world: World, story: GoldenStory, zone: ZoneInfo) -> list[Turn]:
    """The latest days of change, newest first."""
    with world.database.look() as tx:
        states = golden.versions(tx, golden_number(story.golden))
    docs = [({}, ""), *((_decode(doc), at) for _, doc, _, _, at in states)]
    found: dict[date, dict[str, None]] = {}
    for (before, _), (after, at) in pairwise(docs):
        changed = [name for name in (*after, *before) if before.get(name) != after.get(name)]
        found.setdefault(datetime.fromisoformat(at).astimezone(zone).date(), {}).update(dict.fromkeys(changed))
    return [Turn(on, list(fields)) for on, fields in sorted(found.items(), reverse=True)][:_DAYS]


def as_of(world: World, story: GoldenStory, on: date, zone: ZoneInfo) -> AsOf:
    """The customer as it stood when the day ended there, with the fields in the order of the schema."""
    end = datetime.combine(on, time(), zone) + timedelta(days=1, microseconds=-1)
    records = explain_then(world, story.golden, utc_text(end)).records
    then = {value.field: value for record in records for value in record.fields}
    now = {field.field: field for field in story.fields}
    names = [name for name in world.schema.fields(story.entity) if name in then or name in now]
    return AsOf(on, [Compared(name, then.get(name), now.get(name)) for name in names] if records else [])
