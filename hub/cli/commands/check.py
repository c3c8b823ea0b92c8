"""`hub check`: everything that can be known before a run — settings, mappings with examples, secrets, connections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from hub.bootstrap import Surroundings, make_connector
from hub.cli.answer import Answer
from hub.cli.exits import Exit, gravest
from hub.cli.session import Session
from hub.cli.show.check import show_check
from hub.config import Config, ConfigError, read_config
from hub.config.remote import check_shown
from hub.located import LocatedError
from hub.mapping.examples import run_examples
from hub.registry import known_connectors
from hub.sdk.errors import ConnectorError, RetryLaterError
from hub.store.errors import called
from hub.store.times import utc_text
from hub.sync.stops import tell_unclear
from hub.sync.world import ConnectionSetup

Item = dict[str, Any]


def check(session: Session, *, connect: bool) -> Answer:
    """Check, and go on after a problem, so that all of them are told at once."""
    try:
        config = session.config
    except ConfigError as error:
        raise ConfigError(_all_told(session, error.problems)) from error
    items = [*_mappings(config), *_secrets(config)]
    exits = [Exit.CONFIG for item in items if not item["ok"]]
    if connect and not exits:
        reached = list(_connections(session))
        exits = [Exit.PARTIAL for item in reached if not item["ok"]]
        items += reached
    return Answer({"ok": not exits, "items": items}, lambda screen: show_check(screen, items), gravest(exits))


def _all_told(session: Session, told: Iterable[LocatedError]) -> Iterable[LocatedError]:
    """The problems told, and what else is wrong in the rest of a configuration that can't be loaded."""
    problems = {str(problem): problem for problem in told}
    config, _ = read_config(session.options.config) if problems else (None, [])
    for problem in _beyond(config) if config is not None else ():
        problems.setdefault(str(problem), problem)
    return problems.values()


def _beyond(config: Config) -> Iterator[LocatedError]:
    for key, mapping in config.mappings.items():
        for found in run_examples(config.compiled[key]):
            yield LocatedError(mapping.file, found.line, found.col, found.what)
    yield from _located(config.store_url)
    yield from _located(config.seals)
    yield from _located(config.oidc_secret)
    yield from _located(config.notice_secrets)
    known = known_connectors()
    for name, connection in config.settings.connections.items():
        if connection.connector in known:
            yield from _located(partial(_built, config, name))


def _located(look: Callable[[], object]) -> tuple[LocatedError, ...]:
    try:
        look()
    except ConfigError as error:
        return error.problems
    except ConnectorError:
        # It has no line; the check that passes this one tells it.
        return ()
    return ()


def _mappings(config: Config) -> Iterator[Item]:
    for (connection, stream), mapping in config.mappings.items():
        compiled = config.compiled[connection, stream]
        failures = [f"{mapping.file}:{found.line}:{found.col}: {found.what}" for found in run_examples(compiled)]
        about = {"stream": f"{connection}/{stream}", "file": mapping.file, "examples": len(mapping.spec.examples)}
        yield {"kind": "mapping", **about, "ok": not failures, "problems": failures, "notes": []}


def _secrets(config: Config) -> Iterator[Item]:
    config.check_connectors(known_connectors())
    problems = _problems(config.store_url)
    yield _item("store", "" if problems else called(config.store_url()), problems)
    problems = _problems(config.seals)
    yield _item("seal", "" if problems else config.seals().name, problems)
    if config.settings.console.oidc is not None:
        yield _item("settings", "console", _problems(config.oidc_secret))
    if config.settings.notices.channels:
        yield _item("settings", "notices", _problems(config.notice_secrets))
    for name in config.settings.connections:
        notes: list[str] = []
        problems = _problems(partial(_noted, config, name, notes))
        yield _item("settings", name, problems, notes)


def _noted(config: Config, name: str, notes: list[str]) -> None:
    notes += _built(config, name)


def _built(config: Config, name: str) -> list[str]:
    """A connection is put together, with its streams and what may be written to them; nothing is written by that, and
    no system is asked. What a person may want to look at, though it is no mistake.
    """
    connector = make_connector(config, name, Surroundings())
    try:
        return [str(found) for found in config.written_keys(name, connector.streams())]
    finally:
        connector.close()


def _problems(look: Callable[[], object]) -> list[str]:
    try:
        look()
    except ConfigError as error:
        return [str(problem) for problem in error.problems]
    except ConnectorError as error:
        return [str(error)]
    return []


def _item(kind: str, name: str, problems: list[str], notes: Sequence[str] = ()) -> Item:
    return {"kind": kind, "name": name, "ok": not problems, "problems": problems, "notes": list(notes)}


def _connections(session: Session) -> Iterator[Item]:
    """Alone on the store: a single-use refresh token that is spent here must be kept, and spent by nobody else."""
    with session.working() as world:
        for name, connection in world.connections.items():
            try:
                said, problems, free_at = connection.connector.check(), _shown(session.config, name, connection), None
            except ConnectorError as error:
                said, problems, free_at = "", [str(error)], _free_at(error, world.now())
                tell_unclear(world, "check_stopped", error, connection=name)
            yield {**_item("connection", name, problems), "said": said, "free_at": free_at}


def _shown(config: Config, name: str, connection: ConnectionSetup) -> list[str]:
    """The fields that the mappings name and the system, now that it was asked, turns out to lack."""
    lacked = _problems(lambda: config.check_streams(name, connection.connector.streams()))
    return [*lacked, *_headings(config, connection)]


def _headings(config: Config, connection: ConnectionSetup) -> list[str]:
    """Where each record shows all fields, the first page proves which the mapping names and the system lacks."""
    found: list[LocatedError] = []
    for stream in connection.streams.values():
        if stream.manifest.is_uniform and stream.pulls:
            page = next(connection.connector.pull(stream.name, None), None)
            records = [msgspec.json.decode(record.payload) for record in page.records[:1]] if page else []
            mapping = config.mappings[stream.connection, stream.name]
            found += [problem for record in records for problem in check_shown(mapping, record)]
    return [str(problem) for problem in found]


def _free_at(error: ConnectorError, now: datetime) -> str | None:
    """From when on the system may be asked again, where it says so."""
    wait_s = error.wait_s if isinstance(error, RetryLaterError) else None
    return utc_text(now + timedelta(seconds=wait_s)) if wait_s else None
