"""What is asked of a customer's wishes costs as much as few of them stand, however many came to their end."""

from __future__ import annotations

import pytest

from hub.store import intents, outbox
from hub.store.database import Database
from hub.store.transaction import Transaction
from tests.unit.store.explained import Explained

GOLDEN, STREAM, NOW = 7, 1, "2026-01-01T00:00:00.000Z"


def _wished(tx: Transaction, *states: tuple[str, str, str]) -> None:
    """Updates of one customer: (record, payload, state)."""
    rows = [
        (STREAM, GOLDEN, record, "update", payload.encode(), b"{}", None, state, "", 1)
        for record, payload, state in states
    ]
    outbox.insert(tx, rows, NOW)


def test_no_finished_wish_is_read_where_none_stands(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL decides by the size of the tables")
    with database.begin() as tx:
        asked = Explained(tx)
        outbox.replace_wishes(asked, [GOLDEN], [STREAM])
        intents.refused_before(asked, [GOLDEN])
    assert {plan for plan in asked.plans if "intent" in plan} == {
        "SEARCH intent USING INDEX ix_intent_golden_not_over (golden_id=?)"
    }


def test_a_refusal_stands_until_the_system_has_taken_something(database: Database) -> None:
    with database.begin() as tx:
        _wished(
            tx,
            *(("a", '{"n": 1}', "rejected"), ("a", '{"n": 2}', "done")),
            *(("b", '{"n": 3}', "done"), ("b", '{"n": 4}', "rejected")),
        )
        refused = intents.refused_before(tx, [GOLDEN])
    assert {place: payload.replace(" ", "") for place, payload in refused.items()} == {(GOLDEN, STREAM, "b"): '{"n":4}'}


def test_replacing_wishes_leaves_what_was_sent_and_what_is_over(database: Database) -> None:
    with database.begin() as tx:
        states = ("pending", "held", "sending", "unknown", "lost", "done", "rejected", "dropped")
        _wished(tx, *((state, "{}", state) for state in states))
        sent = outbox.replace_wishes(tx, [GOLDEN], [STREAM])
        left = [row.state for row in outbox.listing(tx, states)]
    assert sorted(external_id or "" for _, _, external_id in sent) == ["lost", "sending", "unknown"]
    assert sorted(left) == ["done", "dropped", "lost", "rejected", "sending", "unknown"]
