"""freee is read by Japanese days, with nothing skipped though its lists move while they are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.freee.connector import FreeeConnector
from hub.sdk.errors import BrokenContractError
from tests.connectors.test_freee import World, settings_with
from tests.laws import lawful


@pytest.fixture
def world() -> World:
    return World()


def names(records: list[bytes]) -> list[str]:
    return [json.loads(payload)["name"] for payload in records]


def pulled(world: World, connector: FreeeConnector, cursor: str | None = None) -> tuple[list[str], str | None]:
    records, cursor = world.pull(connector, "partners", cursor)
    return names([record.payload for record in records]), cursor


def test_all_partners_come_by_pages(world: World) -> None:
    world.twin.seed(partners=[{"name": f"会社{n}"} for n in range(7)])
    assert pulled(world, world.connector(page_size=3))[0] == [f"会社{n}" for n in range(7)]


def test_a_pull_with_nothing_new_costs_one_request(world: World) -> None:
    connector = world.connector()
    cursor = pulled(world, connector)[1]
    before = len(world.twin.requests)
    pulled(world, connector, cursor)
    assert len(world.twin.requests) == before + 1


def test_an_edit_is_seen_by_the_next_pull(world: World) -> None:
    world.twin.seed(
        partners=[{"id": 5, "name": "甲", "update_date": "2024-01-01"}, {"name": "乙", "update_date": "2024-01-01"}]
    )
    connector = world.connector()
    cursor = pulled(world, connector)[1]
    world.twin.user_edits("partners", "5", {"phone": "03-1111-2222"})
    assert pulled(world, connector, cursor)[0] == ["甲"]


def test_an_edit_later_on_the_day_of_the_pull_is_seen(world: World) -> None:
    world.twin.seed(partners=[{"id": 5, "name": "甲"}])
    connector = world.connector()
    cursor = pulled(world, connector)[1]
    world.at += timedelta(hours=2)
    world.twin.user_edits("partners", "5", {"name": "甲二"})
    world.at += timedelta(days=3)
    assert pulled(world, connector, cursor)[0] == ["甲二"]


def test_an_edit_that_carries_the_day_before_the_pull_is_seen(world: World) -> None:
    connector = world.connector()
    cursor = pulled(world, connector)[1]
    world.twin.seed(partners=[{"name": "遅", "update_date": "2024-05-09"}])
    assert pulled(world, connector, cursor)[0] == ["遅"]


def test_the_day_is_the_japanese_one(world: World) -> None:
    world.at = datetime(2024, 5, 9, 15, 0, tzinfo=UTC)
    assert json.loads(pulled(world, world.connector())[1] or "")["read_on"] == "2024-05-10"


def test_the_day_is_told_by_the_server_and_not_by_us(world: World) -> None:
    cursor = pulled(world, world.connector())[1]
    world.at += timedelta(days=40)
    connector = FreeeConnector(settings_with(), world.context(world.twin.as_transport()))
    world.twin.now = lambda: datetime(2024, 6, 1, tzinfo=UTC)
    assert json.loads(pulled(world, connector, cursor)[1] or "")["read_on"] == "2024-06-01"


def test_a_partner_archived_between_two_pages_hides_no_other(world: World) -> None:
    world.twin.seed(partners=[{"id": n, "name": f"会社{n}"} for n in range(1, 8)])
    pages = world.connector(page_size=3).pull("partners", None)
    seen = [record.external_id for record in next(pages).records]
    world.twin.user_archives("2")
    seen += [record.external_id for page in pages for record in page.records]
    assert seen == ["1", "2", "3", "4", "5", "6", "7"]


@given(st.integers(2, 4), st.lists(st.tuples(st.integers(0, 6), st.integers(1, 12)), max_size=6))
@lawful(24)
def test_whatever_stays_in_the_list_is_read_once(page_size: int, archived: list[tuple[int, int]]) -> None:
    world = World()
    world.twin.seed(partners=[{"id": n, "name": f"会社{n}"} for n in range(1, 13)])
    seen: list[str] = []
    for number, page in enumerate(world.connector(page_size=page_size, rates=()).pull("partners", None)):
        seen += [record.external_id for record in page.records]
        for after, partner in archived:
            if after == number:
                world.twin.user_archives(str(partner))
    stayed = {str(n) for n in range(1, 13)} - world.twin.books.archived
    assert stayed <= set(seen)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("pages_done", [1, 2, 3])
def test_a_pull_goes_on_at_the_page_where_it_ended(world: World, pages_done: int) -> None:
    world.twin.seed(partners=[{"name": f"会社{n}"} for n in range(7)])
    connector = world.connector(page_size=3)
    pages = connector.pull("partners", None)
    done = [next(pages) for _ in range(pages_done)]
    rest = pulled(world, connector, done[-1].cursor)[0]
    read = names([record.payload for page in done for record in page.records]) + rest
    assert read[:7] == [f"会社{n}" for n in range(7)]


def test_a_pull_that_goes_on_reads_what_was_edited_before_the_page_where_it_ended(world: World) -> None:
    world.twin.seed(partners=[{"id": n, "name": f"会社{n}"} for n in range(1, 8)])
    connector = world.connector(page_size=3)
    first = next(iter(connector.pull("partners", None)))
    world.twin.user_edits("partners", "1", {"phone": "03-1111-2222"})
    assert "会社1" in pulled(world, connector, first.cursor)[0]


def test_a_pull_that_goes_on_days_later_still_covers_its_own_days(world: World) -> None:
    world.twin.seed(partners=[{"id": n, "name": f"会社{n}"} for n in range(1, 8)])
    connector = world.connector(page_size=3)
    first = next(iter(connector.pull("partners", None)))
    world.twin.user_edits("partners", "1", {"phone": "03-1111-2222"})
    world.at += timedelta(days=5)
    assert "会社1" in pulled(world, connector, first.cursor)[0]


def test_an_archived_partner_is_no_deletion(world: World) -> None:
    world.twin.seed(partners=[{"id": 1, "name": "甲"}])
    world.twin.user_archives("1")
    (page,) = world.connector().pull("partners", None)
    assert not page.records
    assert not page.complete_listing


def test_a_cursor_that_is_not_ours_is_refused(world: World) -> None:
    with pytest.raises(BrokenContractError, match="cursor cannot be read"):
        list(world.connector().pull("partners", "yesterday"))


def test_a_list_out_of_order_is_refused(world: World) -> None:
    transport = answering('{"partners":[{"id":2},{"id":1}]}')
    connector = FreeeConnector(settings_with(), world.context(transport))
    with pytest.raises(BrokenContractError, match="out of the order"):
        list(connector.pull("partners", None))


def test_an_id_that_is_no_number_is_refused(world: World) -> None:
    connector = FreeeConnector(settings_with(), world.context(answering('{"partners":[{"id":"A-1"}]}')))
    with pytest.raises(BrokenContractError, match="id is not a number"):
        list(connector.pull("partners", None))


@pytest.mark.parametrize("cursor", ['{"offset":-1}', '{"read_on":"2024-13-01"}', "{}x", '{"offset":"1"}'])
def test_a_damaged_cursor_is_refused(world: World, cursor: str) -> None:
    with pytest.raises(BrokenContractError):
        list(world.connector().pull("partners", cursor))


def test_a_partner_without_an_id_is_put_aside_and_the_rest_goes_on(world: World) -> None:
    transport = answering('{"partners":[{"name":"無"},{"id":1,"name":"有"}]}')
    (page,) = FreeeConnector(settings_with(page_size=3), world.context(transport)).pull("partners", None)
    assert [record.external_id for record in page.records] == ["1"]
    assert "no id" in page.bad[0].reason


def test_a_web_page_with_status_200_is_refused(world: World) -> None:
    connector = FreeeConnector(settings_with(), world.context(answering("<html>メンテナンス中</html>")))
    with pytest.raises(BrokenContractError, match="web page"):
        list(connector.pull("partners", None))


def answering(text: str) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/public_api/token":
            return httpx.Response(200, json={"access_token": "a", "refresh_token": "r", "expires_in": 21600})
        return httpx.Response(200, text=text)

    return httpx.MockTransport(answer)


def test_only_sales_are_read_of_the_deals(world: World) -> None:
    world.twin.seed(deals=[{"type": "expense"}, {"id": 9, "type": "income"}])
    records, _ = world.pull(world.connector(), "deals")
    assert [record.external_id for record in records] == ["9"]


def test_deals_read_from_the_first_to_the_last_are_a_complete_listing(world: World) -> None:
    world.twin.seed(deals=[{} for _ in range(5)])
    pages = list(world.connector(page_size=3).pull("deals", None))
    assert [page.complete_listing for page in pages] == [False, True]
    assert sum(len(page.records) for page in pages) == 5


def test_deals_read_from_the_middle_are_no_complete_listing(world: World) -> None:
    world.twin.seed(deals=[{} for _ in range(5)])
    connector = world.connector(page_size=2)
    first = next(iter(connector.pull("deals", None)))
    assert not any(page.complete_listing for page in connector.pull("deals", first.cursor))


def test_a_deal_deleted_while_the_list_is_read_makes_it_incomplete(world: World) -> None:
    world.twin.seed(deals=[{"id": n} for n in range(1, 6)])
    pages = world.connector(page_size=2).pull("deals", None)
    next(pages)
    world.twin.user_deletes("deals", "5")
    assert not any(page.complete_listing for page in pages)


@pytest.mark.parametrize("gone", [14, 15])
def test_a_deal_deleted_and_another_made_while_the_list_is_read_makes_it_incomplete(world: World, gone: int) -> None:
    """freee counts as many as before, and as many are seen; but one was never shown."""
    world.twin.seed(deals=[{"id": n} for n in range(11, 16)])
    pages = world.connector(page_size=2).pull("deals", None)
    next(pages)
    world.twin.user_deletes("deals", str(gone))
    world.twin.seed(deals=[{"id": 10}])
    assert not any(page.complete_listing for page in pages)


def test_a_window_of_days_is_no_complete_listing(world: World) -> None:
    world.twin.seed(deals=[{"issue_date": "2024-05-01"}])
    pages = list(world.connector(window_days=30).pull("deals", None))
    assert not pages[-1].complete_listing


def test_a_window_of_days_leaves_older_invoices_out(world: World) -> None:
    world.twin.seed(invoices=[{"billing_date": "2024-05-01"}, {"billing_date": "2023-05-01"}])
    records, _ = world.pull(world.connector(window_days=30), "invoices")
    assert [json.loads(record.payload)["billing_date"] for record in records] == ["2024-05-01"]


def test_deals_of_whole_pages_only_need_no_further_request(world: World) -> None:
    world.twin.seed(deals=[{} for _ in range(5)])
    world.pull(world.connector(page_size=3), "deals")
    assert len([asked for asked in world.twin.requests if asked.path == "/api/1/deals"]) == 2


def test_invoices_begin_anew_after_each_pull(world: World) -> None:
    world.twin.seed(invoices=[{} for _ in range(3)])
    connector = world.connector(page_size=2)
    cursor = world.pull(connector, "invoices")[1]
    assert len(world.pull(connector, "invoices", cursor)[0]) == 3


def test_invoices_go_on_at_the_page_where_they_ended(world: World) -> None:
    world.twin.seed(invoices=[{} for _ in range(5)])
    connector = world.connector(page_size=3)
    first = next(iter(connector.pull("invoices", None)))
    rest = world.pull(connector, "invoices", first.cursor)[0]
    assert len(rest) == 3
    assert len({record.external_id for record in [*first.records, *rest]}) == 5


def test_a_document_cursor_that_is_not_ours_is_refused(world: World) -> None:
    with pytest.raises(BrokenContractError, match="invoices: the stored cursor"):
        list(world.connector().pull("invoices", "[]"))


@pytest.mark.parametrize("stream", ["partners", "deals"])
def test_a_list_that_ignores_the_offset_is_not_read_for_ever(world: World, stream: str) -> None:
    world.twin.seed(**{stream: [{"name": f"{n}"} for n in range(5)]})
    live = world.twin.as_transport()

    def without_offset(request: httpx.Request) -> httpx.Response:
        return live.handle_request(
            httpx.Request(
                request.method, request.url.copy_remove_param("offset"), headers=request.headers, content=request.read()
            )
        )

    connector = FreeeConnector(settings_with(page_size=2), world.context(httpx.MockTransport(without_offset)))
    with pytest.raises(BrokenContractError, match="would never end"):
        list(connector.pull(stream, None))
    assert len(world.twin.requests) < 20


def test_deals_come_whole_through_a_proxy_that_gives_smaller_pages(world: World) -> None:
    world.twin.seed(deals=[{} for _ in range(7)])
    connector = world.behind_a_proxy("/api/1/deals", 3, page_size=5)
    pages = list(connector.pull("deals", None))
    assert sum(len(page.records) for page in pages) == 7
    assert pages[-1].complete_listing


@pytest.mark.parametrize(
    ("stream", "path", "most"), [("partners", "/api/1/partners", 500), ("invoices", "/iv/invoices", 50)]
)
@pytest.mark.parametrize("more", [-1, 0, 1, 700])
def test_a_list_without_a_count_comes_whole_where_pages_are_smaller_than_asked_for(
    world: World, stream: str, path: str, most: int, more: int
) -> None:
    world.twin.seed(**{stream: [{"name": f"会社{n}"} for n in range(most + more)]})
    connector = world.behind_a_proxy(path, most, rates=(), invoice_rates=())
    records = [record.external_id for record in world.pull(connector, stream)[0]]
    assert (len(records), len(set(records))) == (most + more, most + more)


def test_a_list_without_a_count_costs_one_request_unless_it_ends_at_a_round_number(world: World) -> None:
    asked = []
    for count in range(21):
        world.twin.tables["partners"].clear()
        world.twin.seed(partners=[{"name": f"会社{n}"} for n in range(count)])
        before = len([each for each in world.twin.requests if each.path == "/api/1/partners"])
        world.pull(world.connector(rates=()), "partners")
        asked.append(len([each for each in world.twin.requests if each.path == "/api/1/partners"]) - before)
    assert [count for count, requests in enumerate(asked) if requests != 1] == [10, 20]
