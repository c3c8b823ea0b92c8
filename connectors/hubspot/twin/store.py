"""The records of one kind, as the account holds them now: written, archived, restored and merged.

Every write makes a new row with a new time; the search index learns of it after its lag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from connectors.hubspot.twin.index import SearchIndex
from connectors.hubspot.twin.refusals import RefusedError
from connectors.hubspot.twin.rows import Kind, Properties, Row


class ObjectStore:
    """`now_ms` is the account's clock, `lag_ms` how far its search index is behind."""

    def __init__(self, kind: Kind, now_ms: Callable[[], int], lag_ms: Callable[[], int], first_id: int) -> None:
        self.kind = kind
        self.index = SearchIndex()
        self._lag_ms = lag_ms
        self.rows: dict[int, Row] = {}
        self.winners: dict[int, int] = {}
        self.unique = {"email"} if "email" in kind.known else set()
        self._now_ms = now_ms
        self.next_id = first_id
        self._holders: dict[str, dict[str, int]] | None = None
        self._archived: set[int] = set()

    # -- what an account starts with -------------------------------------------------------------------------------

    def define(self, name: str, *, unique: bool = False) -> None:
        """Add a custom property."""
        self.kind = replace(self.kind, known=self.kind.known | {name})
        if unique:
            self.unique.add(name)
            self._holders = None

    def seed(self, all_properties: Iterable[Mapping[str, str]], modified_ms: int | None = None) -> list[str]:
        """Put records in as they are, system properties such as an opt-out included; their ids."""
        at = self._now_ms() if modified_ms is None else modified_ms
        rows = [Row(self._take_id(), at, at, dict(properties)) for properties in all_properties]
        self._load(rows)
        return [str(row.id) for row in rows]

    def seed_lazily(
        self, count: int, properties_of: Callable[[int], Properties], modified_ms: Callable[[int], int]
    ) -> None:
        """Put `count` records in that are made (from their id) only when they are shown: little memory for many."""
        ids = [self._take_id() for _ in range(count)]
        self._load([Row(row_id, modified_ms(row_id), modified_ms(row_id), properties_of) for row_id in ids])

    def reset(self, rows: list[Row], winners: Mapping[int, int], next_id: int) -> None:
        """Hold exactly these rows, the archived ones too."""
        self.rows, self.winners, self.next_id = {}, dict(winners), next_id
        self._archived = {row.id for row in rows if row.archived_ms is not None}
        self.index = SearchIndex()
        self._load(rows)

    def _load(self, rows: list[Row]) -> None:
        self.rows.update((row.id, row) for row in rows)
        self._holders = None
        self.index.load(row for row in rows if row.archived_ms is None)

    def _take_id(self) -> int:
        taken = self.next_id
        self.next_id += 1
        return taken

    def searched(self) -> SearchIndex:
        """The index as searches see it now."""
        self.index.catch_up(self._now_ms())
        return self.index

    def bin(self) -> list[int]:
        """The ids of what was archived, ascending."""
        return sorted(self._archived)

    # -- reading ---------------------------------------------------------------------------------------------------

    def find(self, key: str, id_property: str | None = None) -> Row | None:
        """The row with this id, or with this value of a unique property; a merged id gives the winner."""
        if id_property is not None:
            row_id = self._holder(id_property, key)
            return None if row_id is None else self.rows[row_id]
        if not key.isdigit():
            return None
        row_id = int(key)
        while row_id in self.winners:
            row_id = self.winners[row_id]
        return self.rows.get(row_id)

    def _holder(self, name: str, value: str) -> int | None:
        if name not in self.unique:
            raise RefusedError(400, f"{name} is not a unique property", code="INVALID_PARAM")
        if self._holders is None:
            self._holders = {each: {} for each in self.unique}
            for row in self.rows.values():
                self._hold(row)
        return self._holders[name].get(value.strip().lower())

    def _hold(self, row: Row) -> None:
        for name, holders in (self._holders or {}).items():
            if row.archived_ms is None:
                holders.update((value, row.id) for value in _held(row, name))

    def _release(self, row: Row) -> None:
        for name, holders in (self._holders or {}).items():
            for value in _held(row, name):
                if holders.get(value) == row.id:
                    del holders[value]

    # -- writing ---------------------------------------------------------------------------------------------------

    def accepted(self, properties: Mapping[str, Any], own_id: int | None = None) -> Properties:
        """The properties as they will be held; refused where a value is wrong or a unique one is taken."""
        written = {name: self._value(name, str(value).strip()) for name, value in properties.items()}
        self._refuse_taken(written, own_id)
        return written

    def create(self, properties: Mapping[str, Any]) -> Row:
        """A new record."""
        written = self.accepted(properties)
        at = self._now_ms()
        return self._keep(Row(self._take_id(), at, at, {name: value for name, value in written.items() if value}))

    def update(self, row: Row, properties: Mapping[str, Any]) -> Row:
        """The record with these properties changed; empty text clears one."""
        return self.write(row, self.accepted(properties, row.id))

    def write(self, row: Row, written: Mapping[str, str]) -> Row:
        """Change properties without asking whether a client may."""
        merged = {name: value for name, value in {**row.properties, **written}.items() if value}
        return self._keep(row.changed(self._now_ms(), merged, row.archived_ms))

    def archive(self, row: Row) -> None:
        """Move the record to the recycle bin, where it keeps its time of change."""
        self._keep(row.changed(row.modified_ms, row.properties, self._now_ms()))

    def purge(self, row: Row) -> None:
        """Take it away for good: no list shows it, not even the bin."""
        self._keep(row.changed(row.modified_ms, {}, self._now_ms()))
        del self.rows[row.id]
        self._archived.discard(row.id)

    def restore(self, row: Row) -> None:
        """Take it out of the bin again."""
        self._keep(row.changed(self._now_ms(), row.properties, None))

    def merge(self, winner: Row, loser: Row) -> Row:
        """The loser's id leads to the winner from now on, and nothing lists the loser, not even the bin."""
        lost = loser.properties
        ids = [*filter(None, winner.properties.get("hs_merged_object_ids", "").split(";")), str(loser.id)]
        emails = [*filter(None, winner.properties.get("hs_additional_emails", "").split(";")), lost.get("email", "")]
        self.purge(loser)
        self.winners[loser.id] = winner.id
        kept = {**lost, **winner.properties, "hs_merged_object_ids": ";".join(ids)}
        if "email" in kept:
            kept["hs_additional_emails"] = ";".join(filter(None, emails))
        return self.write(winner, kept)

    def _keep(self, row: Row) -> Row:
        old = self.rows.get(row.id)
        if old is not None:
            self._release(old)
        self.rows[row.id] = row
        self._hold(row)
        (self._archived.discard if row.archived_ms is None else self._archived.add)(row.id)
        self.index.put(row, self._now_ms() + self._lag_ms())
        return row

    def _value(self, name: str, text: str) -> str:
        if name not in self.kind.known:
            raise _invalid(name, f'Property "{name}" does not exist', "PROPERTY_DOESNT_EXIST")
        if name in self.kind.read_only:
            raise _invalid(name, f'"{name}" is a read only property; its value cannot be set.', "READ_ONLY_VALUE")
        if not text:
            return ""
        if name == "email" and text.count("@") != 1:
            raise _invalid(name, f"Email address {text} is invalid", "INVALID_EMAIL")
        if name == "domain" and ("/" in text or "." not in text):
            raise _invalid(name, f"{text} is not a valid domain", "INVALID_DOMAIN")
        if name in self.kind.numbers and not text.replace(".", "", 1).isdigit():
            raise _invalid(name, f"{text} was not a valid number.", "INVALID_INTEGER")
        allowed = dict(self.kind.options).get(name)
        if allowed is not None and text not in allowed:
            raise _invalid(name, f"{text} was not one of the allowed options", "INVALID_OPTION")
        return text.lower() if name in {"email", "domain"} else text

    def _refuse_taken(self, written: Properties, own_id: int | None) -> None:
        for name in self.unique & written.keys():
            holder = self._holder(name, written[name]) if written[name] else None
            if holder is not None and holder != own_id:
                raise RefusedError(
                    409, f"{self.kind.noun} already exists. Existing ID: {holder}", {"existingId": [str(holder)]}
                )


def _held(row: Row, name: str) -> list[str]:
    values = [row.properties.get(name, "")]
    if name == "email":
        values += row.properties.get("hs_additional_emails", "").split(";")
    return [value.lower() for value in values if value]


def _invalid(name: str, message: str, code: str) -> RefusedError:
    return RefusedError(400, message, {"propertyName": [name]}, code)
