"""What a bundle tells of the run that it holds: version 1 of its format."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.merging.rules import EntityRules
from hub.sync.weighing import Outcome

SETTING = "bundle"
FORMAT = 1


class StreamAbout(msgspec.Struct, frozen=True):
    """One stream as configured: what a replay needs to plan for it, and nothing by which it could be reached."""

    stream_id: int
    connection: str
    name: str
    manifest: dict[str, Any]
    mapping: dict[str, Any]
    pulls: bool
    push: dict[str, Any]
    stream_ids: dict[str, int]


class About(msgspec.Struct, frozen=True):
    """What the bundle is of, and the rules under which the run worked; `weighed` says of which entities the evidence
    was weighed, and what that came to.
    """

    run: int
    kind: str
    state: str
    started_at: str
    config_digest: str
    rules: dict[str, EntityRules]
    streams: list[StreamAbout]
    custom: dict[str, dict[str, Any]]
    shared_by_max: int
    ledger: dict[str, Any] = {}
    weighed: dict[str, Outcome] = {}
    format: int = FORMAT
