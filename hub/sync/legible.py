"""Legible: what a record that nobody can read as a whole still tells, word by word, of what was sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from hub.mapping.problems import MappingProblem
from hub.sync.payloads import decode_payload
from hub.sync.world import Document, StreamSetup

Path = tuple[str, ...]


def legible_parts(stream: StreamSetup, sent: Document, payload: bytes) -> dict[str, Document]:
    """The parts as they were sent, with each word of the record's instead that a mapping reads."""
    try:
        shown = decode_payload(payload)
        parts = stream.mapping.map(sent).parts
    except (MappingProblem, msgspec.DecodeError):
        return {}
    for path, _ in _leaves(sent):
        trial = _put(sent, path, _at(shown, path))
        try:
            parts = stream.mapping.map(trial).parts
        except MappingProblem:
            continue
        sent = trial
    return parts


def _leaves(whole: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(whole, dict):
        for key, value in whole.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path, whole


def _at(whole: Any, path: Path) -> Any:
    for key in path:
        whole = whole.get(key) if isinstance(whole, dict) else None
    return whole


def _put(whole: Document, path: Path, value: Any) -> Document:
    key, *deeper = path
    return {**whole, key: _put(whole[key], tuple(deeper), value) if deeper else value}
