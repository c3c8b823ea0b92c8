"""Each connection at a glance: when it was last read, when it is next, what it may still be asked, and what ails it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import msgspec

from hub.sdk.manifest import StreamManifest
from hub.steward import costs
from hub.steward.statuses import Alarm, Status, StreamStatus
from hub.store.times import utc_text
from hub.sync.world import ConnectionSetup, World


class StreamView(msgspec.Struct, frozen=True):
    """A stream with what its system can do; `manifest` is None where the configuration has it no more."""

    status: StreamStatus
    manifest: StreamManifest | None
    budget_left: int | None

    @property
    def waiting(self) -> int:
        """The writes that are not done with."""
        return sum(self.status.intents.values())


class SystemView(msgspec.Struct, frozen=True):
    """A connection. `state`: good | stopped | new."""

    name: str
    title: str
    state: str
    read_at: str | None
    next_at: str | None
    alarms: list[Alarm]
    streams: list[StreamView]

    def total(self, what: str) -> int:
        """The sum of a figure over the streams."""
        return sum(getattr(stream.status, what) for stream in self.streams)

    @property
    def waiting(self) -> dict[str, int]:
        """The writes that are not done with, by state."""
        counts: Counter[str] = Counter()
        for stream in self.streams:
            counts.update(stream.status.intents)
        return dict(sorted(counts.items()))


def systems(world: World, found: Status, next_runs: Mapping[str, datetime], lang: str) -> list[SystemView]:
    """Every connection that is configured, in the order of the configuration."""
    return [_system(world, setup, found, next_runs, lang) for setup in world.connections.values()]


def _system(
    world: World, setup: ConnectionSetup, found: Status, next_runs: Mapping[str, datetime], lang: str
) -> SystemView:
    streams = [_stream(world, setup, one) for one in found.streams if one.connection == setup.name]
    alarms = [alarm for alarm in found.alarms if _concerns(alarm, setup.name)]
    read_at = max((stream.status.pulled_at for stream in streams if stream.status.pulled_at), default=None)
    next_at = next_runs.get(f"{setup.name}:pull")
    return SystemView(
        name=setup.name,
        title=setup.connector.title_ja if lang == "ja" else setup.connector.title,
        state="stopped" if alarms else "good" if read_at else "new",
        read_at=read_at,
        next_at=None if next_at is None else utc_text(next_at),
        alarms=alarms,
        streams=streams,
    )


def _stream(world: World, setup: ConnectionSetup, one: StreamStatus) -> StreamView:
    configured = setup.streams.get(one.stream)
    if configured is None:
        return StreamView(one, None, None)
    left = costs.budget_left(configured.manifest, setup.connector.context.calls, world.now())
    return StreamView(one, configured.manifest, left)


def _concerns(alarm: Alarm, connection: str) -> bool:
    """A job is named `freee:pull`, a stream `freee/partners`."""
    return alarm.subject.startswith((f"{connection}:", f"{connection}/"))
