from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from hub.sdk.ahead import one_ahead
from hub.sdk.connector import Connector, Context
from hub.sdk.errors import BrokenContractError, PersonNeededError, RetryLaterError
from hub.sdk.http import Http, HttpSettings
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Change
from hub.sdk.rest import LookUp, Paging, Records, RestConnector, RestStream, Since, WriteEndpoint
from hub.sdk.testing import Bench, FakeClock, WritableContract
from hub.sdk.testing.bench import ids_of, pull
from hub.sdk.twin import Twin, TwinRequest, TwinResponse, refusal, reply
from tests.unit.sdk.wire import BASE, context

KEY = "the-k3y"
THINGS = 11
PAGINGS = {
    "token": Paging(kind="token", param="after", size_param="limit", next_path="next"),
    "link": Paging(kind="link", size_param="limit", next_path="link"),
    "offset": Paging(kind="offset", param="offset", size_param="limit"),
    "page": Paging(kind="page", param="page", size_param="limit", first=1),
}


class Warehouse(Twin):
    """Things with names that are unique, paged in every way there is."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock.now)
        self.route("GET", "/v1/things", self._list)
        self.route("POST", "/v1/things", self._create)
        for method, handler in (("GET", self._get), ("PATCH", self._update), ("DELETE", self._delete)):
            self.route(method, "/v1/things/{thing_id}", handler)
        self.tables["things"] = {}
        self.most = 100
        self.counts_too_many = 0

    def authorize(self, request: TwinRequest) -> None:
        if request.headers.get("x-key") != KEY:
            raise refusal(401, {"message": "who are you"})

    def stamp(self, stream: str, record: dict[str, Any], *, is_new: bool) -> None:
        record["at"] = self.now().isoformat()
        record["version"] = record.get("version", 0) + 1

    def _list(self, request: TwinRequest) -> TwinResponse:
        params = request.params
        things = [one for one in self.tables["things"].values() if one["at"] >= params.get("since", "")]
        things = [one for one in things if params.get("name") in (None, one["name"])]
        size = min(int(params.get("limit", "4")), self.most)
        start = int(params.get("after") or params.get("offset") or (int(params.get("page", "1")) - 1) * size)
        end = start + size
        more = {"next": end, "link": f"{BASE}/things?limit={size}&after={end}"} if end < len(things) else {}
        return reply({"results": things[start:end], "total": len(things) + self.counts_too_many, **more})

    def _known(self, thing_id: str) -> dict[str, Any]:
        if thing_id not in self.tables["things"]:
            raise refusal(404, {"message": "no such thing"})
        return self.tables["things"][thing_id]

    def _get(self, request: TwinRequest, thing_id: str) -> TwinResponse:
        return reply({"thing": self._known(thing_id)})

    def _create(self, request: TwinRequest) -> TwinResponse:
        fields = request.json["thing"]
        if any(one["name"] == fields.get("name") for one in self.tables["things"].values()):
            raise refusal(422, {"errors": [{"type": "x", "messages": ["the name is taken"]}]})
        return reply({"thing": self.tables["things"][self.user_creates("things", fields)]}, 201)

    def _update(self, request: TwinRequest, thing_id: str) -> TwinResponse:
        thing = self._known(thing_id)
        if request.headers.get("if-match", str(thing["version"])) != str(thing["version"]):
            raise refusal(412, {"message": "changed meanwhile"})
        self.user_edits("things", thing_id, request.json["thing"])
        return reply({"thing": thing})

    def _delete(self, request: TwinRequest, thing_id: str) -> TwinResponse:
        self._known(thing_id)
        self.user_deletes("things", thing_id)
        return reply(None, 204)


class KeyHeader:
    def __init__(self, key: str) -> None:
        self._key = key

    def headers(self) -> dict[str, str]:
        return {"x-key": self._key}

    def refresh_after(self, status: int) -> bool:
        return False


class ThingsConnector(RestConnector):
    code = "things"
    title = title_ja = "Things"
    Settings = HttpSettings
    key = KEY
    paging = PAGINGS["token"]
    deletes = "none"
    is_incremental = True

    def connect(self) -> Http:
        assert isinstance(self.settings, HttpSettings)
        return Http(self.settings, self.context, KeyHeader(self.key))

    def describe(self) -> Sequence[RestStream]:
        operations = frozenset({"create", "update", "delete", "lookup"})
        manifest = StreamManifest.model_validate(
            {
                "name": "things",
                "title": "Things",
                "title_ja": "物",
                "incremental": "exact" if self.is_incremental else "none",
                "operations": operations,
                "natural_key": ("name",),
                "list_page_max": 4,
                "deletes": self.deletes,
                "conditional_write": True,
            }
        )
        one = "/things/{external_id}"
        return [
            RestStream(
                manifest=manifest,
                path="/things",
                records=Records(modified_path="at", version_path="version", total_path="total"),
                paging=self.paging,
                since=Since(from_param="since", overlap_s=60) if self.is_incremental else None,
                writes={
                    "create": WriteEndpoint(method="POST", path="/things", wrap="thing", record_path="thing"),
                    "update": WriteEndpoint(
                        method="PATCH", path=one, wrap="thing", record_path="thing", version_header="If-Match"
                    ),
                    "delete": WriteEndpoint(method="DELETE", path=one),
                },
                look_up=LookUp(by_id=one, record_path="thing", path="/things", params={"name": "name"}),
            )
        ]

    def check(self) -> str:
        self.http.get("/things", params={"limit": 1})
        return "the warehouse"


class TestThings(WritableContract):
    stream = "things"
    path = "/v1/things"
    secrets = (KEY,)
    create_path = "/v1/things"
    stamped = frozenset({"at", "version"})

    def make_twin(self, clock: FakeClock) -> Twin:
        twin = Warehouse(clock)
        for number in range(THINGS):
            twin.user_creates("things", {"name": f"old {number}", "size": number})
        return twin

    def make_connector(self, context: Context) -> Connector:
        return ThingsConnector(HttpSettings(base_url=BASE), context)

    def make_stranger(self, context: Context) -> Connector:
        class Stranger(ThingsConnector):
            key = "wrong"

        return Stranger(HttpSettings(base_url=BASE), context)

    def user_edits_one(self, twin: Twin) -> str:
        twin.user_edits("things", "3", {"size": 99})
        return "3"

    def new_record(self, number: int) -> dict[str, Any]:
        return {"name": f"new {number}", "size": number}

    def new_values(self) -> dict[str, Any]:
        return {"size": 77}

    def natural_key(self, number: int) -> dict[str, Any]:
        return {"name": f"new {number}"}

    def refused_record(self) -> dict[str, Any]:
        return {"name": "old 1"}


class World(TestThings):
    """The same world for tests of its own."""

    __test__ = False


@pytest.fixture
def bench() -> Bench:
    clock = FakeClock()
    return Bench(clock, World().make_twin(clock))


def connector(bench: Bench, **changes: Any) -> ThingsConnector:
    kind = type("Changed", (ThingsConnector,), changes)
    made = kind(HttpSettings(base_url=BASE), bench.context())
    assert isinstance(made, ThingsConnector)
    return made


@pytest.mark.parametrize("paging", PAGINGS.values(), ids=PAGINGS)
def test_every_way_of_paging_reads_all(bench: Bench, paging: Paging) -> None:
    assert sorted(ids_of(pull(connector(bench, paging=paging), "things")), key=int) == [
        str(number) for number in range(1, THINGS + 1)
    ]


@pytest.mark.parametrize("paging", PAGINGS.values(), ids=PAGINGS)
def test_every_way_of_paging_can_be_resumed(bench: Bench, paging: Paging) -> None:
    pages = pull(connector(bench, paging=paging), "things")
    rest = pull(connector(bench, paging=paging), "things", pages[0].cursor)
    assert ids_of(rest) == ids_of(pages[1:])


@pytest.mark.parametrize("paging", PAGINGS.values(), ids=PAGINGS)
def test_every_way_of_paging_takes_the_fewest_requests(bench: Bench, paging: Paging) -> None:
    pull(connector(bench, paging=paging), "things")
    assert len(bench.twin.requests) == 3


@pytest.mark.parametrize("deletes", ["none", "listing"])
@pytest.mark.parametrize("way", ["offset", "page"])
def test_pages_smaller_than_asked_for_are_not_the_end_while_the_system_counts_more(
    bench: Bench, way: str, deletes: str
) -> None:
    twin = bench.twin
    assert isinstance(twin, Warehouse)
    twin.most = 3
    pages = pull(connector(bench, paging=PAGINGS[way], deletes=deletes, is_incremental=False), "things")
    assert sorted(ids_of(pages), key=int) == [str(number) for number in range(1, THINGS + 1)]
    assert pages[-1].complete_listing == (deletes == "listing")


@pytest.mark.parametrize("way", ["offset", "page"])
def test_a_system_that_counts_too_many_is_asked_once_more(bench: Bench, way: str) -> None:
    twin = bench.twin
    assert isinstance(twin, Warehouse)
    twin.counts_too_many = 5
    assert len(ids_of(pull(connector(bench, paging=PAGINGS[way]), "things"))) == THINGS
    assert len(twin.requests) == 4


def test_only_the_last_page_of_a_whole_listing_says_that_it_is_complete(bench: Bench) -> None:
    pages = pull(connector(bench, deletes="listing", is_incremental=False), "things")
    assert [page.complete_listing for page in pages] == [False, False, True]


def test_a_resumed_listing_is_never_called_complete(bench: Bench) -> None:
    first, *_ = pull(connector(bench, deletes="listing", is_incremental=False), "things")
    rest = pull(connector(bench, deletes="listing", is_incremental=False), "things", first.cursor)
    assert not any(page.complete_listing for page in rest)


def test_an_incremental_pull_is_never_a_complete_listing(bench: Bench) -> None:
    before = pull(connector(bench, deletes="listing"), "things")
    after = pull(connector(bench, deletes="listing"), "things", before[-1].cursor)
    assert not any(page.complete_listing for page in after)


def test_without_a_since_each_pull_begins_anew(bench: Bench) -> None:
    pages = pull(connector(bench, is_incremental=False), "things")
    again = pull(connector(bench, is_incremental=False), "things", pages[-1].cursor)
    assert ids_of(again) == ids_of(pages)


def test_the_total_is_told_for_the_progress_bar(bench: Bench) -> None:
    assert pull(connector(bench), "things")[0].total == THINGS


def test_a_version_that_has_moved_writes_nothing(bench: Bench) -> None:
    change = Change("k", "update", "3", {"size": 5}, expected_version="9")
    [result] = connector(bench).push("things", [change])
    assert result.outcome == "moved"
    assert bench.twin.tables["things"]["3"]["size"] == 2


def test_the_right_version_is_written_and_the_new_one_told(bench: Bench) -> None:
    change = Change("k", "update", "3", {"size": 5}, expected_version="1")
    [result] = connector(bench).push("things", [change])
    assert (result.outcome, result.version) == ("done", "2")


def test_the_vendors_words_are_found_wherever_they_stand(bench: Bench) -> None:
    [result] = connector(bench).push("things", [Change("k", "create", payload={"name": "old 1"})])
    assert result.message == "422: the name is taken"


def test_a_written_record_whose_answer_cannot_be_read_is_unknown(bench: Bench) -> None:
    bench.twin.fail_next(status=201, body=b'{"made": true}')
    [result] = connector(bench).push("things", [Change("k", "create", payload={"name": "x"})])
    assert (result.outcome, result.evidence) == ("unknown", b'{"made": true}')


def test_results_before_an_outage_are_given(bench: Bench) -> None:
    changes = [Change(str(n), "create", payload={"name": f"n{n}"}) for n in range(2)]
    results = connector(bench).push("things", changes)
    assert next(results).outcome == "done"
    bench.twin.fail_next(99, status=429, headers={"retry-after": "900"})
    with pytest.raises(RetryLaterError):
        next(results)


def test_an_id_cannot_lead_to_another_path(bench: Bench) -> None:
    [result] = connector(bench).push("things", [Change("k", "delete", "../things/3")])
    assert result.outcome in {"missing", "rejected"}
    assert "3" in bench.twin.tables["things"]


def test_an_unknown_stream_is_named_with_the_known_ones(bench: Bench) -> None:
    with pytest.raises(PersonNeededError, match="things"):
        pull(connector(bench), "thingies")


@pytest.mark.parametrize("paging", [{"kind": "token"}, {"kind": "offset"}, {"kind": "link"}])
def test_a_paging_that_lacks_its_words_is_refused(paging: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Paging.model_validate(paging)


@pytest.mark.parametrize(
    ("form", "spelt"), [("iso", "2026-04-01T18:00:00+09:00"), ("date", "2026-04-01"), ("epoch_ms", "1775034000000")]
)
def test_a_time_is_spelt_as_the_system_wants_it(form: str, spelt: str) -> None:
    since = Since.model_validate({"from_param": "since", "form": form, "zone": "Asia/Tokyo"})
    assert since.spelt(FakeClock().now()) == spelt


# One page ahead


def test_items_come_in_order_from_one_ahead() -> None:
    assert list(one_ahead(iter(range(20)))) == list(range(20))


def test_an_error_comes_at_its_own_place() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise RetryLaterError("later")

    ahead = one_ahead(items())
    assert next(ahead) == 1
    with pytest.raises(RetryLaterError):
        next(ahead)


def test_at_most_one_item_is_fetched_ahead() -> None:
    fetched = []

    def items() -> Iterator[int]:
        for number in range(10):
            fetched.append(number)
            yield number

    ahead = one_ahead(items())
    next(ahead)
    ahead.close()  # type: ignore[attr-defined]
    assert fetched in ([0, 1], [0])


def test_pages_are_fetched_ahead_on_the_real_network_only() -> None:
    fake = context(httpx.MockTransport(lambda request: httpx.Response(200)), FakeClock())
    real = context(None, FakeClock())
    names = [
        ThingsConnector(HttpSettings(base_url=BASE), one).pull("things", None).__qualname__  # type: ignore[attr-defined]
        for one in (fake, real)
    ]
    assert names == ["RestPull.pages", "one_ahead"]


def test_an_id_in_the_answer_to_a_delete_is_not_needed(bench: Bench) -> None:
    [result] = connector(bench).push("things", [Change("k", "delete", "3")])
    assert (result.outcome, result.external_id) == ("done", "3")


def test_an_empty_answer_to_a_create_leaves_the_outcome_open(bench: Bench) -> None:
    bench.twin.fail_next(status=201)
    [result] = connector(bench).push("things", [Change("k", "create", payload={"name": "x"})])
    assert result.outcome == "unknown"


def test_an_update_whose_answer_names_no_record_is_still_done(bench: Bench) -> None:
    bench.twin.fail_next(status=200, body=b'{"thing": {}}')
    [result] = connector(bench).push("things", [Change("k", "update", "3", {"size": 1})])
    assert (result.outcome, result.external_id) == ("done", "3")


def test_a_look_up_of_an_id_that_is_gone_is_missing(bench: Bench) -> None:
    [result] = connector(bench).push("things", [Change("k", "lookup", "404")])
    assert result.outcome == "missing"


def test_a_search_that_finds_more_than_was_asked_finds_nothing_else(bench: Bench) -> None:
    bench.twin.fail_next(status=200, body=b'{"results": [{"id": "1", "name": "alike"}]}')
    [result] = connector(bench).push("things", [Change("k", "lookup", payload={"name": "alik"})])
    assert result.outcome == "missing"


def test_a_refusal_without_words_shows_the_start_of_the_answer(bench: Bench) -> None:
    bench.twin.fail_next(status=400, body=b"bad luck")
    [result] = connector(bench).push("things", [Change("k", "create", payload={"name": "x"})])
    assert (result.outcome, result.message) == ("rejected", "400: bad luck")


@pytest.mark.parametrize("circle", [["a", "a"], ["a", "b", "a"]])
def test_pages_that_lead_in_a_circle_are_told_and_not_followed_for_ever(bench: Bench, circle: list[str]) -> None:
    tokens = iter(circle)
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"results": [], "next": next(tokens)})

    bench.wrap = lambda _: httpx.MockTransport(answer)
    pages = connector(bench).pull("things", None)
    with pytest.raises(BrokenContractError, match="would never end"):
        list(pages)
    assert len(asked) == len(circle)


@pytest.mark.parametrize("kind", PAGINGS)
def test_a_list_that_stands_still_is_complete_however_it_is_paged(bench: Bench, kind: str) -> None:
    pages = pull(connector(bench, deletes="listing", is_incremental=False, paging=PAGINGS[kind]), "things")
    assert [page.complete_listing for page in pages] == [False] * (len(pages) - 1) + [True]
    assert sorted(map(int, ids_of(pages))) == list(range(1, THINGS + 1))


@pytest.mark.parametrize("kind", ["offset", "page"])
@pytest.mark.parametrize("makes_another", [True, False])
def test_a_list_that_shifts_while_it_is_read_is_not_complete(bench: Bench, kind: str, makes_another: bool) -> None:
    made = connector(bench, deletes="listing", is_incremental=False, paging=PAGINGS[kind])
    pages = made.pull("things", None)
    next(pages)
    bench.twin.user_deletes("things", "2")
    if makes_another and kind == "offset":
        bench.twin.user_creates("things", {"name": "new", "size": 1})
    assert not any(page.complete_listing for page in pages)


def test_pages_by_number_without_a_count_cannot_prove_a_deletion() -> None:
    described = ThingsConnector.describe
    made = connector(Bench(FakeClock(), Warehouse(FakeClock())), deletes="listing", paging=PAGINGS["page"])
    [stream] = described(made)
    with pytest.raises(ValidationError, match="total_path"):
        RestStream(manifest=stream.manifest, path="/things", paging=PAGINGS["page"], records=Records())


@pytest.mark.parametrize(("lag_s", "is_covered"), [(60, True), (61, False)])
def test_what_an_index_shows_late_has_to_be_read_again(lag_s: float, is_covered: bool) -> None:
    [stream] = connector(Bench(FakeClock(), Warehouse(FakeClock()))).describe()
    lagging = stream.manifest.model_copy(update={"index_lag_s": lag_s})
    with nullcontext() if is_covered else pytest.raises(ValidationError, match="overlap_s"):
        RestStream(manifest=lagging, path="/things", since=stream.since)
