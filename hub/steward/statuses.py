"""What a status tells: streams, runs, jobs, alarms, and the hub that is at work."""

from __future__ import annotations

from typing import Literal

import msgspec

from hub.steward.looked_for import UnlinkedStatus
from hub.store.restored import Restored
from hub.sync.reasons import Reason

AlarmKind = Literal["silent", "failing", "run_failed", "run_died", "paused", "untold"]
"""silent: no success for longer than allowed. paused: the stream stopped in the last run that touched it. untold: a
channel by which notices do not arrive.
"""


class StreamStatus(msgspec.Struct, frozen=True):
    """One stream; `intents` counts by state, of those that are not done with. `is_configured`: still in use."""

    connection: str
    stream: str
    is_configured: bool
    pulled_at: str | None
    records: int
    to_resolve: int
    quarantined: int
    intents: dict[str, int]


class RunStatus(msgspec.Struct, frozen=True):
    """A run; `written` and `stopped` come from its ledger once it ended."""

    run: int
    kind: str
    state: str
    started_at: str
    finished_at: str | None
    written: int
    stopped: dict[str, Reason]


class JobStatus(msgspec.Struct, frozen=True):
    """A scheduled job."""

    name: str
    last_started_at: str | None
    last_ok_at: str | None
    last_error: Reason | None


class Alarm(msgspec.Struct, frozen=True):
    """Something that a person should look at; `subject` is a job, a run's number, a stream or a channel."""

    kind: AlarmKind
    subject: str
    since: str | None
    reason: Reason | None = None


class Sizes(msgspec.Struct, frozen=True):
    """How many records each stream has, by its number, and how many golden records there are of each entity: every one
    of them is looked at for it.
    """

    records: dict[int, int]
    golden: dict[str, int]


class HolderStatus(msgspec.Struct, frozen=True):
    """The hub that holds the lease; it is dead, or stands still, where `expires_at` has passed."""

    holder: str
    expires_at: str


class Status(msgspec.Struct, frozen=True):
    """Everything at one glance; runs are newest first, `notices` counts those that wait for a pull by connection.

    `restored` is told while a restored store waits for a person to look at its plan. `unlinked` are the streams with
    records that refer to somebody whom nobody has read.
    """

    at: str
    config_digest: str
    streams: list[StreamStatus]
    golden: dict[str, int]
    to_resolve: int
    to_plan: int
    open_conflicts: int
    runs: list[RunStatus]
    jobs: list[JobStatus]
    alarms: list[Alarm]
    hub: HolderStatus | None
    notices: dict[str, int]
    restored: Restored | None = None
    unlinked: list[UnlinkedStatus] = []
    format: int = 1
