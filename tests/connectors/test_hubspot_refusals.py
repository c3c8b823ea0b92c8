"""HubSpot's own ways to say no, to wait and to let in."""

from __future__ import annotations

import msgspec
import pytest
from pydantic import SecretStr, ValidationError

from connectors.hubspot import HubSpot
from connectors.hubspot.settings import HubSpotSettings
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.manifest import Rate
from tests.connectors.test_hubspot import TOKEN, World, person


@pytest.fixture
def world() -> World:
    return World()


def fail(world: World, status: int, **body: object) -> None:
    world.twin.fail_next(9, status=status, body=msgspec.json.encode(body))


@pytest.mark.parametrize(("policy", "wait_s"), [("SECONDLY", 1.0), ("TEN_SECONDLY_ROLLING", 10.0)])
def test_the_policy_tells_how_long_to_wait(world: World, policy: str, wait_s: float) -> None:
    world.twin.fail_next(status=429, body=msgspec.json.encode({"policyName": policy}))
    world.pull()
    assert wait_s in world.clock.waits


def test_the_daily_limit_ends_the_run_at_once(world: World) -> None:
    fail(world, 429, policyName="DAILY")
    with pytest.raises(RetryLaterError, match="daily limit"):
        world.pull()
    assert len(world.twin.requests) == 1


def test_a_lock_is_waited_out(world: World) -> None:
    world.twin.fail_next(status=423)
    world.pull()
    assert 2.0 in world.clock.waits


def test_a_limit_without_a_policy_is_told_without_a_gap(world: World) -> None:
    fail(world, 429)
    with pytest.raises(RetryLaterError, match=r": too many requests \(429\)$"):
        world.pull()


@pytest.mark.parametrize(("body", "told"), [({}, "(401)"), ({"category": "EXPIRED"}, "(401 EXPIRED)")])
def test_a_refused_token_is_told_with_the_category_where_there_is_one(
    world: World, body: dict[str, str], told: str
) -> None:
    fail(world, 401, **body)
    with pytest.raises(PersonNeededError) as caught:
        world.pull()
    assert f"the token was refused {told}: copy" in str(caught.value)


def test_missing_scopes_are_named(world: World) -> None:
    context = {"requiredGranularScopes": ["crm.objects.companies.read"]}
    fail(world, 403, category="MISSING_SCOPES", message="no", errors=[{"message": "no", "context": context}])
    with pytest.raises(PersonNeededError, match=r"crm\.objects\.companies\.read"):
        world.connector().check()


def test_a_move_to_another_data_centre_is_for_later(world: World) -> None:
    world.twin.fail_next(9, status=477, headers={"retry-after": "3000"})
    with pytest.raises(RetryLaterError) as caught:
        world.pull()
    assert caught.value.wait_s == 3000


def test_searches_keep_to_their_own_rate(world: World) -> None:
    world.twin.gate.enforce()
    world.twin.seed(contacts=[person(n) for n in range(40)])
    world.pull(page_size=2)
    assert [asked.status for asked in world.twin.requests] == [200] * (20 + 1)
    assert world.clock.monotonic() >= 4


def test_searches_that_are_repeated_keep_to_it_too(world: World) -> None:
    world.twin.fail_next(9, status=502, headers={"retry-after": "0"})
    with pytest.raises(RetryLaterError):
        world.pull()
    assert len(world.twin.requests) == 5
    assert world.clock.monotonic() >= 1


def test_a_rate_that_is_too_high_is_corrected_by_the_answers(world: World) -> None:
    world.twin.gate.enforce()
    world.twin.seed(contacts=[person(n) for n in range(40)])
    pages, _ = world.pull(page_size=2, search_rate=Rate(requests=100, per_s=1))
    assert sum(len(page.records) for page in pages) == 40


def test_no_request_is_sent_while_nothing_is_left_of_the_window(world: World) -> None:
    world.twin.gate.enforce(per_ten_s=2)
    connector = world.connector()
    connector.check()
    connector.check()
    assert [asked.status for asked in world.twin.requests] == [200] * 8
    assert world.clock.monotonic() >= 10


def test_an_oauth_app_reads_with_a_token_that_it_fetched(world: World) -> None:
    settings = HubSpotSettings(
        base_url="http://hubspot.test",
        token_url="http://hubspot.test/oauth/v1/token",
        client_id="client",
        client_secret=SecretStr("secret"),
        refresh_token=SecretStr("refresh"),
    )
    world.twin.seed(contacts=[person(1)])
    page = next(iter(HubSpot(settings, world.context()).pull("contacts", None)))
    assert len(page.records) == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"access_token": TOKEN, "client_id": "c", "client_secret": "s"},
        {"client_id": "c"},
        {"access_token": TOKEN, "page_size": 201},
        {"access_token": TOKEN, "batch_size": 101},
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HubSpotSettings.model_validate(given)


def test_a_token_of_another_account_needs_a_person(world: World) -> None:
    with pytest.raises(PersonNeededError, match="copy the private app's token again"):
        world.connector(access_token="pat-other").check()
