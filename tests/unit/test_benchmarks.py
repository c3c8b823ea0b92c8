"""The benchmark's system, connector and mapping agree; how fast they are is nobody's test."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import msgspec
import pytest

from benchmarks.book import Book
from benchmarks.connector import BenchConnector
from benchmarks.contacts import contact
from benchmarks.customers import customers, typed
from benchmarks.figures import Figure, table
from benchmarks.identity.chance import Chance
from benchmarks.twin import ContactTwin
from hub.mapping.compile import compile_mapping
from hub.mapping.load import load_mapping
from hub.matching.terms import fit, probes
from hub.model.schema import CanonicalSchema
from hub.sdk.connector import Context
from hub.sdk.http import HttpSettings
from hub.sdk.records import Change, Page
from hub.sdk.twin import TwinRequest

MAPPING = Path(__file__).parents[2] / "benchmarks" / "contacts.yaml"
SIZE = 1_203


@pytest.fixture
def twin() -> ContactTwin:
    made = ContactTwin()
    made.books["alpha"] = Book(SIZE)
    return made


@pytest.fixture
def connector(twin: ContactTwin) -> BenchConnector:
    settings = HttpSettings(base_url="http://bench.test/alpha")
    return BenchConnector(settings, Context("alpha", transport=twin.as_transport()))


def ids(pages: list[Page]) -> Counter[str]:
    return Counter(record.external_id for page in pages for record in page.records)


def edit(twin: ContactTwin, records: int) -> None:
    body = msgspec.json.encode({"records": records})
    twin.handle(TwinRequest("POST", "/admin/alpha/edits", body=body))


def test_every_record_served_is_read_once(connector: BenchConnector) -> None:
    found = ids(list(connector.pull("contacts", None)))
    assert (len(found), found.total()) == (SIZE, SIZE)


def test_a_listing_takes_as_few_pages_as_can_be(connector: BenchConnector) -> None:
    assert [len(page.records) for page in connector.pull("contacts", None)] == [500, 500, 203]


def test_a_listing_of_full_pages_needs_no_empty_one(twin: ContactTwin, connector: BenchConnector) -> None:
    twin.books["alpha"] = Book(1_000)
    assert [len(page.records) for page in connector.pull("contacts", None)] == [500, 500]


def test_a_later_pull_reads_what_was_edited_since(twin: ContactTwin, connector: BenchConnector) -> None:
    *_, last = connector.pull("contacts", None)
    edit(twin, 7)
    later = list(connector.pull("contacts", last.cursor))
    assert (ids(later).total(), later[0].total) == (7, 7)


def test_a_pull_after_that_reads_nothing(twin: ContactTwin, connector: BenchConnector) -> None:
    edit(twin, 7)
    *_, last = connector.pull("contacts", None)
    assert [page.records for page in connector.pull("contacts", last.cursor)] == [[]]


def test_an_edited_record_is_listed_once(twin: ContactTwin, connector: BenchConnector) -> None:
    edit(twin, 7)
    found = ids(list(connector.pull("contacts", None)))
    assert (len(found), found.total()) == (SIZE, SIZE)


def test_a_batch_is_written_by_one_request(twin: ContactTwin, connector: BenchConnector) -> None:
    changes = [Change(str(key), "create", None, {"properties": {"lastname": "佐藤"}}) for key in range(100)]
    assert len(list(connector.push("contacts", changes))) == 100
    assert len(twin.requests) == 1


def test_every_contact_fits_the_mapping() -> None:
    schema = CanonicalSchema()
    mapping = compile_mapping(load_mapping(MAPPING.read_text(), MAPPING.name, schema), schema)
    people = [mapping.map(msgspec.json.decode(contact(number))).parts["person"] for number in range(300)]
    assert schema.validate("person", people) == [None] * 300


def test_a_contact_has_about_the_size_that_the_figures_are_told_of() -> None:
    assert 1_200 < sum(len(contact(number)) for number in range(300)) / 300 < 1_400


def test_the_table_says_which_target_is_missed() -> None:
    lines = table([Figure("load", "µs", (90.0, 70.0, 80.0), 75.0)]).splitlines()
    assert lines[2] == "| load | 80 µs | 70–90 | ≤ 75 | **no** |"


def test_everything_that_the_search_is_asked_for_fits_its_customer_and_nobody_fits_nothing() -> None:
    chance = Chance("typed")
    for customer in islice(customers(), 60):
        for kind, text in typed(chance, customer):
            found = fit(*customer, probes(text))
            # A kana romanized sign by sign may divide otherwise (ん before a vowel).
            assert kind == "romaji" or (found is None) == (kind == "nobody"), (kind, text)
