"""Records that refer to somebody whom nobody has read are counted, on each database, until that one arrives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.steward.explain import explain
from hub.steward.status import status
from tests.pipeline.books import YAMADA, Books


@pytest.fixture
def books(store_url: str) -> Iterator[Books]:
    """Two bills of a partner whom nobody has read."""
    made = Books(store_url)
    made.bills("I-1", partner="p9")
    made.bills("I-2", partner="p9")
    made.sync()
    yield made
    made.close()


def unlinked(books: Books) -> dict[str, int]:
    return {f"{one.connection}/{one.stream}": one.records for one in status(books.world).unlinked}


def looked_for(books: Books, name: str) -> list[tuple[str, str, str, str]]:
    [story] = explain(books.world, name).records
    return [(one.field, one.place, one.external_id, one.why) for one in story.looked_for]


def test_they_are_counted_by_stream_with_an_example(books: Books) -> None:
    [one] = status(books.world).unlinked
    assert one.records == 2
    assert looked_for(books, one.example) == [("company", "partners/people", "p9", "absent")]


def test_they_are_told_no_more_once_their_partner_has_arrived(books: Books) -> None:
    example = status(books.world).unlinked[0].example
    books["partners"].user_creates("p9", **YAMADA)
    books.sync()
    assert (unlinked(books), looked_for(books, example)) == ({}, [])


def test_a_bill_that_names_another_partner_looks_for_that_one_alone(books: Books) -> None:
    books["invoices"].user_edits("I-1", partner="p8")
    books.sync()
    assert list(unlinked(books).values()) == [2]
    told = {wanted for number in (1, 2) for wanted in looked_for(books, f"invoice/{number}")}
    assert {external_id for _, _, external_id, _ in told} == {"p8", "p9"}
