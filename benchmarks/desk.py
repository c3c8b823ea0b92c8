"""A steward's desk: two systems in memory that say different things of some people, a store as large as wanted, and the
console over it, which tells how long the server took for each request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.arrivals import Arrivals
from hub.cli.words import Say
from hub.console.app import console
from hub.console.house import House
from hub.console.security import users
from hub.console.security.attempts import Attempts
from hub.console.security.passwords import Passwords
from hub.mapping.compile import compile_mapping
from hub.mapping.load import load_mapping
from hub.merging.build import build_rules
from hub.merging.rules import Rule
from hub.model.schema import CanonicalSchema
from hub.sdk.records import RawRecord
from hub.store import streams
from hub.store.migrate import open_store
from hub.sync.run import run_pipeline
from hub.sync.world import ConnectionSetup, PushPolicy, StreamSetup, World

SYSTEMS = ("cards", "crm")
_MAPPING = """
mapping: 1
connector: arrivals
stream: person
when: updated_at
parts:
  person:
    fields:
      name: name
      email: {from: email, with: email}
      occupation: job
"""
_BEGIN = datetime(2026, 4, 1, tzinfo=UTC)


class Desk:
    """A hub of two systems over one store; conflicts about occupations wait for a person."""

    def __init__(self, url: str) -> None:
        schema = CanonicalSchema()
        self.database, self.systems = open_store(url, schema), {name: Arrivals() for name in SYSTEMS}
        mapping = compile_mapping(load_mapping(_MAPPING, "person.yaml", schema), schema)
        connections = {}
        for name, system in self.systems.items():
            with self.database.begin() as tx:
                number = streams.stream_id(tx, name, "person")
            manifest, push = system.streams()["person"], PushPolicy(update=True)
            setup = StreamSetup(
                *(number, name, "person", manifest, mapping, "digest"),
                pulls=True,
                push=push,
                stream_ids={"person": number},
            )
            connections[name] = ConnectionSetup(name, system, {"person": setup})
        rules = build_rules(schema, lambda entity, unit: Rule(review=True) if unit == "occupation" else None)
        self.world = World(
            *(self.database, schema, rules, connections, lambda: datetime.now(UTC), lambda event, **data: None)
        )

    def quarrel(self, count: int) -> None:
        """Let so many people be known to both systems, and each system say something else of what they do."""
        for at, jobs in ((_BEGIN, ("係長", "係長")), (_BEGIN + timedelta(days=1), ("部長", "課長"))):
            for name, job in zip(SYSTEMS, jobs, strict=True):
                self.systems[name].announced["person"] = [_person(number, job, at) for number in range(count)]
            report = run_pipeline(self.world, steps=("pull", "resolve"))
        if report.state != "ok" or report.ledger.resolve.opened != count:
            raise SystemExit(f"not every conflict waits: {report.as_document()}")

    def close(self) -> None:
        """Give the store back."""
        self.database.close()


class Timed:
    """An application with the milliseconds that it took for each kind of request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.took_ms: dict[str, list[float]] = defaultdict(list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        start = perf_counter()
        await self._app(scope, receive, send)
        route = scope.get("route")
        if route is not None:
            self.took_ms[f"{scope['method']} {route.path}"].append((perf_counter() - start) * 1e3)


def opened(desk: Desk) -> tuple[Timed, str]:
    """The console, and the password of the user `steward`."""
    passwords = Passwords()
    secret = users.add(desk.world, passwords, "steward", "steward", "benchmark").password
    now = desk.world.now

    @contextmanager
    def world() -> Iterator[World]:
        yield desk.world

    house = House(world, world, Say, now, ZoneInfo("Asia/Tokyo"), Attempts(now), lambda event, **data: None, passwords)
    return Timed(console(house)), secret


def _person(number: int, job: str, at: datetime) -> RawRecord:
    said = {"name": f"山田 太郎{number}", "email": f"p{number}@example.jp", "job": job, "updated_at": at.isoformat()}
    return RawRecord(str(number), msgspec.json.encode(said), at)
