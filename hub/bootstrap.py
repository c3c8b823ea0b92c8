"""The one place where the parts are put together: a configuration in, a working hub out."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import msgspec

from hub.config import Config
from hub.log import log as write_log
from hub.registry import connector_class, known_connectors
from hub.sdk.connector import Connector, ConnectorSettings, Context
from hub.steward.bundle_format import StreamAbout
from hub.steward.restore import Store
from hub.store import erasures, raw, runs, setting, streams
from hub.store.calls import StoredCalls
from hub.store.database import Database, Moments
from hub.store.lock import hub_lock
from hub.store.migrate import open_store
from hub.store.scratch import scratch_copy
from hub.store.times import utc_text
from hub.store.tokens import StoredTokens
from hub.sync.configured import follow_configuration
from hub.sync.spread import Spread, in_threads
from hub.sync.world import Brake, ConnectionSetup, PushPolicy, StreamSetup, World


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Surroundings:
    """What a test replaces: the clocks, chance, the network of each connection, the log, the progress display, what
    happens at the moments at which a process may die, and how the steps of several connections are carried out.
    """

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    chance: random.Random = field(default_factory=random.Random)
    transport: Callable[[str], httpx.BaseTransport | None] = lambda connection: None
    log: Callable[..., None] = write_log
    progress: Callable[..., None] = lambda step, done, total=None: None
    stopping: threading.Event = field(default_factory=threading.Event)
    reached: Moments = lambda moment: None
    spread: Spread = in_threads


@contextmanager
def opened(config: Config, around: Surroundings | None = None, url: str | None = None) -> Iterator[World]:
    """The hub of a configuration, alone on its database (or the one at `url`) until the block ends.

    Raises `ConfigError` (settings, secrets), `LockedError` (another hub is at work) and `StoreError`.
    """
    around = around or Surroundings()
    with ExitStack() as stack:
        database = open_store(url or config.store_url(), config.schema, around.reached, config.settings.time_zone)
        stack.callback(database.close)
        database.seals = config.seals()
        stack.enter_context(hub_lock(database, around.now))
        world = assemble(config, database, around)
        for connection in world.connections.values():
            stack.callback(connection.connector.context.calls.close)
            stack.callback(connection.connector.close)
        refuse_renamed(config, world)
        take_over(world)
        yield world


@contextmanager
def trying(config: Config, around: Surroundings | None = None) -> Iterator[World]:
    """The hub of a configuration over a scratch copy of its database, which goes on working and stays as it is."""
    database = open_store(config.store_url(), config.schema, zone=config.settings.time_zone)
    folder = Path(database.url.database or "").resolve().parent if database.is_sqlite else None
    with ExitStack() as stack:
        stack.callback(database.close)
        url = stack.enter_context(scratch_copy(database, config.schema, beside=folder))
        yield stack.enter_context(opened(config, around, url))


def to_replace(config: Config, around: Surroundings | None = None) -> Store:
    """The store of a configuration as a restore takes it: it need not be readable."""
    around = around or Surroundings()
    folder = config.path.resolve().parent
    return Store(config.store_url(), config.schema, config.rules, folder, around.now, around.reached)


def take_over(world: World) -> None:
    """Close the runs of processes that died, finish erasures, and queue what the configuration makes anew; under the
    hub's lock.
    """
    with world.database.begin() as tx:
        runs.abandon(tx, world.now_text())
        follow_configuration(tx, world)
        erasures.forget_sent(tx)
    if not erasures.wipe(world.database):
        world.log("erased_pages_remain", what_to_do="close the program that reads the database file")


def refuse_renamed(config: Config, world: World) -> None:
    """Raises `ConfigError` where a connection seems to have another name than in the store."""
    with world.database.begin() as tx:
        names, live = streams.names(tx), raw.live_counts(tx)
    held: dict[str, list[str]] = {}
    for stream_id in live:
        connection, stream = names[stream_id]
        held.setdefault(connection, []).append(stream)
    config.check_names_of(held, [name for name in world.connections if name not in held])
    _refuse_other_accounts(config, world, held)


def _refuse_other_accounts(config: Config, world: World, held: Collection[str]) -> None:
    """The account of a connection is remembered for as long as the store holds records of it."""
    now = {name: _account(connection.connector.settings) for name, connection in world.connections.items()}
    with world.database.begin() as tx:
        told = {name: setting.remembered(tx, f"account of {name}") for name in now if name in held}
        known = {name: msgspec.json.decode(text, type=dict[str, str]) for name, text in told.items() if text}
        config.check_accounts(known, now)
        for name, account in now.items():
            if account != known.get(name, {}):
                setting.remember(tx, f"account of {name}", msgspec.json.encode(account).decode())


def _account(settings: ConnectorSettings) -> dict[str, str]:
    return {key: str(getattr(settings, key)) for key in settings.account_keys}


@contextmanager
def looking(config: Config, around: Surroundings | None = None) -> Iterator[World]:
    """The same for commands that only read the store: they don't need the database to themselves."""
    around = around or Surroundings()
    database = open_store(config.store_url(), config.schema, around.reached, config.settings.time_zone)
    try:
        database.find_seals = config.seals
        yield assemble(config, database, around)
    finally:
        database.close()


def assemble(config: Config, database: Database, around: Surroundings) -> World:
    """The world of a configuration over an open database."""
    config.check_connectors(known_connectors())
    connections = {
        name: _connection(config, name, database, around)
        for name, settings in config.settings.connections.items()
        if settings.enabled
    }
    brake = config.settings.brake
    return World(
        database=database,
        schema=config.schema,
        rules=config.rules,
        connections=connections,
        now=around.now,
        log=around.log,
        config_digest=config.digest,
        brake=Brake(brake.max_changes, brake.max_share),
        four_eyes=config.four_eyes,
        shared_by_max=config.settings.matching.shared_by_max,
        definitions=config.definitions,
        progress=around.progress,
        is_stopping=around.stopping.is_set,
        spread=around.spread,
    )


def streams_about(config: Config, world: World) -> list[StreamAbout]:
    """Every configured stream as a bundle tells it."""
    return [
        StreamAbout(
            stream_id=stream.stream_id,
            connection=stream.connection,
            name=stream.name,
            manifest=stream.manifest.model_dump(mode="json"),
            mapping=config.mappings[stream.connection, stream.name].spec.model_dump(mode="json", by_alias=True),
            pulls=stream.pulls,
            push=asdict(stream.push),
            stream_ids=dict(stream.stream_ids),
        )
        for stream in world.streams()
    ]


def make_connector(config: Config, name: str, around: Surroundings, database: Database | None = None) -> Connector:
    """One connection's connector; without a database its tokens live as long as the process."""
    kind = connector_class(config.settings.connections[name].connector)
    settings = config.connector_settings(name, kind.Settings)
    world_sides: dict[str, Any] = {
        "now": around.now,
        "monotonic": around.monotonic,
        "random": around.chance,
        "log": partial(around.log, connection=name),
        "transport": around.transport(name),
        "reached": around.reached,
        "folder": config.path.resolve().parent,
    }
    if database is not None:
        world_sides["calls"] = StoredCalls(database, name)
        world_sides["tokens"] = StoredTokens(database, name, lambda: utc_text(around.now()))
    wait = around.stopping.wait
    connector = kind(settings, Context(name, wait=lambda seconds: _ignore(wait(seconds)), **world_sides))
    manifests = connector.streams()
    config.check_streams(name, manifests)
    return connector


def _ignore(_: bool) -> None:
    return None


def _connection(config: Config, name: str, database: Database, around: Surroundings) -> ConnectionSetup:
    connector = make_connector(config, name, around, database)
    manifests, wanted = connector.streams(), config.settings.connections[name].streams
    with database.begin() as tx:
        # References may point to streams that are not configured here; they have their numbers all the same.
        numbers = {stream: streams.stream_id(tx, name, stream) for stream in {**manifests, **wanted}}
    setups = {}
    for stream, settings in wanted.items():
        push = settings.push
        setups[stream] = StreamSetup(
            stream_id=numbers[stream],
            connection=name,
            name=stream,
            manifest=manifests[stream],
            mapping=config.compiled[name, stream],
            mapping_digest=config.mappings[name, stream].digest,
            pulls=settings.pull,
            push=PushPolicy(push.create, push.update, push.delete),
            stream_ids=numbers,
            link=settings.link or manifests[stream].record_url,
        )
    return ConnectionSetup(name, connector, setups)
