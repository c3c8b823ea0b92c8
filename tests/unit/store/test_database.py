"""Transactions: whole or nothing, one way of speaking to both databases, and dry runs that leave no trace."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import ClassVar

import pytest

from hub.store.database import Database
from hub.store.documents import canonical
from hub.store.errors import StoreError
from hub.store.transaction import Transaction


class ChangedMindError(Exception):
    """Raised by a test in the middle of its work."""


def _remember(tx: Transaction, name: str, value: str = "1") -> None:
    tx.run("INSERT INTO setting (name, value) VALUES (?, ?)", name, value)


def _twice(tx: Transaction, name: str) -> None:
    _remember(tx, name)
    _remember(tx, name)


def _give_up(tx: Transaction, name: str) -> None:
    _remember(tx, name)
    tx.next_ids("thing", 5)
    raise ChangedMindError


def _give_up_dry(database: Database, name: str) -> None:
    with database.begin() as tx:
        _remember(tx, name)
    raise ChangedMindError


def _names(database: Database) -> list[str]:
    with database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT name FROM setting WHERE name <> 'views' ORDER BY name")]


def test_a_transaction_is_kept_whole(database: Database) -> None:
    with database.begin() as tx:
        _remember(tx, "a")
        _remember(tx, "b")
    assert _names(database) == ["a", "b"]


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ChangedMindError), database.begin() as tx:
        _give_up(tx, "a")
    assert _names(database) == []
    with database.begin() as tx:
        assert list(tx.next_ids("thing", 2)) == [1, 2]


def test_a_statement_that_fails_takes_the_transaction_with_it(database: Database) -> None:
    with pytest.raises(StoreError, match=r"(?i)unique"), database.begin() as tx:
        _twice(tx, "a")
    assert _names(database) == []


def test_a_batch_that_fails_takes_the_transaction_with_it(database: Database) -> None:
    with pytest.raises(StoreError), database.begin() as tx:
        tx.many("INSERT INTO setting (name, value) VALUES (?, ?)", [("a", "1"), ("b", "2"), ("a", "3")])
    assert _names(database) == []


def test_the_database_can_be_used_after_a_failure(database: Database) -> None:
    for _ in range(20):
        with pytest.raises(ChangedMindError), database.begin():
            raise ChangedMindError
    with database.begin() as tx:
        _remember(tx, "a")
    assert _names(database) == ["a"]


def test_values_are_never_read_as_sql(database: Database) -> None:
    hostile = "%s ? '; DROP TABLE setting; --"
    with database.begin() as tx:
        _remember(tx, hostile, "100 %")
        assert tx.one("SELECT value FROM setting WHERE name = ? AND value LIKE '100 %'", hostile) is not None


@pytest.mark.parametrize("count", [0, 1, 10_000])
def test_any_number_of_ids_is_one_parameter(database: Database, count: int) -> None:
    wanted = range(7, 7 + count)
    with database.begin() as tx:
        tx.many(
            "INSERT INTO pending_resolve (source_id, entity) VALUES (?, ?)",
            [(i, "person" if i % 2 else "company") for i in range(1, 10_010)],
        )
        found = tx.where_in("SELECT source_id FROM pending_resolve WHERE source_id {in} ORDER BY 1", list(wanted))
        people = tx.where_in(
            "SELECT source_id FROM pending_resolve WHERE entity = ? AND source_id {in} AND source_id < ?",
            list(wanted),
            "person",
            100,
        )
        deleted = tx.run_in("DELETE FROM pending_resolve WHERE source_id {in}", list(wanted))
    assert [row[0] for row in found] == list(wanted)
    assert deleted == count
    assert sorted(row[0] for row in people) == [i for i in wanted if i % 2 and i < 100]


@pytest.mark.parametrize("wanted", [[], ["a"], ["a", "ｂ", "o'c", '"d"', "%", "?", "\\"]])
def test_any_texts_are_one_parameter(database: Database, wanted: Sequence[str]) -> None:
    with database.begin() as tx:
        for name in ["a", "ｂ", "o'c", '"d"', "%", "?", "\\", "x"]:
            _remember(tx, name)
        found = tx.where_in("SELECT name FROM setting WHERE name {in}", wanted)
    assert sorted(row[0] for row in found) == sorted(wanted)


def test_ids_are_given_out_once_whatever_the_threads(database: Database) -> None:
    given_out: list[int] = []

    def take() -> None:
        for count in (1, 3, 2, 5):
            with database.begin() as tx:
                ids = tx.next_ids("thing", count)
                given_out.extend(ids)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given_out) == list(range(1, 6 * 11 + 1))


def test_no_ids_are_no_statement(database: Database) -> None:
    with database.begin() as tx:
        assert list(tx.next_ids("thing", 0)) == []
        assert tx.rows("SELECT * FROM counter WHERE name = 'thing'") == []


def test_a_dry_run_sees_what_it_does_and_leaves_nothing(database: Database) -> None:
    with database.dry_run():
        with database.begin() as tx:
            _remember(tx, "a")
        assert _names(database) == ["a"]
    assert _names(database) == []


def test_a_step_of_a_dry_run_that_fails_is_undone_alone(database: Database) -> None:
    with database.dry_run():
        with database.begin() as tx:
            _remember(tx, "a")
        with pytest.raises(ChangedMindError), database.begin() as tx:
            _give_up(tx, "b")
        assert _names(database) == ["a"]


def test_a_statement_that_fails_in_a_dry_run_spoils_only_its_step(database: Database) -> None:
    with database.dry_run():
        with pytest.raises(StoreError), database.begin() as tx:
            _twice(tx, "a")
        with database.begin() as tx:
            _remember(tx, "b")
        assert _names(database) == ["b"]


def test_a_dry_run_ends_also_where_it_fails(database: Database) -> None:
    with pytest.raises(ChangedMindError), database.dry_run():
        _give_up_dry(database, "a")
    assert not database.in_dry_run
    assert _names(database) == []


def test_documents_come_back_as_text_from_both_databases(database: Database) -> None:
    with database.begin() as tx:
        tx.run(
            "INSERT INTO golden (id, entity, doc, version, run_id, changed_at) VALUES (1, 'person', ?, 1, 1, 'x')",
            '{"name":"山田","tags":["a"]}',
        )
        (found,) = tx.rows("SELECT doc FROM golden")
    assert isinstance(found[0], str)


@pytest.mark.parametrize("document", ['{"name":"山田 太郎"}', '{"name":"山田 太郎"}'.encode(), None])
def test_a_document_may_be_given_in_utf_8(database: Database, document: str | bytes | None) -> None:
    with database.begin() as tx:
        columns = "id, entity, doc, lineage, version, run_id, changed_at"
        tx.many(f"INSERT INTO golden ({columns}) VALUES (?, ?, '{{}}', ?d, 1, ?, ?)", [(1, "person", document, 1, "")])
        found = tx.rows("SELECT lineage FROM golden")[0][0]
    assert found is None if document is None else isinstance(found, str)
    assert canonical(found) == canonical(document)


def test_a_document_that_is_asked_for_in_utf_8_is_the_same(database: Database) -> None:
    document = '{"name":"山田 太郎","n":"100%"}'
    with database.begin() as tx:
        columns = "id, entity, doc, version, run_id, changed_at"
        tx.many(f"INSERT INTO golden ({columns}) VALUES (?, ?, ?d, 1, ?, ?)", [(1, "person", document, 1, "")])
        text, encoded, nothing = tx.rows("SELECT doc, IN_UTF_8(doc), IN_UTF_8(lineage) FROM golden")[0]
    assert isinstance(encoded, bytes if database.is_sqlite else str)
    assert canonical(encoded) == canonical(text) == canonical(document)
    assert nothing is None


def test_who_only_looks_sees_one_moment_and_waits_for_no_writer(database: Database) -> None:
    with database.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('mine', '1')")
    found: list[object] = []

    def looks() -> None:
        with database.look() as tx:
            found.append(tx.one("SELECT value FROM setting WHERE name = 'mine'"))

    with database.begin() as tx:
        tx.run("UPDATE setting SET value = '2' WHERE name = 'mine'")
        reader = threading.Thread(target=looks)
        reader.start()
        reader.join(10)
    assert [tuple(row) for row in found if isinstance(row, tuple)] == [("1",)]


def test_a_look_inside_a_dry_run_sees_it(database: Database) -> None:
    with database.dry_run():
        with database.begin() as tx:
            tx.run("INSERT INTO setting (name, value) VALUES ('mine', '1')")
        with database.look() as tx:
            assert tx.one("SELECT value FROM setting WHERE name = 'mine'") == ("1",)


def test_who_only_looks_can_store_nothing(database: Database) -> None:
    with pytest.raises(StoreError, match="only reads has written"), database.look() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('mine', '1')")
    with database.begin() as tx:
        assert tx.one("SELECT value FROM setting WHERE name = 'mine'") is None


class _Collecting(str):
    """A value over whose adaptation the collector of garbage runs, as another thread's may at any moment."""

    garbage: ClassVar[list[Transaction]] = []

    def __conform__(self, _: object) -> str:
        self.garbage.clear()
        return str(self)


def test_a_transaction_that_is_collected_late_spoils_no_other_ones_batch(database: Database) -> None:
    batch = "INSERT INTO setting (name, value) VALUES (?, ?)"
    with database.begin() as tx:
        tx.many(batch, [("before", "1")])
    if database.is_sqlite:
        _Collecting.garbage.append(tx)
    del tx
    with database.begin() as other:
        first = _Collecting("first") if database.is_sqlite else "first"
        other.many(batch, [(first, "1"), ("second", "1")])
    assert {"first", "second"} <= set(_names(database))
