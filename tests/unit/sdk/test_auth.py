from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import msgspec
import pytest
from pydantic import SecretStr

from hub.sdk.auth import ApiKey, BasicAuth, Bearer
from hub.sdk.connector import MemoryTokens
from hub.sdk.errors import BrokenContractError, OutcomeUnknownError, PersonNeededError, RetryLaterError
from hub.sdk.http import Http, HttpSettings
from hub.sdk.oauth import OAuthRefresh, TokenDocument, needs_heartbeat
from hub.sdk.testing import FakeClock
from tests.unit.sdk.wire import BASE, Script, context, http_of

TOKEN_URL = "https://accounts.test/token"
FIRST = "refresh-0"


class Accounts(httpx.BaseTransport):
    """A token endpoint whose refresh tokens are good for one use, and an API behind it."""

    def __init__(self) -> None:
        self.good = FIRST
        self.count = 0
        self.lifetime_s: float = 21_600
        self.lose_next = self.is_down = False
        self.answers: httpx.Response | None = None
        self.basic: list[str | None] = []
        self.lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if request.url.host != "accounts.test":
            good = request.headers.get("authorization") == f"Bearer access-{self.count}"
            return httpx.Response(200 if good else 401, json={})
        with self.lock:
            return self._granted(request)

    def _granted(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("down")
        if self.answers is not None:
            return self.answers
        form = parse_qs(request.content.decode())
        self.basic.append(request.headers.get("authorization"))
        if form["refresh_token"] != [self.good] or form["grant_type"] != ["refresh_token"]:
            return httpx.Response(400, json={"error": "invalid_grant", "error_description": f"{self.good} was used"})
        self.count += 1
        self.good = f"refresh-{self.count}"
        if self.lose_next:
            self.lose_next = False
            raise httpx.ReadTimeout("lost")
        granted = {"access_token": f"access-{self.count}", "refresh_token": self.good, "expires_in": self.lifetime_s}
        return httpx.Response(200, json=granted)


class World:
    """One account, a clock, and as many hub processes as a test wants."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.accounts = Accounts()
        self.tokens = MemoryTokens()

    def auth(
        self,
        entered: str | None = FIRST,
        reached: Callable[[str], None] = lambda moment: None,
        max_body_mb: int = 64,
        **more: Any,
    ) -> OAuthRefresh:
        here = context(self.accounts, self.clock, tokens=self.tokens, reached=reached)
        return OAuthRefresh(
            HttpSettings(base_url=BASE, max_body_mb=max_body_mb),
            here,
            token_url=TOKEN_URL,
            client_id="client",
            client_secret=SecretStr("cl13nt-s3cret"),
            refresh_token=SecretStr(entered) if entered else None,
            **more,
        )

    def stored(self) -> TokenDocument:
        return msgspec.json.decode(self.tokens.load() or "", type=TokenDocument)


@pytest.fixture
def world() -> World:
    return World()


def bearer(auth: OAuthRefresh) -> str:
    return auth.headers()["Authorization"]


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        (ApiKey("X-Key", SecretStr("abc")), "X-Key", "abc"),
        (Bearer(SecretStr("abc")), "Authorization", "Bearer abc"),
        (BasicAuth("me", SecretStr("pässword")), "Authorization", "Basic bWU6cMOkc3N3b3Jk"),
    ],
)
def test_a_fixed_secret_goes_into_its_header(auth: ApiKey, header: str, value: str) -> None:
    assert auth.headers() == {header: value}


@pytest.mark.parametrize("auth", [ApiKey("X-Key", SecretStr("abc")), Bearer(SecretStr("abc")), World().auth()])
def test_no_secret_is_in_a_repr(auth: object) -> None:
    assert "abc" not in repr(auth)
    assert "s3cret" not in repr(auth)


@pytest.mark.parametrize("key", ["", "abc\n", " abc", "ａｂｃ", "a\x00b"])
def test_a_key_that_no_header_can_carry_needs_a_person_and_is_not_shown(key: str) -> None:
    with pytest.raises(PersonNeededError) as caught:
        ApiKey("X-Key", SecretStr(key))
    assert "X-Key" in str(caught.value)
    assert not key.strip() or key not in str(caught.value)


def test_a_fixed_secret_is_not_worth_trying_again() -> None:
    http, script = http_of(httpx.Response(401), auth=Bearer(SecretStr("abc")))
    with pytest.raises(PersonNeededError):
        http.get("/x")
    assert len(script.asked) == 1


def test_the_first_use_fetches_a_token(world: World) -> None:
    assert bearer(world.auth()) == "Bearer access-1"


def test_a_fresh_token_is_used_again(world: World) -> None:
    auth = world.auth()
    bearer(auth)
    bearer(auth)
    assert world.accounts.count == 1


def test_a_token_is_renewed_before_it_ends(world: World) -> None:
    auth = world.auth()
    bearer(auth)
    world.clock.advance(21_600 - 299)
    assert bearer(auth) == "Bearer access-2"


def test_a_token_of_a_short_life_is_still_used_more_than_once(world: World) -> None:
    world.accounts.lifetime_s = 60
    auth = world.auth()
    bearer(auth)
    world.clock.advance(50)
    assert bearer(auth) == "Bearer access-1"


def test_a_restart_goes_on_with_the_stored_token(world: World) -> None:
    bearer(world.auth())
    assert bearer(world.auth()) == "Bearer access-1"


def test_a_new_token_is_stored_before_it_is_used(world: World) -> None:
    bearer(world.auth())
    assert (world.stored().refresh_token, world.stored().in_flight) == ("refresh-1", False)


def test_a_token_that_another_process_renewed_is_taken_over(world: World) -> None:
    mine, theirs = world.auth(), world.auth()
    bearer(mine)
    bearer(theirs)
    world.clock.advance(21_600)
    bearer(theirs)
    assert bearer(mine) == "Bearer access-2"
    assert world.accounts.count == 2


def test_two_processes_that_are_both_refused_renew_once(world: World) -> None:
    mine, theirs = world.auth(), world.auth()
    bearer(mine)
    bearer(theirs)
    assert mine.refresh_after(401)
    assert theirs.refresh_after(401)
    assert bearer(mine) == bearer(theirs) == "Bearer access-2"


def test_many_threads_renew_once(world: World) -> None:
    auths = [world.auth() for _ in range(8)]
    seen: list[str] = []
    threads = [threading.Thread(target=lambda auth=auth: seen.append(bearer(auth))) for auth in auths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {"Bearer access-1"}
    assert world.accounts.count == 1


def test_only_a_401_is_a_reason_to_renew(world: World) -> None:
    assert not world.auth().refresh_after(403)


def test_a_refused_request_is_asked_again_with_a_new_token(world: World) -> None:
    auth = world.auth()
    bearer(auth)
    world.accounts.count, world.accounts.good = 5, "refresh-1"
    http = Http(HttpSettings(base_url=BASE), context(world.accounts, world.clock), auth)
    assert http.get("/x").status == 200


def test_a_refused_refresh_token_tells_how_to_mend_it(world: World) -> None:
    with pytest.raises(PersonNeededError, match="authorize the app again") as caught:
        bearer(world.auth("used-up"))
    assert "invalid_grant" in str(caught.value)
    assert FIRST not in str(caught.value)
    assert "used-up" not in str(caught.value)


def test_a_newly_entered_token_counts_after_the_old_one_was_refused(world: World) -> None:
    with pytest.raises(PersonNeededError):
        bearer(world.auth("used-up"))
    assert bearer(world.auth(FIRST)) == "Bearer access-1"


def test_the_entered_token_counts_only_once(world: World) -> None:
    bearer(world.auth())
    world.clock.advance(21_600)
    assert bearer(world.auth()) == "Bearer access-2"


def test_without_any_token_a_person_is_needed(world: World) -> None:
    with pytest.raises(PersonNeededError, match="authorize the app once"):
        bearer(world.auth(None))


def test_a_refresh_without_an_answer_stays_marked(world: World) -> None:
    world.accounts.lose_next = True
    with pytest.raises(OutcomeUnknownError):
        bearer(world.auth())
    assert world.stored().in_flight


def test_a_token_lost_on_the_way_is_explained_at_the_next_start(world: World) -> None:
    world.accounts.lose_next = True
    with pytest.raises(OutcomeUnknownError):
        bearer(world.auth())
    with pytest.raises(PersonNeededError, match="an earlier refresh was sent and its answer never stored"):
        bearer(world.auth())


def test_a_refresh_that_was_killed_before_it_arrived_just_goes_on(world: World) -> None:
    world.tokens.save(msgspec.json.encode(TokenDocument(FIRST, in_flight=True)).decode())
    assert bearer(world.auth(None)) == "Bearer access-1"


def test_a_system_that_is_down_leaves_no_mark(world: World) -> None:
    here = context(Script(httpx.ConnectError("down")), world.clock, tokens=world.tokens)
    auth = OAuthRefresh(
        HttpSettings(base_url=BASE),
        here,
        token_url=TOKEN_URL,
        client_id="client",
        client_secret=SecretStr("x"),
        refresh_token=SecretStr(FIRST),
    )
    with pytest.raises(Exception, match="reached"):
        bearer(auth)
    assert not world.stored().in_flight


def test_a_token_that_nobody_uses_is_renewed_after_a_third_of_its_life(world: World) -> None:
    world.accounts.lifetime_s = 365 * 86_400
    auth = world.auth(refresh_token_lives_days=90)
    bearer(auth)
    world.clock.advance(timedelta(days=29.9).total_seconds())
    assert bearer(auth) == "Bearer access-1"
    world.clock.advance(timedelta(days=0.2).total_seconds())
    assert bearer(auth) == "Bearer access-2"


def test_a_heartbeat_is_due_where_no_token_was_ever_stored(world: World) -> None:
    assert needs_heartbeat(None, 90, world.clock.now())
    assert not needs_heartbeat(None, None, world.clock.now())


def test_an_outage_does_not_make_a_lost_answer_forgotten(world: World) -> None:
    world.accounts.lose_next = True
    with pytest.raises(OutcomeUnknownError):
        bearer(world.auth())
    world.accounts.is_down = True
    with pytest.raises(RetryLaterError):
        bearer(world.auth())
    world.accounts.is_down = False
    with pytest.raises(PersonNeededError, match="answer never stored"):
        bearer(world.auth())


def test_a_refused_app_is_not_told_to_authorize_again(world: World) -> None:
    world.accounts.answers = httpx.Response(401, json={"error": "invalid_client"})
    with pytest.raises(PersonNeededError, match="id or secret") as caught:
        bearer(world.auth())
    assert "authorize" not in str(caught.value)


UNREADABLE = (
    {"access_token": ""},
    {"access_token": "new-s3cret\r\nHost: evil"},
    {"access_token": "new-s3cret", "refresh_token": 7},
    {"access_token": "new-s3cret", "expires_in": "soon"},
    ["new-s3cret"],
)


@pytest.mark.parametrize("granted", UNREADABLE)
def test_a_grant_that_cannot_be_read_shows_no_token_and_stays_marked(world: World, granted: object) -> None:
    world.accounts.answers = httpx.Response(200, json=granted)
    with pytest.raises(BrokenContractError, match="token_url") as caught:
        bearer(world.auth())
    assert "s3cret" not in f"{caught.value}{caught.value.evidence!r}{caught.value.__cause__}"
    assert world.stored().in_flight


def test_a_grant_too_large_to_read_shows_no_token_either(world: World) -> None:
    auth = world.auth(max_body_mb=1)
    world.accounts.answers = httpx.Response(200, content=b'{"access_token":"new-s3cret"}' * 50_000)
    with pytest.raises(BrokenContractError, match="larger") as caught:
        bearer(auth)
    assert caught.value.evidence == b""


@pytest.mark.parametrize("lifetime_s", [-5, 0, 1e300, 2**63])
def test_a_lifetime_that_makes_no_sense_costs_no_more_than_a_refresh(world: World, lifetime_s: float) -> None:
    world.accounts.lifetime_s = lifetime_s
    assert bearer(world.auth()) == "Bearer access-1"


def test_each_moment_of_a_refresh_at_which_a_process_may_die_is_told_in_order(world: World) -> None:
    moments: list[tuple[str, bool]] = []
    bearer(world.auth(reached=lambda moment: moments.append((moment, world.stored().in_flight))))
    assert moments == [("before refresh", True), ("after refresh answer", True), ("after token stored", False)]


def test_a_damaged_document_needs_a_person(world: World) -> None:
    world.tokens.save("{half")
    with pytest.raises(PersonNeededError, match="authorize the app again"):
        bearer(world.auth(None))


def test_the_clients_secret_may_travel_as_basic_authentication(world: World) -> None:
    bearer(world.auth(credentials="basic"))
    assert world.accounts.basic[0] is not None
    assert world.accounts.basic[0].startswith("Basic ")


def test_a_token_without_an_end_is_used_until_it_is_refused(world: World) -> None:
    auth = world.auth()
    world.tokens.save(msgspec.json.encode(TokenDocument(FIRST, access_token="access-x")).decode())
    world.clock.advance(timedelta(days=365).total_seconds())
    assert bearer(world.auth(None)) == "Bearer access-x"
    assert bearer(auth) == "Bearer access-1"
