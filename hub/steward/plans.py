"""A plan as data: what would be written, field by field with its reason; it can be saved, reviewed and read again.

Invariant: a plan read from a file equals the plan that was written to it, or there is one clear error.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from hub.steward.conflicts import Conflict
from hub.steward.errors import StewardError
from hub.sync.reasons import Reason

FORMAT = 2


class FieldChange(msgspec.Struct, frozen=True):
    """One field of one part: what the system holds, what it would hold, whose claim won, and by which rule."""

    part: str
    field: str
    before: Any = msgspec.field(name="from")
    after: Any = msgspec.field(name="to")
    source: str
    rule: str


class PlannedChange(msgspec.Struct, frozen=True):
    """One write to one remote record.

    `external_id` is None for a create. `records` are the source records behind the golden record: they name it also
    where it has no number in the store yet. `payload` is what would be sent. `held` tells why it waits (brake).
    """

    stream: str
    operation: str
    external_id: str | None
    golden: str
    display: str
    records: list[str]
    fields: list[FieldChange]
    payload: dict[str, Any]
    held: Reason | None = None


class StreamPlan(msgspec.Struct, frozen=True):
    """What a stream would see, and what it costs: requests, the seconds that its rates allow, the share of a day's
    requests, and how many of today's the connection has left (None where there is no such limit).

    The last three are what the pull for the plan saw, as a run's ledger tells it.
    """

    stream: str
    creates: int = 0
    updates: int = 0
    archives: int = 0
    held: int = 0
    held_why: Reason | None = None
    requests: int = 0
    seconds: float = 0.0
    budget_share: float | None = None
    budget_left: int | None = None
    not_planned: dict[str, int] = {}
    stopped: Reason | None = None
    quarantined: int = 0
    absent: dict[str, str] = {}
    appeared: list[str] = []


class Merge(msgspec.Struct, frozen=True):
    """Source records that would become one golden record."""

    entity: str
    golden: str
    records: list[str]


class Plan(msgspec.Struct, frozen=True):
    """Everything that the next sync would write in its first round, and what it would record.

    `only` are the connections that were asked for (None: all). `pulled` tells whether the systems were read for it.
    `conflicts` are told one by one (initial differences among them, counted in `differences`).
    """

    made_at: str
    config_digest: str
    only: list[str] | None
    pulled: bool
    streams: list[StreamPlan]
    changes: list[PlannedChange]
    conflicts: list[Conflict]
    differences: int
    merges: list[Merge]
    stopped: dict[str, Reason]
    format: int = FORMAT

    @property
    def writes(self) -> int:
        """How many writes would leave, those held by the brake left out."""
        return sum(change.held is None for change in self.changes)


def digest_of(plan: Plan) -> str:
    """What names this very plan in the audit log."""
    return hashlib.sha256(msgspec.json.encode(plan, order="deterministic")).hexdigest()


class _Format(msgspec.Struct):
    format: int


def write_plan(path: Path, plan: Plan) -> None:
    """Save a plan; a file of that name is replaced as a whole or not at all."""
    beside = path.with_name(path.name + ".part")
    # It holds customers' values.
    beside.touch(mode=0o600)
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n")
    beside.replace(path)


def read_plan(path: Path) -> Plan:
    """A saved plan. Raises `StewardError` where the file is none, or is of a version that this hub doesn't know."""
    try:
        text = path.read_bytes()
        version = msgspec.json.decode(text, type=_Format).format
        if version != FORMAT:
            raise StewardError("plan_format", file=str(path), found=version, wanted=FORMAT)
        return msgspec.json.decode(text, type=Plan)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        said = error.strerror or "" if isinstance(error, OSError) else str(error)
        raise StewardError("plan_unreadable", file=str(path), said=said) from error
