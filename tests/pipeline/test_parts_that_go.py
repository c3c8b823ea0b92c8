"""What is to be left out of a record from now on, a part of it or all of it, is neither heard nor written any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.sync.world import ConnectionSetup, PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import PEOPLE, Lab, compiled

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}
CONTACT = {"contact_name": "山田 太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}
PARTNERS = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
unless: hidden
parts:
  company:
    fields:
      name: {from: company, with: company_name}
      notes: notes
  contact:
    entity: person
    requires: contact_name
    unless: is_shop
    fields:
      name: {from: contact_name, with: person_name}
      email: {from: email, with: email}
      phone: {from: phone, with: phone}
  employment:
    requires: contact_name
    unless: is_shop
    fields:
      person: {part: contact}
      company: {part: company}
"""


@pytest.fixture
def books(make_lab: MakeLab) -> Lab:
    """People in alpha, partners with a contact in beta; both hold Mr. Yamada."""
    lab = make_lab(push=PushPolicy(update=True, delete="delete"))
    beta = lab.world.connections["beta"]
    people = replace(beta.streams["people"], mapping=compiled(PARTNERS))
    connections = {**lab.world.connections, "beta": ConnectionSetup("beta", beta.connector, {"people": people})}
    lab.world = replace(lab.world, connections=connections)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", company="山田商店", **CONTACT)
    lab.sync()
    assert len(lab.people()) == 1
    return lab


def _deleted(lab: Lab) -> set[str]:
    with lab.database.begin() as tx:
        return {row[0] for row in tx.rows("SELECT part FROM source_record WHERE deleted AND stream_id = 2")}


@pytest.mark.parametrize("edit", [dict.fromkeys(CONTACT, ""), {"is_shop": "true"}])
def test_a_contact_that_was_taken_out_of_a_partner_is_not_written_back(books: Lab, edit: dict[str, Any]) -> None:
    books["beta"].user_edits("b1", **edit)
    books.sync()
    books["alpha"].user_edits("a1", phone="03-9999-0000")
    books.sync()
    assert (books["beta"].writes, _deleted(books)) == ([], {"contact", "employment"})
    assert books["alpha"].records["a1"]["family"] == "山田"


def test_what_a_contact_said_before_it_was_taken_out_stays_said_as_by_a_deleted_record(books: Lab) -> None:
    books["beta"].user_edits("b1", phone="03-9999-0000")
    books.sync()
    books["beta"].user_edits("b1", **dict.fromkeys(CONTACT, ""))
    books.sync()
    assert books.people()[0]["phone"] == "+81399990000"


def test_a_contact_that_is_put_back_is_heard_and_written_again(books: Lab) -> None:
    books["beta"].user_edits("b1", **dict.fromkeys(CONTACT, ""))
    books.sync()
    books["beta"].user_edits("b1", **CONTACT)
    books.sync()
    books["alpha"].user_edits("a1", phone="03-9999-0000")
    books.sync()
    assert (books["beta"].records["b1"]["phone"], _deleted(books)) == ("03-9999-0000", set())


def test_a_record_that_is_to_be_left_out_from_now_on_is_not_written_and_ends_nothing_elsewhere(books: Lab) -> None:
    books["beta"].user_edits("b1", hidden="true")
    books.sync()
    books["alpha"].user_edits("a1", phone="03-9999-0000")
    books.sync()
    assert books["beta"].writes == []
    assert books["alpha"].records["a1"]["phone"] == "03-9999-0000"


def test_a_record_that_is_left_out_no_longer_catches_up(books: Lab) -> None:
    books["beta"].user_edits("b1", hidden="true")
    books.sync()
    books["alpha"].user_edits("a1", phone="03-9999-0000")
    books.sync()
    books["beta"].user_edits("b1", hidden="")
    books.sync()
    assert books["beta"].records["b1"]["phone"] == "03-9999-0000"


def test_a_record_that_is_left_out_is_not_made_again_where_it_is(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=PEOPLE.replace("when: at", "when: at\nunless: hidden"))
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab["beta"].user_edits("b1", hidden="true")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    assert (lab["beta"].writes, list(lab["beta"].records)) == ([], ["b1"])
