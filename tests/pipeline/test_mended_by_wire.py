"""What the wire tier of the simulation found, each in as few steps as it takes: a field that never arrived."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.hubspot.twin import HubSpotTwin
from tests.e2e.worlds import Installation

CONFIG = """\
hub: 1
language: en
connections:
  sheet:
    connector: excel
    settings: {path: customers.csv, key: [コード], backup: false}
    streams: {rows: {mapping: rows.yaml, push: {update: true}}}
  crm:
    connector: hubspot
    settings: {base_url: "https://hubspot.test", access_token: key}
    streams:
      companies: {push: {create: true, update: true}}
      contacts: {push: {create: true, update: true}}
"""
ROWS = """\
mapping: 1
connector: excel
stream: rows
parts:
  company:
    fields:
      code: コード
      name: {from: 会社名, with: company_name}
      postal_code: {from: 郵便番号, with: postal_code}
      building: 建物名
  contact:
    entity: person
    requires: 氏名
    fields:
      name: {from: 氏名, with: person_name}
      email: {from: メール, with: email}
      mobile: {from: 携帯, with: phone}
  employment:
    requires: 氏名
    fields:
      person: {part: contact}
      company: {part: company}
"""
HEADINGS = "コード,会社名,郵便番号,建物名,氏名,メール,携帯\n"


@pytest.fixture
def company(tmp_path: Path) -> Installation:
    """A sheet with one customer and an empty HubSpot."""
    made = Installation(tmp_path)
    made.systems["crm"] = HubSpotTwin(made.clock, access_token="key")
    made.write("config.yaml", CONFIG)
    made.write("rows.yaml", ROWS)
    made.write("customers.csv", f"{HEADINGS}C1,青空商店,100-0001,,山田 太郎,taro@example.jp,\n")
    return made


def _crm(company: Installation) -> HubSpotTwin:
    twin = company.systems["crm"]
    assert isinstance(twin, HubSpotTwin)
    return twin


def _row(company: Installation) -> list[str]:
    return (company.folder / "customers.csv").read_text().splitlines()[1].split(",")


def test_what_changes_of_a_person_reaches_the_records_that_are_of_his_company(company: Installation) -> None:
    company.sync()
    company.sync()
    (contact,) = _crm(company).records("contacts")
    _crm(company).user_edits("contacts", contact, {"mobilephone": "+819011112222"})
    company.sync()
    assert _row(company)[6] == "090-1111-2222"


def test_a_part_that_an_address_lacks_over_there_is_filled_in(company: Installation) -> None:
    there = {"name": "青空商店", "zip": "100-0001", "phone": "+81332110001"}
    record_id = _crm(company).user_creates("companies", there)
    row = f"{HEADINGS}C1,青空商店,100-0001,第一ビル,山田 太郎,taro@example.jp,\n"
    company.write("customers.csv", row)
    company.sync()
    assert _crm(company).records("companies")[record_id] == {**there, "address2": "第一ビル"}


def test_a_contact_is_linked_when_its_company_is_entered_there_later(company: Installation) -> None:
    company.write("config.yaml", CONFIG.replace("companies: {push: {create: true,", "companies: {push: {"))
    company.sync()
    company.sync()
    record_id = _crm(company).user_creates("companies", {"name": "青空商店", "zip": "100-0001"})
    company.sync()
    (contact,) = _crm(company).records("contacts").values()
    assert contact.get("associatedcompanyid") == record_id


def test_a_contact_is_made_although_its_company_was_deleted_there_before_the_hub_knew(company: Installation) -> None:
    company.write("customers.csv", f"{HEADINGS}C1,青空商店,100-0001,,,,\n")
    company.sync()
    (record_id,) = _crm(company).records("companies")
    company.write("customers.csv", f"{HEADINGS}C1,青空商店,100-0001,,山田 太郎,taro@example.jp,\n")
    _crm(company).user_deletes("companies", record_id)
    assert company.sync().ledger.pushes["crm/contacts"].rejected == 1
    company.clock.goes_on(hours=2)
    company.sync()
    (contact,) = _crm(company).records("contacts").values()
    assert contact["email"] == "taro@example.jp"
