"""A hub over twins whose true answers were written down once, so that a spoilt one can take the place of each.

Invariant: whatever lands here is undone, so every case meets the same empty store.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from connectors.freee.twin import FreeeTwin
from connectors.hubspot.twin import HubSpotTwin
from connectors.sansan.twin import KEY, SansanTwin
from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.sdk.connector import WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.records import Change, Page, PushResult
from hub.sync.ledger import Ledger, PullLedger
from hub.sync.pull import land_page
from hub.sync.resolve import resolve
from hub.sync.world import StreamSetup, World
from tests.e2e.worlds import ROWS_MAPPING, Unhurried
from tests.hostile.kinds import BrokenRuleError, Outcome
from tests.pipeline.systems import Clock

CONFIG = """\
hub: 1
language: en
connections:
  cards:
    connector: sansan
    settings: {base_url: "https://sansan.test/v6.0", api_key: "${env:KEY}", page_size: 3, rates: []}
    streams: {bizCards: {}}
  books:
    connector: freee
    settings:
      base_url: https://freee.test
      token_url: https://freee.test/public_api/token
      company_id: 1
      client_id: twin-client
      client_secret: ${env:SECRET}
      refresh_token: ${env:REFRESH}
      page_size: 3
      rates: []
      invoice_rates: []
      daily_budget: 1000000000
    streams: {partners: {}, invoices: {}, deals: {}}
  crm:
    connector: hubspot
    settings: {base_url: "https://hubspot.test", access_token: "${env:TOKEN}", page_size: 3, rates: []}
    streams: {contacts: {}, companies: {}}
  mail:
    connector: email
    settings: {kind: eml, path: mails, own_domains: [ours.example.jp]}
    streams: {messages: {}}
  phone:
    connector: vcard
    settings: {path: cards.vcf}
    streams: {cards: {}}
  sheet:
    connector: excel
    settings: {path: customers.csv, key: [コード]}
    streams: {rows: {mapping: rows.yaml}}
"""
PAYLOADS: Mapping[str, dict[str, Any]] = {
    "partners": {"name": "株式会社緑", "phone": "03-3210-0009"},
    "contacts": {"properties": {"email": "sato1@midori.example.jp", "lastname": "緑"}},
    "companies": {"properties": {"name": "みどり商会0", "domain": "midori0.example.jp"}},
}
ENVIRON = {"KEY": KEY, "SECRET": "twin-secret", "REFRESH": "refresh-0", "TOKEN": "twin-token"}


@dataclass(frozen=True)
class Answer:
    """One true answer of a system."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def response(self, body: bytes | None = None) -> httpx.Response:
        told = {name: value for name, value in self.headers.items() if name.lower() != "content-length"}
        return httpx.Response(self.status, headers=told, content=self.body if body is None else body)


@dataclass
class Player(httpx.BaseTransport):
    """The network of one system: writes its answers down, and later plays them with one of them spoilt."""

    live: httpx.BaseTransport
    recorded: list[Answer] = field(default_factory=list)
    playing: Iterable[httpx.Response] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.playing is not None:
            answer = next(iter(self.playing), None)
            if answer is None:
                raise httpx.ConnectError("nothing more is played")
            return answer
        answer = self.live.handle_request(request)
        body = answer.read()
        if not request.url.path.endswith("/token"):
            self.recorded.append(Answer(answer.status_code, dict(answer.headers), body))
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


@dataclass(frozen=True)
class Spoken:
    """One answer among those of a whole pull, or of a push of `changes`."""

    connection: str
    stream: str
    answers: tuple[Answer, ...]
    at: int
    changes: tuple[Change, ...] = ()


class House:
    """The hub, and what its systems said."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-hostile-")))
        (folder / "mails").mkdir()
        (folder / "config.yaml").write_text(CONFIG)
        (folder / "rows.yaml").write_text(ROWS_MAPPING)
        self.clock = Clock()
        self._players = {name: Player(twin.as_transport()) for name, twin in _twins(self.clock).items()}
        around = Surroundings(
            now=self.clock,
            transport=lambda name: self._players.get(name),
            log=lambda event, **data: None,
            stopping=Unhurried(),
        )
        config = load_config(folder / "config.yaml", ENVIRON)
        self.world: World = self._stack.enter_context(opened(config, around))
        asked = [(stream, changes) for stream in self._heard() for changes in self._wishes(stream)]
        self.spoken = [spoken for stream, changes in asked for spoken in self._listened(stream, changes)]

    def _heard(self) -> list[StreamSetup]:
        return [stream for stream in self.world.streams() if stream.connection in self._players]

    def _wishes(self, stream: StreamSetup) -> Iterator[tuple[Change, ...]]:
        """Nothing, which is a pull; and one push of each operation that the stream takes."""
        yield ()
        page = next(iter(self.world.connections[stream.connection].connector.pull(stream.name, None)))
        for operation in sorted(stream.manifest.operations - {"delete"}):
            is_new = operation in {"create", "lookup"}
            external_id = None if is_new else page.records[0].external_id
            yield (Change("k1", operation, external_id, PAYLOADS[stream.name]),)

    def _listened(self, stream: StreamSetup, changes: tuple[Change, ...]) -> list[Spoken]:
        player = self._players[stream.connection]
        player.recorded = []
        whole = Spoken(stream.connection, stream.name, (), 0, changes)
        list(self._pushed(whole) if changes else self._pulled(whole))
        answers = tuple(player.recorded)
        return [replace(whole, answers=answers, at=at) for at in range(len(answers))]

    def hear(self, spoken: Spoken, body: bytes) -> Outcome:
        """Pull the stream with one answer's body replaced, and land what comes; or push, and see the results."""
        told = [answer.response(body if at == spoken.at else None) for at, answer in enumerate(spoken.answers)]
        self._players[spoken.connection].playing = iter(told)
        if spoken.changes:
            return self._see_results(spoken)
        return self.land(spoken.connection, spoken.stream, self._pulled(spoken))

    def _pulled(self, spoken: Spoken) -> Iterator[Page]:
        return self.world.connections[spoken.connection].connector.pull(spoken.stream, None)

    def _pushed(self, spoken: Spoken) -> Iterator[PushResult]:
        connector = self.world.connections[spoken.connection].connector
        if not isinstance(connector, WritableConnector):
            raise TypeError(f"{spoken.connection} is read only")
        return connector.push(spoken.stream, spoken.changes)

    def _see_results(self, spoken: Spoken) -> Outcome:
        results: list[PushResult] = []
        try:
            results += self._pushed(spoken)
        except ConnectorError as error:
            see_that_it_is_told(error)
            return "refused"
        if sorted(result.key for result in results) != sorted(change.key for change in spoken.changes):
            raise BrokenRuleError(f"not one result for each change: {results}")
        for result in results:
            if result.outcome == "done" and not result.external_id:
                raise BrokenRuleError(f"a record without an id was written: {result}")
        return "read" if all(result.outcome in {"done", "found"} for result in results) else "quarantined"

    def land(self, connection: str, stream: str, pages: Iterable[Page], *, resolves: bool = False) -> Outcome:
        """Store the pages as a run would, see that its ledger adds up, and undo it."""
        world, ledger = self.world, PullLedger()
        setup = world.connections[connection].streams[stream]
        with world.database.dry_run():
            try:
                for page in pages:
                    with world.database.begin() as tx:
                        land_page(tx, world, setup, page, 1, ledger)
            except ConnectorError as error:
                see_that_it_is_told(error)
                return "refused"
            if resolves:
                resolve(world, 1, Ledger())
        if not ledger.adds_up:
            raise BrokenRuleError(f"the ledger does not add up: {ledger}")
        return "quarantined" if ledger.quarantined else "read"


def see_that_it_is_told(error: Exception) -> None:
    """An error says something, briefly, and a wait that it names can be waited for."""
    told = str(error)
    if not told.strip() or len(told) > 4000:
        raise BrokenRuleError(f"an error of {len(told)} characters: {told[:200]}") from error
    wait_s = getattr(error, "wait_s", None)
    if wait_s is not None and not 0 <= wait_s <= 86_400:
        raise BrokenRuleError(f"an error asks to wait {wait_s} s") from error


def _twins(clock: Clock) -> dict[str, Any]:
    cards = SansanTwin(clock)
    books = FreeeTwin(clock)
    crm = HubSpotTwin(clock, access_token=ENVIRON["TOKEN"])
    for number in range(5):
        clock.goes_on(seconds=61)
        cards.user_creates(
            "bizCards",
            {
                "lastName": "高橋",
                "firstName": f"一{number}",
                "companyName": "㈱サンプル商事",
                "email": f"takahashi{number}@example.co.jp",
                "exchangeDate": "2025-11-03",
            },
        )
        crm.user_creates("companies", {"name": f"みどり商会{number}", "domain": f"midori{number}.example.jp"})
        crm.user_creates(
            "contacts", {"email": f"sato{number}@midori.example.jp", "lastname": "佐藤", "firstname": "二郎"}
        )
    partners = [{"name": f"株式会社青空{n}", "email": f"info@aozora{n}.example.jp"} for n in range(5)]
    books.seed(partners=partners, invoices=[{}] * 2, deals=[{}] * 2)
    clock.goes_on(hours=1)
    return {"cards": cards, "books": books, "crm": crm}


@cache
def house() -> House:
    """The one of this process."""
    return House()
