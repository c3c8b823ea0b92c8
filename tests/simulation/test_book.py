"""The oracle itself: what the book holds against the hub, and what the hub could not have known otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.sdk.records import Change
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.faults import Fault
from tests.simulation.nature import Nature
from tests.simulation.system import STREAM, System
from tests.simulation.trace import Trace

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
PLACE = ("alpha", "alpha-u1")


@pytest.fixture
def book() -> Book:
    """Somebody said two things of a customer, one of them here."""
    book = Book()
    book.typed(("beta", "beta-u1"), 0, "job", "係長", NOON)
    book.typed(PLACE, 0, "job", "課長", NOON)
    return book


def test_who_writes_over_what_the_hub_was_never_shown_is_told(book: Book) -> None:
    book.hub_wrote(PLACE, 0, "job", "係長", NOON, None)
    assert len(book.violations) == 1


def test_what_a_dying_process_may_have_stored_is_written_over_and_stays_due(book: Book) -> None:
    book.landing(PLACE, {"job": "課長"}, {"job": 1})
    book.run_ended(alive=False)
    book.hub_wrote(PLACE, 0, "job", "係長", NOON, None)
    assert (book.violations, book.edits[1].excuse) == ([], None)


def test_a_steward_has_seen_what_a_dying_process_stored_and_not_what_is_shown_once_more(book: Book) -> None:
    book.landing(PLACE, {"job": "課長"}, {"job": 1})
    book.run_ended(alive=False)
    decision = book.edits[book.decided(0, "job", "部長", NOON)]
    assert decision.saw == {1}
    book.landing(PLACE, {"job": "課長"}, {"job": 1})
    book.landed(PLACE, {"job": "課長"}, "2026-04-01T12:00:00Z")
    assert decision.saw == frozenset()


def test_a_field_that_is_empty_where_a_dying_process_sees_the_record_first_says_nothing_new() -> None:
    book = Book()
    book.typed(PLACE, 0, "job", "課長", NOON, first=True)
    emptied = book.typed(PLACE, 0, "job", "", NOON)
    assert emptied is not None
    book.landing(PLACE, {"job": ""}, {"job": emptied})
    book.run_ended(alive=False)
    assert book.edits[emptied].excuse == "nothing new to the hub"


def test_nor_does_it_where_another_hub_takes_over_from_one_that_stands_still() -> None:
    book = Book()
    book.typed(PLACE, 0, "job", "課長", NOON, first=True)
    emptied = book.typed(PLACE, 0, "job", "", NOON)
    assert emptied is not None
    for _ in range(2):
        book.landing(PLACE, {"job": ""}, {"job": emptied})
    book.landed(PLACE, {"job": ""}, "2026-04-01T12:00:00Z")
    assert book.edits[emptied].excuse == "nothing new to the hub"


def test_a_look_up_that_was_given_up_tells_nobody_later() -> None:
    book = Book()
    system = System(Nature("alpha"), Clock(), book, Trace(keeps=False), 1)
    system.becomes("alpha-u1", {"family": "山田", "email": "p0@example.jp"}, {})
    system.whose, system.fault = lambda intent: 0, Fault("delayed")
    (answer,) = system.push(STREAM, [Change("1", "lookup", None, {"email": "p0@example.jp"})])
    book.shown.clear()
    system.delayed_arrive()
    assert (answer.outcome, book.shown) == ("found", set())


def test_a_look_up_that_a_namesake_answers_tells_nothing_of_either() -> None:
    book = Book()
    system = System(Nature("alpha", key="given"), Clock(), book, Trace(keeps=False), 1)
    system.becomes("alpha-u1", {"family": "山田", "given": "一郎"}, {})
    system.whose = lambda intent: 1
    (answer,) = system.push(STREAM, [Change("1", "lookup", None, {"given": "一郎"})])
    assert (answer.external_id, book.shown, book.namesakes) == ("alpha-u1", set(), 1)


def test_whom_the_hub_writes_over_somebody_else_is_told() -> None:
    book = Book()
    system = System(Nature("alpha"), Clock(), book, Trace(keeps=False), 1)
    system.becomes("alpha-u1", {"family": "山田", "given": "一郎"}, {})
    system.carry_out(Change("1", "update", "alpha-u1", {"given": "一郎"}))
    assert book.violations == []
    system.carry_out(Change("2", "update", "alpha-u1", {"family": "佐藤"}))
    assert book.violations == ["the hub wrote 佐藤 over 山田 in alpha/alpha-u1"]


def test_what_people_deleted_where_only_a_dying_process_had_looked_it_up_was_never_known(book: Book) -> None:
    for alive, removed in ((False, set()), (True, {("alpha", 0)})):
        book.looked_up(PLACE)
        book.removed_from(PLACE, 0)
        book.run_ended(alive=alive)
        assert book.removed == removed


def test_what_went_with_a_record_that_the_hub_ended_is_due_no_more_when_an_index_shows_it_late() -> None:
    clock, book = Clock(), Book()
    system = System(Nature("alpha", lag_s=400.0), clock, book, Trace(keeps=False), 1)
    number = book.typed(PLACE, 0, "job", "課長", clock())
    shown = system.becomes("alpha-u1", {"family": "山田", "job": "課長"}, {"job": number or 0})
    book.farewells.add(0)
    system.carry_out(Change("1", "archive", "alpha-u1", {}))
    shown.visible_at = clock()
    system.state("alpha-u1").visible_at = clock.goes_on(days=1)
    clock.goes_on(days=-1)
    assert [page.records[0].deleted for page in system.pull(STREAM, None)] == [False]
    assert (book.edits[0].excuse, book.edits[0].told_at) == ("deleted in the window", None)
