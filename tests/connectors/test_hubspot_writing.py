"""What the HubSpot connector writes, in how many requests, and what it says became of each change."""

from __future__ import annotations

import msgspec
import pytest

from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change
from tests.connectors.test_hubspot import World, create, lookup, person, update

BATCH = "/crm/v3/objects/contacts/batch"


@pytest.fixture
def world() -> World:
    return World()


def test_250_updates_take_three_requests(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(250)])["contacts"]
    results = world.push(*(update(one, one, jobtitle="部長") for one in ids))
    assert {result.outcome for result in results} == {"done"}
    assert len(world.twin.requests) == 3


def test_100_creates_take_one_request_and_each_learns_its_own_id(world: World) -> None:
    changes = [create(f"k{n}", email=f"P{n}@Example.com", lastname="山田") for n in range(100)]
    results = world.push(*changes)
    emails = [world.held(result.external_id)["email"] for result in results]
    assert emails == [f"p{n}@example.com" for n in range(100)]
    assert len(world.twin.requests) == 1


def test_created_companies_of_one_name_each_have_their_own_id(world: World) -> None:
    results = world.push(*(create(f"k{n}", name="山田商店") for n in range(3)), stream="companies")
    assert len({result.external_id for result in results}) == 3


def test_trace_ids_in_the_answer_are_used_where_they_come(world: World) -> None:
    world.twin.switches.echoes_traces = True
    one, two = world.push(create("k1", lastname="山田"), create("k2", lastname="佐藤"))
    assert [world.held(each.external_id)["lastname"] for each in (one, two)] == ["山田", "佐藤"]


def test_an_answer_tells_the_date_that_the_next_page_tells(world: World) -> None:
    [held] = world.twin.seed(contacts=[person(1)])["contacts"]
    told = [*world.push(update("k1", held, jobtitle="部長")), *world.push(create("k2", email="a@example.com"))]
    shown = {record.external_id: record.modified_at for page in world.pull()[0] for record in page.records}
    assert {each.external_id: each.modified_at for each in told} == shown


def test_one_bad_row_of_a_create_leaves_the_others_alone(world: World) -> None:
    good, bad = world.push(create("k1", email="a@example.com"), create("k2", email="nothing"))
    assert (good.outcome, bad.outcome) == ("done", "rejected")
    assert "nothing is invalid" in bad.message


def test_one_missing_row_of_an_update_leaves_the_others_alone(world: World) -> None:
    [one] = world.twin.seed(contacts=[person(1)])["contacts"]
    good, bad = world.push(update("k1", one, jobtitle="部長"), update("k2", "424242", jobtitle="部長"))
    assert (good.outcome, bad.outcome) == ("done", "missing")
    assert "may be deleted" in bad.message


def test_a_create_whose_email_is_taken_finds_the_existing_contact(world: World) -> None:
    [held] = world.twin.seed(contacts=[person(1)])["contacts"]
    new, taken = world.push(create("k1", email="new@example.com"), create("k2", email="P1@example.com"))
    assert new.outcome == "done"
    assert (taken.outcome, taken.external_id) == ("found", held)
    assert "already exists" in taken.message


def test_an_update_to_a_taken_email_is_rejected_with_the_reason(world: World) -> None:
    one, two = world.twin.seed(contacts=[person(1), person(2)])["contacts"]
    [result] = world.push(update("k", two, email="p1@example.com"))
    assert (result.outcome, result.external_id) == ("rejected", two)
    assert one in result.message


@pytest.mark.parametrize("bad", [0, 3, 6])
def test_a_batch_that_is_refused_whole_is_halved_until_the_bad_row_stands_alone(world: World, bad: int) -> None:
    world.twin.switches.accepts_traces = False
    changes = [create(f"k{n}", email="nothing" if n == bad else f"p{n}@example.com") for n in range(7)]
    outcomes = [result.outcome for result in world.push(*changes)]
    assert outcomes == ["rejected" if n == bad else "done" for n in range(7)]


def test_a_whole_refusal_that_names_a_property_parts_the_batch_by_it(world: World) -> None:
    world.twin.switches.accepts_traces = False
    changes = [create(f"k{n}", email=f"p{n}@example.com", **({"nickname": "x"} if n == 40 else {})) for n in range(100)]
    results = world.push(*changes)
    assert [result.key for result in results if result.outcome == "rejected"] == ["k40"]
    assert len(world.twin.requests) == 3


def test_two_updates_of_one_record_are_both_written(world: World) -> None:
    [one] = world.twin.seed(contacts=[person(1)])["contacts"]
    results = world.push(update("k1", one, jobtitle="部長"), update("k2", one, phone="1"))
    assert [result.outcome for result in results] == ["done", "done"]
    assert world.held(one) == person(1, jobtitle="部長", phone="1")


def test_the_existing_contact_is_found_in_a_whole_refusal_too(world: World) -> None:
    world.twin.switches.accepts_traces = False
    [held] = world.twin.seed(contacts=[person(1)])["contacts"]
    _, taken = world.push(create("k1", email="new@example.com"), create("k2", email="p1@example.com"))
    assert (taken.outcome, taken.external_id) == ("found", held)


def test_none_empties_a_property_and_every_value_is_text(world: World) -> None:
    [one] = world.twin.seed(contacts=[person(1, phone="1", jobtitle="部長")])["contacts"]
    world.push(Change("k", "update", one, {"properties": {"phone": None, "zip": 1000005, "city": True}}))
    assert "phone" not in world.held(one)
    sent = world.twin.requests[-1].json["inputs"][0]["properties"]
    assert sent == {"phone": "", "zip": "1000005", "city": "true"}


@pytest.mark.parametrize(
    "address", ["https://www.Yamada.example.com/top?a=1", "yamada.example.com", "http://yamada.example.com:8080"]
)
def test_of_a_web_address_the_bare_domain_is_written(world: World, address: str) -> None:
    [result] = world.push(create("k", name="山田商店", domain=address), stream="companies")
    assert world.held(result.external_id, "companies")["domain"] == "yamada.example.com"


def test_several_options_are_joined_by_semicolons(world: World) -> None:
    world.twin.stores["contacts"].define("interests")
    [result] = world.push(create("k", email="n@example.com", interests=["釣り", "山"]))
    assert world.held(result.external_id)["interests"] == "釣り;山"


def test_a_property_that_is_not_named_is_not_touched(world: World) -> None:
    [one] = world.twin.seed(contacts=[person(1, phone="1")])["contacts"]
    world.push(update("k", one, jobtitle="部長"))
    assert world.held(one) == person(1, phone="1", jobtitle="部長")


def test_without_an_answer_every_change_of_the_batch_is_unknown(world: World) -> None:
    world.twin.drop_after_send(path=BATCH)
    results = world.push(create("k1", email="a@example.com"), create("k2", email="b@example.com"))
    assert [result.outcome for result in results] == ["unknown", "unknown"]
    assert len(world.twin.records("contacts")) == 2


def test_a_dropped_update_is_unknown_and_nothing_more_is_asked(world: World) -> None:
    [one] = world.twin.seed(contacts=[person(1)])["contacts"]
    world.twin.drop_after_send(path=BATCH)
    [result] = world.push(update("k", one, jobtitle="部長"))
    assert (result.outcome, len(world.twin.requests)) == ("unknown", 1)


def test_what_was_done_is_told_before_the_next_batch_fails(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(4)])["contacts"]
    stream = world.connector(batch_size=2).push("contacts", [update(one, one, jobtitle="部長") for one in ids])
    told = [next(stream), next(stream)]
    world.twin.fail_next(9, status=429, body=b'{"policyName":"DAILY"}')
    with pytest.raises(RetryLaterError, match="daily limit"):
        next(stream)
    assert [result.outcome for result in told] == ["done", "done"]


def test_an_update_of_a_merged_record_names_the_winner(world: World) -> None:
    winner, loser = world.twin.seed(contacts=[person(1), person(2)])["contacts"]
    world.twin.user_merges("contacts", winner, loser)
    [result] = world.push(update("k", loser, jobtitle="部長"))
    assert (result.outcome, result.external_id) == ("moved", winner)
    assert "jobtitle" not in world.held(winner)


def test_archiving_takes_one_request_and_is_harmless_twice(world: World) -> None:
    ids = world.twin.seed(contacts=[person(number) for number in range(3)])["contacts"]
    changes = [Change(one, "archive", one) for one in ids]
    for _ in range(2):
        assert {result.outcome for result in world.push(*changes)} == {"done"}
    assert (world.twin.records("contacts"), len(world.twin.requests)) == ({}, 2)


def test_a_dropped_archive_is_unknown(world: World) -> None:
    world.twin.drop_after_send(path=BATCH)
    [result] = world.push(Change("k", "archive", "101"))
    assert result.outcome == "unknown"


def test_deleting_is_rejected_in_words(world: World) -> None:
    [result] = world.push(Change("k", "delete", "101"))
    assert (result.outcome, world.twin.requests) == ("rejected", [])
    assert "archive" in result.message


def test_with_a_key_of_our_own_a_create_may_be_repeated(world: World) -> None:
    world.twin.stores["companies"].define("hub_key", unique=True)
    change = create("k", name="山田商店", hub_key="C-1")
    world.twin.drop_after_send()
    outcomes = [world.push(change, stream="companies", company_key="hub_key")[0].outcome for _ in range(2)]
    assert outcomes == ["unknown", "done"]
    assert len(world.twin.records("companies")) == 1


def test_a_look_up_by_a_secondary_email_finds_the_contact(world: World) -> None:
    winner, loser = world.twin.seed(contacts=[person(1), person(2)])["contacts"]
    world.twin.user_merges("contacts", winner, loser)
    [found] = world.push(lookup("k", email="p2@example.com"))
    assert (found.outcome, found.external_id) == ("found", winner)


def test_a_look_up_by_a_merged_id_names_the_winner(world: World) -> None:
    winner, loser = world.twin.seed(contacts=[person(1), person(2)])["contacts"]
    world.twin.user_merges("contacts", winner, loser)
    [found] = world.push(Change("k", "lookup", loser))
    assert (found.outcome, found.external_id) == ("found", winner)
    assert f"link to {winner}" in found.message


def test_a_found_record_is_shown_as_a_pull_would_show_it(world: World) -> None:
    world.twin.seed(contacts=[person(1, jobtitle="部長")])
    [found] = world.push(lookup("k", email="p1@example.com"))
    page = world.pull()[0][0]
    assert found.payload is not None
    assert msgspec.json.decode(found.payload) == msgspec.json.decode(page.records[0].payload)


def test_100_look_ups_take_one_request(world: World) -> None:
    world.twin.seed(contacts=[person(number) for number in range(0, 100, 2)])
    results = world.push(*(lookup(f"k{n}", email=f"p{n}@example.com") for n in range(100)))
    assert [result.outcome for result in results] == ["found", "missing"] * 50
    assert len(world.twin.requests) == 1


def test_companies_are_looked_up_by_domain_and_name_in_one_request(world: World) -> None:
    held = [{"name": "山田商店", "domain": "yamada.example.com"}, {"name": "佐藤工業"}]
    ids = world.twin.seed(companies=held)["companies"]
    by_domain, by_name, other = world.push(
        lookup("k1", name="山田商店", domain="Yamada.example.com"),
        lookup("k2", name="佐藤工業", domain="sato.example.com"),
        lookup("k3", name="山田商店", domain="other.example.com"),
        stream="companies",
    )
    assert [by_domain.external_id, by_name.external_id] == ids
    assert other.outcome == "missing"
    assert len(world.twin.requests) == 1


def test_several_companies_that_fit_are_left_to_a_person(world: World) -> None:
    world.twin.seed(companies=[{"name": "山田商店"}, {"name": "山田商店"}])
    [result] = world.push(lookup("k", name="山田商店"), stream="companies")
    assert result.outcome == "unknown"
    assert "50000001, 50000002" in result.message


def test_a_name_that_hundreds_have_leaves_no_other_company_open(world: World) -> None:
    world.twin.seed(companies=[{"name": "支店"} for _ in range(201)])
    [sato] = world.twin.seed(companies=[{"name": "佐藤工業"}])["companies"]
    many, found, missing = world.push(
        *(lookup(f"k{number}", name=name) for number, name in enumerate(("支店", "佐藤工業", "鈴木商会"))),
        stream="companies",
    )
    assert [each.outcome for each in (many, found, missing)] == ["unknown", "found", "missing"]
    assert found.external_id == sato


def test_of_hundreds_with_one_domain_the_one_of_the_name_is_found(world: World) -> None:
    shops = [{"name": f"{number}号店", "domain": "chain.example.com"} for number in range(300)]
    ids = world.twin.seed(companies=shops)["companies"]
    found, missing = world.push(
        lookup("k1", name="299号店", domain="chain.example.com"),
        lookup("k2", name="300号店", domain="chain.example.com"),
        stream="companies",
    )
    assert (found.outcome, found.external_id, missing.outcome) == ("found", ids[299], "missing")


def test_a_look_up_without_a_key_asks_nothing(world: World) -> None:
    [result] = world.push(lookup("k", lastname="山田"))
    assert (result.outcome, world.twin.requests) == ("missing", [])
    assert "no email" in result.message
