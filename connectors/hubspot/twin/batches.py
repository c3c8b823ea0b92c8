"""The batch endpoints of one kind: at most 100 inputs, and where they carry trace ids each succeeds or fails alone.

Without trace ids one bad input refuses the whole batch and nothing is written, as the real API does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.hubspot.twin.refusals import RefusedError
from connectors.hubspot.twin.rows import Row
from connectors.hubspot.twin.store import ObjectStore

BATCH_MAX = 100
_NOT_FOUND = "Could not get some {noun} objects, they may be deleted or not exist. Check that ids are valid."

Input = dict[str, Any]
Done = list[tuple[Row, Input]]
"""Rows as they are after the batch, each with what its answer says besides (`new`)."""
Errors = list[dict[str, Any]]
Links = Callable[[Input], Callable[[Row], Row]]
"""Checks the associations of an input, and gives what carries them out."""


def create(store: ObjectStore, inputs: list[Input], links: Links) -> tuple[Done, Errors]:
    """`batch/create`, with associations."""

    def check(each: Input) -> None:
        links(each)
        store.accepted(each["properties"])

    def carry_out(each: Input) -> tuple[Row, Input]:
        link = links(each)
        return link(store.create(each["properties"])), {}

    return _all(inputs, check, carry_out)


def update(store: ObjectStore, inputs: list[Input]) -> tuple[Done, Errors]:
    """`batch/update`; an id that was merged away is left out of the answer without a word."""
    ids = [each["id"] for each in inputs]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise RefusedError(400, f"Duplicate IDs found in batch input: {twice}. IDs must be unique")

    def check(each: Input) -> Row:
        row = store.find(each["id"], each.get("idProperty"))
        if row is None or row.archived_ms is not None:
            raise RefusedError(404, _NOT_FOUND.format(noun=store.kind.noun.upper()), {"ids": [each["id"]]})
        store.accepted(each["properties"], row.id)
        return row

    def carry_out(each: Input) -> tuple[Row, Input] | None:
        row = check(each)
        merged = not each.get("idProperty") and int(each["id"]) in store.winners
        return None if merged else (store.update(row, each["properties"]), {})

    return _all(inputs, check, carry_out)


def upsert(store: ObjectStore, inputs: list[Input]) -> tuple[Done, Errors]:
    """`batch/upsert` by a unique property."""

    def carry_out(each: Input) -> tuple[Row, Input]:
        name = each.get("idProperty") or "hs_object_id"
        row = store.find(each["id"], name)
        if row is None:
            return store.create({name: each["id"], **each["properties"]}), {"new": True}
        return store.update(row, each["properties"]), {"new": False}

    def check(each: Input) -> None:
        row = store.find(each["id"], each.get("idProperty"))
        store.accepted(each["properties"], None if row is None else row.id)

    return _all(inputs, check, carry_out)


def read(store: ObjectStore, asked: Input, *, archived: bool) -> tuple[Done, Errors]:
    """`batch/read` by id or unique property: what is there, and one error that names what is not."""
    by = asked.get("idProperty")
    done: Done = []
    lacking = []
    for each in asked["inputs"]:
        row = store.find(each["id"], by)
        if row is None or (row.archived_ms is not None) != archived:
            lacking.append(each["id"])
        else:
            done.append((row, {}))
    if not lacking:
        return done, []
    refused = RefusedError(404, _NOT_FOUND.format(noun=store.kind.noun.upper()), {"ids": lacking})
    return done, [refused.row({})]


def archive(store: ObjectStore, inputs: list[Input]) -> None:
    """`batch/archive`: what is gone already is no error."""
    for each in inputs:
        row = store.find(each["id"])
        if row is not None and row.archived_ms is None:
            store.archive(row)


def _all(
    inputs: list[Input], check: Callable[[Input], object], carry_out: Callable[[Input], tuple[Row, Input] | None]
) -> tuple[Done, Errors]:
    done: Done = []
    errors: Errors = []
    if not all("objectWriteTraceId" in each for each in inputs):
        for each in inputs:
            check(each)
    for each in inputs:
        try:
            result = carry_out(each)
        except RefusedError as refused:
            errors.append(refused.row({"objectWriteTraceId": [each.get("objectWriteTraceId", "")]}))
            continue
        if result is not None:
            done.append(result)
    return done, errors
