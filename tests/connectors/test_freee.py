"""freee: what every connector must do, and what is asked of this one's settings and access."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from connectors.freee import CONNECTOR
from connectors.freee.connector import FreeeConnector
from connectors.freee.settings import FreeeSettings
from connectors.freee.twin import FreeeTwin
from hub.sdk.connector import ConnectorSettings, Context, MemoryTokens
from hub.sdk.errors import BrokenContractError, PersonNeededError, RetryLaterError
from hub.sdk.records import Change, PushResult, RawRecord

NOON = datetime(2024, 5, 10, 3, 0, tzinfo=UTC)


@dataclass
class World:
    """A twin, a connector on it and the clock that both see; waiting moves the clock."""

    twin: FreeeTwin = field(init=False)
    at: datetime = NOON
    waited_s: float = 0.0
    tokens: MemoryTokens = field(default_factory=MemoryTokens)

    def __post_init__(self) -> None:
        self.twin = FreeeTwin(lambda: self.at)

    def wait(self, seconds: float) -> None:
        self.waited_s += seconds
        self.at += timedelta(seconds=seconds)

    def context(self, transport: httpx.BaseTransport | None = None) -> Context:
        return Context(
            connection="books",
            now=lambda: self.at,
            wait=self.wait,
            monotonic=lambda: self.at.timestamp(),
            transport=transport or self.twin.as_transport(),
            tokens=self.tokens,
        )

    def connector(self, **settings: Any) -> FreeeConnector:
        return FreeeConnector(settings_with(**settings), self.context())

    def behind_a_proxy(self, path: str, most: int, **settings: Any) -> FreeeConnector:
        """A connector on the twin through a proxy that gives at most so many records of one list."""
        live = self.twin.as_transport()

        def answer(asked: httpx.Request) -> httpx.Response:
            is_list = asked.url.path == path and asked.method == "GET"
            url = asked.url.copy_merge_params({"limit": str(most)}) if is_list else asked.url
            return live.handle_request(httpx.Request(asked.method, url, headers=asked.headers, content=asked.content))

        return FreeeConnector(settings_with(**settings), self.context(httpx.MockTransport(answer)))

    def pull(
        self, connector: FreeeConnector, stream: str, cursor: str | None = None
    ) -> tuple[list[RawRecord], str | None]:
        pages = list(connector.pull(stream, cursor))
        return [record for page in pages for record in page.records], pages[-1].cursor

    def push(self, connector: FreeeConnector, change: Change) -> PushResult:
        (result,) = connector.push("partners", [change])
        return result


def settings_with(**given: Any) -> FreeeSettings:
    values: dict[str, Any] = {
        "company_id": 1,
        "client_id": "twin-client",
        "client_secret": SecretStr("twin-secret"),
        "refresh_token": SecretStr("refresh-0"),
        "base_url": "http://freee.test",
        "token_url": "http://freee.test/public_api/token",
    }
    return FreeeSettings(**{**values, **given})


@pytest.fixture
def world() -> World:
    return World()


def test_the_package_names_its_connector() -> None:
    assert CONNECTOR is FreeeConnector


def test_check_says_which_company_was_reached(world: World) -> None:
    assert "見本商事 (1) as admin" in world.connector().check()


def test_check_names_the_companies_when_the_id_is_another(world: World) -> None:
    with pytest.raises(PersonNeededError, match=r"`company_id` 7 .* these are: 1"):
        world.connector(company_id=7).check()


def test_the_secrets_are_not_shown_by_the_settings() -> None:
    assert "twin-secret" not in repr(settings_with())


def test_a_spent_refresh_token_needs_a_person(world: World) -> None:
    world.connector().check()
    world.tokens = MemoryTokens()
    with pytest.raises(PersonNeededError, match="authorize the app again"):
        world.connector().check()


def test_a_second_connector_goes_on_with_the_stored_token(world: World) -> None:
    world.connector().check()
    world.connector().check()
    assert world.twin.tokens.refreshes == 1


def test_a_lapsed_access_token_is_renewed_by_the_way(world: World) -> None:
    connector = world.connector()
    connector.check()
    world.twin.tokens.expire_access()
    connector.check()
    assert world.twin.tokens.refreshes == 2


def test_a_missing_right_of_the_user_needs_a_person(world: World) -> None:
    body = '{"message": "事業所の管理者にご確認ください。", "code": "user_do_not_have_permission"}'
    world.twin.fail_next(2, status=401, body=body.encode(), path="/api/1/partners")
    with pytest.raises(PersonNeededError, match="メンバー管理"):
        list(world.connector().pull("partners", None))


def test_a_burst_is_waited_out_for_ten_minutes(world: World) -> None:
    world.twin.punish_burst()
    with pytest.raises(RetryLaterError) as caught:
        list(world.connector().pull("partners", None))
    assert caught.value.wait_s == 600


def test_a_burst_at_the_invoice_api_is_waited_out_too(world: World) -> None:
    world.twin.punish_burst()
    with pytest.raises(RetryLaterError) as caught:
        list(world.connector().pull("invoices", None))
    assert caught.value.wait_s == 600


def test_a_denied_right_of_the_app_needs_a_person(world: World) -> None:
    body = '{"message": "このアプリケーションにはアクセスする権限がありません"}'
    world.twin.fail_next(status=403, body=body.encode(), path="/api/1/partners")
    with pytest.raises(PersonNeededError, match="アクセスする権限がありません"):
        list(world.connector().pull("partners", None))


def test_a_403_without_words_is_waited_out(world: World) -> None:
    world.twin.fail_next(status=403, path="/api/1/partners")
    with pytest.raises(RetryLaterError) as caught:
        list(world.connector().pull("partners", None))
    assert caught.value.wait_s == 600


def test_the_daily_budget_of_the_settings_is_kept(world: World) -> None:
    connector = world.connector(daily_budget=2)
    connector.check()
    connector.check()
    with pytest.raises(RetryLaterError, match="daily budget"):
        connector.check()


def test_the_invoice_api_is_asked_thirty_times_a_minute_at_most(world: World) -> None:
    world.twin.seed(invoices=[{} for _ in range(31)])
    world.pull(world.connector(page_size=1, rates=()), "invoices")
    assert world.waited_s >= 59


def test_settings_of_another_connector_are_refused(world: World) -> None:
    with pytest.raises(TypeError, match="FreeeSettings"):
        FreeeConnector(ConnectorSettings(), world.context())


def test_a_read_only_stream_says_so(world: World) -> None:
    with pytest.raises(BrokenContractError, match="read only"):
        list(world.connector().push("deals", [Change("1", "create")]))


def test_an_unknown_stream_is_named(world: World) -> None:
    with pytest.raises(BrokenContractError, match="`cards`; it has: partners, invoices, deals"):
        list(world.connector().pull("cards", None))
