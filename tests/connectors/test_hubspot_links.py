"""A contact's company is written through associations, for the property that shows it is read-only."""

from __future__ import annotations

import pytest

from hub.sdk.errors import PersonNeededError
from tests.connectors.test_hubspot import World, create, update
from tests.connectors.test_hubspot import person as someone

LINKS = "/crm/v4/associations/contacts/companies/batch"


@pytest.fixture
def world() -> World:
    world = World()
    world.twin.seed(contacts=[someone(n) for n in range(3)], companies=[{"name": "甲"}, {"name": "乙"}])
    return world


def company_of(world: World, contact_id: str | None) -> str | None:
    return world.held(contact_id).get("associatedcompanyid")


def test_a_created_contact_comes_with_its_company_in_one_request(world: World) -> None:
    [result] = world.push(create("k", email="n@example.com", associatedcompanyid="50000001"))
    assert company_of(world, result.external_id) == "50000001"
    assert len(world.twin.requests) == 1


def test_a_contact_of_a_company_that_is_not_there_is_rejected(world: World) -> None:
    good, bad = world.push(
        create("k1", email="n@example.com", associatedcompanyid="50000001"),
        create("k2", email="m@example.com", associatedcompanyid="777"),
    )
    assert (good.outcome, bad.outcome) == ("done", "rejected")
    assert "777 does not exist" in bad.message


def test_an_update_sets_properties_and_the_company_in_two_requests_a_batch(world: World) -> None:
    results = world.push(
        update("k1", "101", jobtitle="部長", associatedcompanyid="50000001"),
        update("k2", "102", jobtitle="課長", associatedcompanyid="50000002"),
    )
    assert [result.outcome for result in results] == ["done", "done"]
    assert [company_of(world, one) for one in ("101", "102")] == ["50000001", "50000002"]
    assert len(world.twin.requests) == 2


def test_a_change_of_the_company_alone_takes_one_request(world: World) -> None:
    world.push(update("k", "101", associatedcompanyid="50000002"))
    assert company_of(world, "101") == "50000002"
    assert [asked.path for asked in world.twin.requests] == [f"{LINKS}/create"]


def test_a_company_is_set_and_taken_away_where_hubspot_tells_the_ids_of_a_pair_as_numbers(world: World) -> None:
    world.twin.switches.numbers_pairs = True
    [linked] = world.push(update("k1", "101", associatedcompanyid="50000002"))
    assert (linked.outcome, company_of(world, "101")) == ("done", "50000002")
    world.twin.user_labels("101", "50000002", "請求先担当")
    world.twin.user_links("102", "50000001")
    results = world.push(update("k2", "101", associatedcompanyid=None), update("k3", "102", associatedcompanyid=None))
    assert [result.outcome for result in results] == ["done", "done"]
    assert [company_of(world, one) for one in ("101", "102")] == [None, None]


def test_a_new_primary_company_leaves_the_old_one_as_a_further_one(world: World) -> None:
    world.twin.user_links("101", "50000001")
    world.push(update("k", "101", associatedcompanyid="50000002"))
    assert company_of(world, "101") == "50000002"
    assert set(world.twin.pairs.of_contact(101)) == {50000001, 50000002}


def test_none_takes_the_primary_company_away_and_no_other(world: World) -> None:
    world.twin.user_links("101", "50000001")
    world.twin.user_links("101", "50000002", is_primary=False)
    [result] = world.push(update("k", "101", associatedcompanyid=None))
    assert (result.outcome, company_of(world, "101")) == ("done", None)
    assert set(world.twin.pairs.of_contact(101)) == {50000002}


def test_none_leaves_what_people_have_labelled_and_takes_only_the_primary_company_away(world: World) -> None:
    world.twin.user_links("101", "50000001")
    world.twin.user_links("102", "50000001")
    world.twin.user_labels("101", "50000001", "請求先担当")
    results = world.push(update("k1", "101", associatedcompanyid=None), update("k2", "102", associatedcompanyid=None))
    assert [result.outcome for result in results] == ["done", "done"]
    assert [company_of(world, one) for one in ("101", "102")] == [None, None]
    assert (world.twin.pairs.of_contact(101), world.twin.pairs.of_contact(102)) == ({50000001: {279}}, {})
    assert world.twin.pairs.labels_of(101) == {50000001: {1}}


def test_a_label_of_people_with_the_number_of_the_primary_one_makes_no_company_the_primary_one(world: World) -> None:
    world.twin.user_labels("101", "50000001", "請求先担当")
    world.push(update("k", "101", associatedcompanyid=None))
    assert world.twin.pairs.of_contact(101) == {50000001: {279}}


def test_taking_away_what_is_not_there_is_done(world: World) -> None:
    [result] = world.push(update("k", "101", associatedcompanyid=None))
    assert result.outcome == "done"


def test_a_company_that_cannot_be_set_is_told_with_what_was_written(world: World) -> None:
    good, bad = world.push(
        update("k1", "101", associatedcompanyid="50000001"),
        update("k2", "102", jobtitle="部長", associatedcompanyid="777"),
    )
    assert (good.outcome, bad.outcome) == ("done", "rejected")
    assert "anything else of this change was written" in bad.message
    assert world.held("102")["jobtitle"] == "部長"


def test_without_an_answer_to_the_association_the_change_is_unknown(world: World) -> None:
    world.twin.drop_after_send(path=LINKS)
    one, two = world.push(update("k1", "101", associatedcompanyid="50000001"), update("k2", "102", jobtitle="部長"))
    assert (one.outcome, two.outcome) == ("unknown", "done")


def test_a_contact_that_is_in_the_bin_is_missing_where_only_its_company_is_to_be_set(world: World) -> None:
    world.twin.user_deletes("contacts", "102")
    good, gone = world.push(
        update("k1", "101", associatedcompanyid="50000001"), update("k2", "102", associatedcompanyid="50000001")
    )
    assert (good.outcome, gone.outcome) == ("done", "missing")


def test_what_was_written_before_its_company_could_be_set_is_unknown_and_not_unsent(world: World) -> None:
    world.twin.fail_next(status=403, body=b"{}", path=f"{LINKS}/create")
    change = update("k", "101", jobtitle="部長", associatedcompanyid="50000001")
    results = iter(world.connector().push("contacts", [change]))
    assert next(results).outcome == "unknown"
    with pytest.raises(PersonNeededError):
        next(results)
    assert world.held("101")["jobtitle"] == "部長"
