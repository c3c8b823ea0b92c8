"""What the HubSpot connector reads, what it costs, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hubspot.twin import HubSpotTwin
from connectors.hubspot.webhooks import WEBHOOKS
from hub.sdk.errors import BrokenContractError, PersonNeededError
from hub.sdk.records import Change
from hub.sdk.testing import FakeClock
from tests.connectors.test_hubspot import World, gone_ids, live_ids, person, properties_of, records
from tests.laws import lawful

HOUR_S = 3600.0
DAY_S = 86_400.0


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (1, 1), (199, 1), (200, 1), (201, 2), (400, 2), (1000, 5)])
def test_a_first_load_costs_one_request_a_page_and_one_for_an_empty_bin(
    world: World, count: int, requests: int
) -> None:
    world.twin.seed(contacts=[person(number) for number in range(count)])
    pages, _ = world.pull()
    assert (len(live_ids(pages)), len(world.twin.requests)) == (count, requests + 1)


def test_25000_records_of_one_time_are_all_read_though_a_query_gives_10000(world: World) -> None:
    world.twin.seed_lazily("contacts", 25_000, lambda number: {"email": f"p{number}@example.com"})
    pages, _ = world.pull()
    assert len(set(live_ids(pages))) == len(live_ids(pages)) == 25_000
    assert len(world.twin.requests) == 125 + 1


def test_a_mass_edit_of_one_time_costs_one_request_a_page(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(450)])["contacts"]
    world.clock.advance(DAY_S)
    _, cursor = world.pull()
    world.clock.advance(HOUR_S / 2)
    for one in ids[:401]:
        world.twin.user_edits("contacts", one, {"city": "大阪市"})
    asked = len(world.twin.requests)
    pages, _ = world.pull(cursor=cursor)
    assert sorted(live_ids(pages)) == sorted(ids[:401])
    assert len(world.twin.requests) - asked == 3


def test_nothing_changed_costs_one_request(world: World) -> None:
    world.twin.seed(contacts=[person(number) for number in range(450)])
    world.clock.advance(DAY_S)
    _, cursor = world.pull()
    asked = len(world.twin.requests)
    pages, _ = world.pull(cursor=cursor)
    assert (records(pages), len(world.twin.requests) - asked) == ([], 1)


def test_a_change_that_the_index_shows_late_is_read_by_the_next_pull(world: World) -> None:
    world.twin.index_lag = timedelta(seconds=90)
    [one] = world.twin.seed(contacts=[person(1)])["contacts"]
    world.clock.advance(DAY_S)
    _, cursor = world.pull()
    world.twin.user_edits("contacts", one, {"jobtitle": "部長"})
    early, cursor = world.pull(cursor=cursor)
    world.clock.advance(100)
    late, _ = world.pull(cursor=cursor)
    assert (live_ids(early), live_ids(late)) == ([], [one])


@pytest.mark.parametrize("hours", [22, 23, 24, 25])
def test_a_change_that_the_index_shows_hours_later_is_read_within_two_days(world: World, hours: int) -> None:
    [record_id] = world.twin.seed(contacts=[person(1)])["contacts"]
    cursor = world.pull()[1]
    _, cursor = _pulled_hourly(world, cursor, hours)
    world.twin.index_lag = timedelta(hours=3)
    world.twin.user_edits("contacts", record_id, {"city": "大阪市"})
    world.twin.index_lag = timedelta(0)
    shown, _ = _pulled_hourly(world, cursor, hours=48)
    assert any("大阪市".encode() in payload for payload in shown)


def test_going_far_back_costs_no_request_more_where_little_has_changed(world: World) -> None:
    world.twin.seed(contacts=[person(n) for n in range(3)])
    cursor = world.pull()[1]
    before = world.asked("/search")
    _pulled_hourly(world, cursor, hours=72)
    assert world.asked("/search") - before == 72


def _pulled_hourly(world: World, cursor: str, hours: int) -> tuple[list[bytes], str]:
    """What was read in so many pulls, and the cursor."""
    shown = []
    for _ in range(hours):
        world.clock.advance(HOUR_S)
        pages, cursor = world.pull(cursor=cursor)
        shown += [record.payload for record in records(pages)]
    return shown, cursor


def test_a_change_during_a_pull_is_read_by_the_next_one(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(6)])["contacts"]
    world.clock.advance(DAY_S)
    pages = []
    for page in world.connector(page_size=2).pull("contacts", None):
        pages.append(page)
        world.clock.advance(HOUR_S)
        if page.records:
            world.twin.user_edits("contacts", ids[0], {"jobtitle": f"第{len(pages)}"})
    again, _ = world.pull(cursor=pages[-1].cursor)
    assert properties_of(records(again)[0])["jobtitle"] == "第3"


def test_a_record_archived_during_a_pull_takes_no_other_with_it(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(6)])["contacts"]
    seen = []
    for page in world.connector(page_size=2).pull("contacts", None):
        seen += live_ids([page])
        if ids[0] in world.twin.records("contacts"):
            world.twin.user_deletes("contacts", ids[0])
    assert seen == ids


def test_a_pull_that_goes_on_where_one_was_cut_reads_what_was_edited_behind_that_place_since(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(6)])["contacts"]
    world.clock.advance(DAY_S)
    cut_off = next(iter(world.connector(page_size=2).pull("contacts", None)))
    world.clock.advance(HOUR_S)
    world.twin.user_edits("contacts", ids[0], {"jobtitle": "部長"})
    world.clock.advance(HOUR_S)
    pages, _ = world.pull(cursor=cut_off.cursor)
    assert [properties_of(each)["jobtitle"] for each in records(pages) if each.external_id == ids[0]] == ["部長"]


@lawful(12)
@given(
    edits=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400)), max_size=30),
    lag_s=st.integers(0, 110),
    page_size=st.integers(1, 5),
)
def test_whatever_is_edited_and_however_late_it_shows_the_last_state_arrives(
    edits: list[tuple[int, int]], lag_s: int, page_size: int
) -> None:
    world = World(FakeClock())
    world.twin.index_lag = timedelta(seconds=lag_s)
    ids = world.twin.seed(contacts=[person(number) for number in range(10)])["contacts"]
    seen: dict[str, object] = {}
    cursor = None
    for which, pause_s in [*edits, (0, 200), (0, 200)]:
        world.twin.user_edits("contacts", ids[which], {"jobtitle": f"{world.clock.monotonic()}"})
        world.clock.advance(pause_s)
        for page in world.connector(page_size=page_size).pull("contacts", cursor):
            seen.update((each.external_id, properties_of(each).get("jobtitle")) for each in page.records)
            cursor = page.cursor
    world.clock.advance(200)
    pages, _ = world.pull(cursor=cursor)
    seen.update((each.external_id, properties_of(each).get("jobtitle")) for each in records(pages))
    assert seen == {one: held.get("jobtitle") for one, held in world.twin.records("contacts").items()}


def test_the_total_is_that_of_the_whole_pull_on_every_page(world: World) -> None:
    world.twin.seed(contacts=[person(number) for number in range(5)])
    assert [page.total for page in world.pull(page_size=2)[0] if page.records] == [5, 5, 5]


def test_who_reads_all_anew_hears_of_what_was_put_into_the_bin_since(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(2)])["contacts"]
    world.pull()
    world.twin.user_deletes("contacts", ids[0])
    world.clock.advance(HOUR_S)
    pages, _ = world.pull(cursor=None)
    assert gone_ids(pages) == [ids[0]]


def test_an_archived_record_becomes_a_tombstone_when_the_bin_is_due(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(3)])["contacts"]
    _, cursor = world.pull()
    world.clock.advance(HOUR_S / 2)
    world.twin.user_deletes("contacts", ids[1])
    early, cursor = world.pull(cursor=cursor)
    world.clock.advance(HOUR_S / 2)
    late, _ = world.pull(cursor=cursor)
    assert (gone_ids(early), gone_ids(late)) == ([], [ids[1]])


def test_the_bin_is_read_once_in_its_interval(world: World) -> None:
    world.twin.seed(contacts=[person(1)])
    _, cursor = world.pull()
    world.clock.advance(HOUR_S)
    _, cursor = world.pull(cursor=cursor)
    asked = len(world.twin.requests)
    world.clock.advance(HOUR_S - 1)
    world.pull(cursor=cursor)
    assert len(world.twin.requests) - asked == 1


def test_only_what_was_archived_since_the_last_round_comes_again(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(3)])["contacts"]
    _, cursor = world.pull()
    for one in ids[:2]:
        world.clock.advance(HOUR_S)
        world.twin.user_deletes("contacts", one)
        world.clock.advance(HOUR_S)
        pages, cursor = world.pull(cursor=cursor)
        assert gone_ids(pages) == [one]


def test_a_round_through_the_bin_goes_on_where_it_was_cut_off(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(250)])["contacts"]
    _, cursor = world.pull()
    for one in ids:
        world.twin.user_deletes("contacts", one)
    world.clock.advance(HOUR_S)
    pages = []
    for page in world.connector().pull("contacts", cursor):
        pages.append(page)
        if len(gone_ids(pages)) == 100:
            break
    rest, _ = world.pull(cursor=pages[-1].cursor)
    assert sorted([*gone_ids(pages), *gone_ids(rest)]) == sorted(ids)


def test_a_restored_record_is_read_as_a_change(world: World) -> None:
    [one] = world.twin.seed(contacts=[person(1)])["contacts"]
    _, cursor = world.pull()
    world.twin.user_deletes("contacts", one)
    world.clock.advance(HOUR_S)
    _, cursor = world.pull(cursor=cursor)
    world.twin.user_restores("contacts", one)
    world.clock.advance(60)
    assert live_ids(world.pull(cursor=cursor)[0]) == [one]


def test_a_contact_that_was_deleted_for_good_is_shown_by_no_list_and_by_a_look_up_after_its_notice(
    world: World,
) -> None:
    one, other = world.twin.seed(contacts=[person(1), person(2)])["contacts"]
    _, cursor = world.pull()
    world.twin.user_erases(one)
    world.clock.advance(2 * HOUR_S)
    assert one not in {record.external_id for record in records(world.pull(cursor=cursor)[0])}
    event = {"subscriptionType": "contact.privacyDeletion", "objectId": int(one), "occurredAt": 1}
    [notice], _ = WEBHOOKS.read(msgspec.json.encode([{**event, "subscriptionId": 1, "eventId": 1}]))
    assert (notice.stream, notice.external_id, notice.kind in WEBHOOKS.gone_kinds) == ("contacts", one, True)
    answers = world.push(Change("k1", "lookup", one), Change("k2", "lookup", other))
    assert [answer.outcome for answer in answers] == ["missing", "found"]


def test_of_a_page_only_the_winner_of_a_merge_has_a_tombstone(world: World) -> None:
    ids = world.twin.seed(contacts=[person(n) for n in range(4)])["contacts"]
    world.twin.user_merges("contacts", ids[2], ids[1])
    pages, _ = world.pull()
    assert (live_ids(pages), gone_ids(pages)) == ([ids[0], ids[2], ids[3]], [ids[1]])


def test_a_closed_connector_opens_again(world: World) -> None:
    connector = world.connector()
    connector.check()
    connector.close()
    assert connector.check()


def test_a_merged_record_becomes_a_tombstone_that_names_the_winner(world: World) -> None:
    winner, loser = world.twin.seed(contacts=[person(1), person(2)])["contacts"]
    _, cursor = world.pull()
    world.clock.advance(60)
    world.twin.user_merges("contacts", winner, loser)
    pages, _ = world.pull(cursor=cursor)
    assert live_ids(pages) == [winner]
    [tombstone] = [record for record in records(pages) if record.deleted]
    assert msgspec.json.decode(tombstone.payload) == {"id": loser, "mergedInto": winner}


def test_the_primary_company_is_read_as_a_property(world: World) -> None:
    ids = world.twin.seed(contacts=[person(1)], companies=[{"name": "山田商店"}])
    world.twin.user_links(ids["contacts"][0], ids["companies"][0])
    [record] = records(world.pull()[0])
    assert properties_of(record)["associatedcompanyid"] == ids["companies"][0]


def test_further_properties_are_read_where_the_settings_name_them(world: World) -> None:
    world.twin.stores["contacts"].define("customer_code")
    world.twin.seed(contacts=[person(1, customer_code="C-1")])
    [plain], [named] = (records(world.pull(properties=each)[0]) for each in ((), ("customer_code",)))
    assert "customer_code" not in properties_of(plain)
    assert properties_of(named)["customer_code"] == "C-1"


def test_when_other_properties_are_asked_for_everything_is_read_again(world: World) -> None:
    ids = world.twin.seed(contacts=[person(n) for n in range(3)])["contacts"]
    world.clock.advance(DAY_S)
    _, cursor = world.pull()
    again, cursor = world.pull(cursor=cursor, properties=("city_code",))
    same, _ = world.pull(cursor=cursor, properties=("city_code",))
    assert (live_ids(again), live_ids(same)) == (ids, [])


def test_a_page_that_does_not_go_forward_is_refused(world: World) -> None:
    page = {"total": 9, "results": [{"id": "5", "properties": {}}], "paging": {"next": {"after": "1"}}}
    world.twin.fail_next(9, status=200, headers={"content-type": "application/json"}, body=msgspec.json.encode(page))
    with pytest.raises(BrokenContractError, match="order of ids"):
        world.pull()
    assert len(world.twin.requests) == 2


def test_an_unknown_stream_is_named_with_the_known_ones(world: World) -> None:
    with pytest.raises(PersonNeededError, match="contacts, companies"):
        world.pull("deals")


def test_the_dated_spelling_of_the_paths_is_a_setting(world: World) -> None:
    world.twin = HubSpotTwin(world.clock.now, objects_path="/crm/objects/2026-03")
    world.twin.seed(contacts=[person(1)])
    assert len(live_ids(world.pull(objects_path="crm/objects/2026-03")[0])) == 1


def test_a_property_that_the_account_does_not_have_is_told_by_check(world: World) -> None:
    world.twin.stores["contacts"].define("customer_rank")
    with pytest.raises(PersonNeededError) as caught:
        world.connector(properties=("customer_rnak",)).check()
    assert str(caught.value) == (
        "the account has no property 'customer_rnak', which `properties` names; did you mean 'customer_rank'?"
    )


def test_check_names_peoples_own_properties_that_are_not_read(world: World) -> None:
    assert "not read" not in world.connector().check()
    world.twin.stores["contacts"].define("customer_rank")
    assert world.connector().check().endswith("; properties of contacts that are not read: customer_rank")
    assert "not read" not in world.connector(properties=("customer_rank",)).check()


def test_an_app_that_may_not_list_properties_is_well_all_the_same(world: World) -> None:
    world.twin.fail_next(2, status=403, path="/crm/v3/properties")
    assert "not read" not in world.connector(properties=("whatever",)).check()
