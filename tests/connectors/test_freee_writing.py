"""What is written to freee is written once, and what freee refuses is said in its own words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.freee.twin import FreeeTwin
from hub.sdk.errors import BrokenContractError, RetryLaterError
from hub.sdk.records import Change
from tests.connectors.test_freee import World

PARTNERS = "/api/1/partners"


@pytest.fixture
def world() -> World:
    world = World()
    world.twin.seed(partners=[{"id": 5, "name": "山田商店", "phone": "03-1111-2222"}])
    return world


def held(world: World, partner_id: str = "5") -> dict[str, Any]:
    return world.twin.tables["partners"][partner_id]


def update(**payload: Any) -> Change:
    return Change("k", "update", "5", payload)


def test_a_create_gives_the_new_id(world: World) -> None:
    result = world.push(world.connector(), Change("k", "create", payload={"name": "新会社"}))
    assert held(world, result.external_id or "")["name"] == "新会社"


def test_a_create_gives_the_record_as_freee_holds_it(world: World) -> None:
    result = world.push(world.connector(), Change("k", "create", payload={"name": "新会社", "email": None}))
    assert json.loads(result.payload or b"")["available"] is True


def test_a_taken_name_is_refused_in_freees_words_with_the_partner_who_has_it(world: World) -> None:
    result = world.push(world.connector(), Change("k", "create", payload={"name": "山田商店"}))
    assert (result.outcome, result.external_id) == ("found", "5")
    assert result.message == "取引先名 はすでに登録されています。"


def test_a_taken_name_that_nobody_shows_is_rejected_in_freees_words(world: World) -> None:
    world.twin.user_archives("5")
    result = world.push(world.connector(), Change("k", "create", payload={"name": "山田商店"}))
    assert (result.outcome, result.message) == ("rejected", "取引先名 はすでに登録されています。")


def test_a_limit_after_a_refusal_leaves_the_refusal(world: World) -> None:
    world.twin.fail_next(status=429, method="GET", path=PARTNERS, headers={"retry-after": "7200"})
    result = world.push(world.connector(), Change("k", "create", payload={"name": "山田商店"}))
    assert (result.outcome, result.message) == ("rejected", "取引先名 はすでに登録されています。")


def test_a_create_without_a_name_is_rejected(world: World) -> None:
    result = world.push(world.connector(), Change("k", "create", payload={"phone": "1"}))
    assert (result.outcome, result.message) == ("rejected", "取引先名 を入力してください。")


def test_a_rejected_change_does_not_stop_the_next(world: World) -> None:
    changes = [Change("1", "create", payload={"name": "山田商店"}), Change("2", "create", payload={"name": "別"})]
    outcomes = [result.outcome for result in world.connector().push("partners", changes)]
    assert outcomes == ["found", "done"]


def test_an_update_leaves_other_fields_alone(world: World) -> None:
    world.push(world.connector(), update(name="山田商店", email="a@example.com"))
    assert held(world)["phone"] == "03-1111-2222"


def test_an_update_without_the_name_sends_the_name_that_freee_holds(world: World) -> None:
    world.push(world.connector(), update(phone="03-9999-0000"))
    assert (held(world)["name"], held(world)["phone"]) == ("山田商店", "03-9999-0000")


def test_an_update_with_the_name_is_one_request(world: World) -> None:
    world.push(world.connector(), update(name="山田商店", phone="03-9999-0000"))
    assert [asked.method for asked in world.twin.requests if asked.path.startswith(PARTNERS)] == ["PUT"]


def test_a_part_of_an_address_leaves_its_other_parts_alone(world: World) -> None:
    world.twin.user_edits("partners", "5", {"address_attributes": {"zipcode": "100-0005", "prefecture_code": 12}})
    world.push(world.connector(), update(address_attributes={"street_name1": "千代田区丸の内1-1"}))
    assert held(world)["address_attributes"]["zipcode"] == "100-0005"


def test_a_text_is_emptied_by_an_empty_text(world: World) -> None:
    world.push(world.connector(), update(phone=None))
    assert held(world)["phone"] == ""


def test_a_prefecture_is_emptied_by_its_sign(world: World) -> None:
    world.push(world.connector(), update(address_attributes={"prefecture_code": None}))
    assert held(world)["address_attributes"]["prefecture_code"] == -1


def test_a_registration_number_is_emptied_by_null(world: World) -> None:
    world.twin.user_edits("partners", "5", {"invoice_registration_number": "T1234567890123"})
    world.push(world.connector(), update(invoice_registration_number=None))
    assert held(world)["invoice_registration_number"] is None


def test_a_whole_address_is_emptied_part_by_part(world: World) -> None:
    world.push(world.connector(), update(address_attributes=None))
    empty = {"zipcode": "", "prefecture_code": -1, "street_name1": "", "street_name2": ""}
    assert held(world)["address_attributes"] == empty


@pytest.mark.parametrize("field", ["name", "available", "country_code", "partner_bank_account_attributes"])
def test_a_field_that_freee_cannot_empty_is_rejected_by_name(world: World, field: str) -> None:
    result = world.push(world.connector(), update(**{field: None}))
    assert (result.outcome, f"`{field}`" in result.message) == ("rejected", True)


def test_an_update_of_a_deleted_partner_says_missing(world: World) -> None:
    world.twin.user_deletes("partners", "5")
    assert world.push(world.connector(), update(phone="1")).outcome == "missing"


def test_an_archived_partner_cannot_be_updated(world: World) -> None:
    world.twin.user_archives("5")
    result = world.push(world.connector(), update(phone="1"))
    assert (result.outcome, "アーカイブ" in result.message) == ("rejected", True)


def test_a_proxys_404_is_not_a_deleted_partner(world: World) -> None:
    world.twin.fail_next(status=404, body=b'{"message":"no route"}', path=PARTNERS)
    with pytest.raises(BrokenContractError, match="base_url"):
        world.push(world.connector(), update(name="山田商店"))


def test_an_archive_stops_the_use_of_a_partner(world: World) -> None:
    world.push(world.connector(), Change("k", "archive", "5"))
    assert held(world)["available"] is False


def test_a_stopped_partner_stays_in_the_list(world: World) -> None:
    connector = world.connector()
    world.push(connector, Change("k", "archive", "5"))
    assert [record.external_id for record in world.pull(connector, "partners")[0]] == ["5"]


def test_a_delete_removes_a_partner(world: World) -> None:
    result = world.push(world.connector(), Change("k", "delete", "5"))
    assert (result.outcome, world.twin.tables["partners"]) == ("done", {})


def test_a_partner_with_deals_is_not_deleted(world: World) -> None:
    world.twin.seed(deals=[{"partner_id": 5}])
    result = world.push(world.connector(), Change("k", "delete", "5"))
    assert (result.outcome, "使用されている" in result.message) == ("rejected", True)


def test_a_second_delete_says_missing(world: World) -> None:
    connector = world.connector()
    world.push(connector, Change("k", "delete", "5"))
    assert world.push(connector, Change("k", "delete", "5")).outcome == "missing"


def test_a_change_without_an_id_is_rejected(world: World) -> None:
    assert world.push(world.connector(), Change("k", "delete")).outcome == "rejected"


def test_a_write_without_an_answer_is_unknown(world: World) -> None:
    world.twin.drop_after_send(method="POST", path=PARTNERS)
    assert world.push(world.connector(), Change("k", "create", payload={"name": "新会社"})).outcome == "unknown"


def test_a_write_whose_answer_is_cut_off_is_unknown(world: World) -> None:
    world.twin.cut_body_at(20, method="POST", path=PARTNERS)
    assert world.push(world.connector(), Change("k", "create", payload={"name": "新会社"})).outcome == "unknown"


def test_a_write_that_failed_inside_freee_is_unknown(world: World) -> None:
    world.twin.fail_next(status=500, method="POST", path=PARTNERS)
    assert world.push(world.connector(), Change("k", "create", payload={"name": "新会社"})).outcome == "unknown"


def test_an_unknown_create_is_found_by_its_name(world: World) -> None:
    connector = world.connector()
    world.twin.drop_after_send(method="POST", path=PARTNERS)
    world.push(connector, Change("k", "create", payload={"name": "新 会社"}))
    assert world.push(connector, Change("k", "lookup", payload={"name": "新 会社"})).outcome == "found"


def test_a_create_sent_twice_makes_one_partner(world: World) -> None:
    connector = world.connector()
    change = Change("k", "create", payload={"name": "新会社"})
    assert [world.push(connector, change).outcome for _ in range(2)] == ["done", "found"]


def test_a_lookup_does_not_take_a_name_that_only_contains_it(world: World) -> None:
    assert world.push(world.connector(), Change("k", "lookup", payload={"name": "山田"})).outcome == "missing"


def test_a_lookup_by_id_gives_the_record(world: World) -> None:
    result = world.push(world.connector(), Change("k", "lookup", "5"))
    assert json.loads(result.payload or b"")["name"] == "山田商店"


def test_a_lookup_by_an_unknown_id_says_missing(world: World) -> None:
    assert world.push(world.connector(), Change("k", "lookup", "99")).outcome == "missing"


def test_a_lookup_goes_through_all_pages(world: World) -> None:
    world.twin.seed(partners=[{"name": f"会社{n}"} for n in range(5)] + [{"id": 77, "name": "会社"}])
    result = world.push(world.connector(page_size=2), Change("k", "lookup", payload={"name": "会社"}))
    assert result.external_id == "77"


def test_a_lookup_goes_through_all_pages_though_they_are_smaller_than_asked_for(world: World) -> None:
    world.twin.seed(partners=[{"name": f"会社{n}"} for n in range(25)] + [{"id": 7777, "name": "会社"}])
    connector = world.behind_a_proxy("/api/1/partners", 20)
    result = world.push(connector, Change("k", "lookup", payload={"name": "会社"}))
    assert result.external_id == "7777"


def test_a_lookup_without_a_key_is_rejected(world: World) -> None:
    assert world.push(world.connector(), Change("k", "lookup", payload={"name": None})).outcome == "rejected"


def test_a_burst_stops_the_run_before_anything_is_written(world: World) -> None:
    connector = world.connector()
    connector.check()
    world.twin.punish_burst()
    with pytest.raises(RetryLaterError):
        world.push(connector, update(name="別"))
    assert held(world)["name"] == "山田商店"


class TestWithPartnerCodes:
    @pytest.fixture
    def coded(self) -> World:
        world = World()
        world.twin = FreeeTwin(lambda: world.at, use_partner_code=True)
        world.twin.seed(partners=[{"id": 5, "name": "山田商店", "code": "C-1"}])
        return world

    def test_a_partner_is_found_by_its_code_first(self, coded: World) -> None:
        coded.twin.seed(partners=[{"name": "C-1", "code": "C-2"}])
        change = Change("k", "lookup", payload={"code": "C-1", "name": "山田"})
        assert coded.push(coded.connector(use_partner_code=True), change).external_id == "5"

    def test_a_new_partner_needs_a_code(self, coded: World) -> None:
        result = coded.push(coded.connector(use_partner_code=True), Change("k", "create", payload={"name": "新会社"}))
        assert (result.outcome, result.message) == ("rejected", "取引先コード を入力してください。")

    def test_a_code_cannot_be_changed(self, coded: World) -> None:
        result = coded.push(coded.connector(use_partner_code=True), update(name="山田商店", code="C-9"))
        assert (result.outcome, result.message) == ("rejected", "code は更新できません。")

    def test_the_manifest_names_the_code_as_key(self, coded: World) -> None:
        assert coded.connector(use_partner_code=True).streams()["partners"].natural_key == ("code", "name")
