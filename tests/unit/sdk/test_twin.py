from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from hub.sdk.errors import OutcomeUnknownError, RetryLaterError
from hub.sdk.http import Http, HttpSettings
from hub.sdk.testing import FakeClock
from hub.sdk.twin import Twin, TwinRequest, TwinResponse, refusal, reply, serve
from tests.unit.sdk.wire import context


class Shop(Twin):
    """Things, and nothing else."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock.now)
        self.route("GET", "/things", lambda request: reply({"results": list(self.tables["things"].values())}))
        self.route("GET", "/things/{thing_id}", self._one)
        self.route("POST", "/things", self._create)
        self.tables["things"] = {}

    def _one(self, request: TwinRequest, thing_id: str) -> TwinResponse:
        if thing_id not in self.tables["things"]:
            raise refusal(404, {"message": "no such thing"})
        return reply(self.tables["things"][thing_id])

    def _create(self, request: TwinRequest) -> TwinResponse:
        return reply({"id": self.user_creates("things", request.json)}, 201)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shop(clock: FakeClock) -> Shop:
    return Shop(clock)


def client(shop: Shop) -> httpx.Client:
    return httpx.Client(transport=shop.as_transport(), base_url="https://shop.test")


def test_a_path_gives_its_parts_to_the_handler(shop: Shop) -> None:
    shop.user_creates("things", {"n": 1}, "a-1")
    assert client(shop).get("/things/a-1").json() == {"n": 1, "id": "a-1"}


def test_a_refusal_is_an_answer(shop: Shop) -> None:
    answer = client(shop).get("/things/9")
    assert (answer.status_code, answer.json()) == (404, {"message": "no such thing"})


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("DELETE", "/things", 405)])
def test_what_is_not_routed_is_refused(shop: Shop, method: str, path: str, status: int) -> None:
    assert client(shop).request(method, path).status_code == status


def test_a_body_that_is_no_json_is_refused(shop: Shop) -> None:
    assert client(shop).post("/things", content=b"{half").status_code == 400


def test_each_request_is_noted(shop: Shop) -> None:
    client(shop).post("/things", params={"a": "1"}, json={"n": 2})
    [asked] = shop.requests
    assert (asked.method, asked.path, asked.params, asked.json, asked.status) == (
        "POST",
        "/things",
        {"a": "1"},
        {"n": 2},
        201,
    )


def test_an_answer_carries_the_twins_own_time(shop: Shop) -> None:
    assert client(shop).get("/things").headers["date"] == "Wed, 01 Apr 2026 09:00:00 GMT"


def test_people_edit_and_delete(shop: Shop) -> None:
    one = shop.user_creates("things", {"n": 1})
    shop.user_edits("things", one, {"n": 2})
    assert client(shop).get(f"/things/{one}").json()["n"] == 2
    shop.user_deletes("things", one)
    assert client(shop).get(f"/things/{one}").status_code == 404


def test_an_injected_failure_processes_nothing(shop: Shop) -> None:
    shop.fail_next(status=500, body=b"oops")
    assert client(shop).post("/things", json={}).status_code == 500
    assert shop.tables["things"] == {}


def test_a_fault_befalls_only_what_it_fits(shop: Shop) -> None:
    shop.fail_next(status=500, method="POST", path="/things")
    assert client(shop).get("/things").status_code == 200
    assert client(shop).post("/things", json={}).status_code == 500


def test_faults_end_after_their_times(shop: Shop) -> None:
    shop.fail_next(2, status=500)
    assert [client(shop).get("/things").status_code for _ in range(3)] == [500, 500, 200]


def test_a_dropped_request_was_processed(shop: Shop) -> None:
    shop.drop_after_send()
    with pytest.raises(httpx.ReadTimeout):
        client(shop).post("/things", json={})
    assert len(shop.tables["things"]) == 1


def test_a_throttled_twin_says_when_to_come_back(shop: Shop, clock: FakeClock) -> None:
    shop.throttle(2, per_s=10)
    statuses = [client(shop).get("/things").status_code for _ in range(3)]
    clock.advance(10)
    assert [*statuses, client(shop).get("/things").status_code] == [200, 200, 429, 200]


def test_a_search_sees_a_change_after_the_lag(shop: Shop, clock: FakeClock) -> None:
    shop.index_lag = timedelta(seconds=30)
    changed_at = clock.now()
    assert not shop.is_indexed(changed_at)
    clock.advance(30)
    assert shop.is_indexed(changed_at)


# Within the process and on a port, the same happens


@pytest.fixture(params=["in process", "on a port"])
def http(request: pytest.FixtureRequest, shop: Shop, clock: FakeClock) -> Iterator[Http]:
    with contextlib.ExitStack() as stack:
        if request.param == "in process":
            made = Http(HttpSettings(base_url="https://shop.test"), context(shop.as_transport(), clock))
        else:
            made = Http(HttpSettings(base_url=stack.enter_context(serve(shop)).base_url), context(None, clock))
        stack.callback(made.close)
        yield made


def test_records_are_read(http: Http, shop: Shop) -> None:
    shop.user_creates("things", {"名": "髙"})
    assert http.get("/things", params={"q": "a+b c"}).json() == {"results": [{"名": "髙", "id": "1"}]}
    assert shop.requests[0].params == {"q": "a+b c"}


def test_the_servers_clock_is_the_twins(http: Http, clock: FakeClock) -> None:
    assert http.get("/things").received_at == clock.now()


def test_a_lost_answer_to_a_write_is_unknown(http: Http, shop: Shop) -> None:
    shop.drop_after_send()
    with pytest.raises(OutcomeUnknownError):
        http.request("POST", "/things", json={"n": 1}, writes=True)
    assert len(shop.tables["things"]) == 1


def test_a_cut_answer_to_a_read_is_asked_for_again(http: Http, shop: Shop) -> None:
    shop.cut_body_at(5)
    assert http.get("/things").json() == {"results": []}
    assert len(shop.requests) == 2


def test_answers_that_are_always_cut_end_the_run(http: Http, shop: Shop) -> None:
    shop.cut_body_at(5, times=99)
    with pytest.raises(RetryLaterError):
        http.get("/things")
