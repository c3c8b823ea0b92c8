"""The audit log shows any alteration, and the comparison with the systems finds what cursors have missed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.steward.decide import pin
from hub.steward.drift import Drift, audit
from hub.steward.pairs import part
from hub.steward.revoke import unpin
from hub.store import audit as audit_log
from hub.store.audit import Break
from tests.pipeline.lab import Lab

ALTERATIONS = {
    "it was altered": "UPDATE audit_entry SET actor = '佐藤' WHERE id = 2",
    "entry 2 is missing": "DELETE FROM audit_entry WHERE id = 2",
    "it does not follow the entry before it": "UPDATE audit_entry SET previous = 'x' WHERE id = 2",
    "its personal values were altered": "UPDATE audit_personal SET document = '[]' WHERE entry_id = 2",
    "the newest entries are missing": "DELETE FROM audit_entry WHERE id = 3",
}


@pytest.fixture
def lab(store_url: str) -> Iterator[Lab]:
    """One person in two systems."""
    lab = Lab(store_url)
    lab["alpha"].user_creates("a1", email="yamada@example.com", family="山田", job="部長")
    lab.sync()
    yield lab
    lab.close()


@pytest.fixture
def decided(lab: Lab) -> Lab:
    """Three acts of a steward."""
    pin(lab.world, "person/1", "occupation", "係長", "鈴木", "名刺を確認")
    pin(lab.world, "person/1", "notes", "要注意", "鈴木")
    unpin(lab.world, "person/1", "notes", "鈴木")
    return lab


def verified(lab: Lab) -> tuple[int, str] | Break:
    with lab.database.begin() as tx:
        return audit_log.verify(tx)


def run(lab: Lab, sql: str) -> None:
    with lab.database.begin() as tx:
        tx.run(sql)


def test_every_act_of_a_steward_is_an_entry(decided: Lab) -> None:
    with decided.database.begin() as tx:
        entries = list(audit_log.each(tx))
    assert [(e.actor, e.action) for e in entries] == [
        ("鈴木", "decision_made"),
        ("鈴木", "decision_made"),
        ("鈴木", "decision_revoked"),
    ]


def test_an_untouched_chain_is_whole(decided: Lab) -> None:
    found = verified(decided)
    assert not isinstance(found, Break)
    assert found[0] == 3


@pytest.mark.parametrize("why", ALTERATIONS)
def test_an_alteration_is_named(decided: Lab, why: str) -> None:
    run(decided, ALTERATIONS[why])
    found = verified(decided)
    assert isinstance(found, Break)
    assert found.why == why


def test_erasing_personal_values_leaves_the_chain_whole(decided: Lab) -> None:
    with decided.database.begin() as tx:
        audit_log.forget(tx, [1, 2])
        personal = [kept for _, kept in audit_log.newest(tx, 10)]
    assert personal == [None, None, None]
    assert not isinstance(verified(decided), Break)


def test_personal_values_stand_in_no_entry_of_the_chain(decided: Lab) -> None:
    with decided.database.begin() as tx:
        assert not any("係長" in str(entry) or "名刺" in str(entry) for entry in audit_log.each(tx))


def test_an_act_that_failed_leaves_no_entry(lab: Lab) -> None:
    with pytest.raises(Exception, match="one record"):
        part(lab.world, "alpha/people/a1", "alpha/people/a1", "鈴木")
    assert verified(lab) == (0, audit_log.GENESIS)


def test_systems_that_are_as_believed_have_no_drift(lab: Lab) -> None:
    lab.clock.goes_on(minutes=5)
    found = audit(lab.world)
    assert found.drifted == 0
    assert [(s.compared, s.whole) for s in found.streams] == [(1, True), (1, True)]


def test_an_edit_that_no_cursor_showed_is_found_with_its_field(lab: Lab) -> None:
    lab["alpha"].records["a1"]["job"] = "社長"
    lab.clock.goes_on(minutes=5)
    assert audit(lab.world).streams[0].drifts == [Drift("alpha/people/a1", "differs", ["person.occupation"])]


def test_a_record_that_no_cursor_showed_is_found(lab: Lab) -> None:
    lab["alpha"].user_creates("a2", email="sato@example.com", family="佐藤")
    lab["alpha"].changed_at["a2"] = lab["alpha"].changed_at["a1"]
    lab.clock.goes_on(minutes=5)
    hidden = lab["alpha"].pull
    lab["alpha"].pull = lambda stream, cursor: hidden(stream, cursor) if cursor is None else iter(())  # type: ignore[method-assign]
    assert audit(lab.world).streams[0].drifts == [Drift("alpha/people/a2", "unknown")]


def test_a_record_that_went_without_a_word_is_found(lab: Lab) -> None:
    del lab["alpha"].records["a1"], lab["alpha"].changed_at["a1"]
    lab.clock.goes_on(minutes=5)
    assert audit(lab.world).streams[0].drifts == [Drift("alpha/people/a1", "vanished")]


def test_an_audit_stores_nothing_of_what_it_compared(lab: Lab) -> None:
    lab["alpha"].records["a1"]["job"] = "社長"
    lab.clock.goes_on(minutes=5)
    audit(lab.world)
    assert lab.people()[0]["occupation"] == "部長"


def test_a_budget_of_calls_is_kept(lab: Lab) -> None:
    lab.clock.goes_on(minutes=5)
    found = audit(lab.world, ["alpha"], calls=1)
    assert [(s.calls, s.whole) for s in found.streams] == [(1, False)]


def test_sampled_audits_go_round_all_records_in_turn(lab: Lab) -> None:
    for number in range(2, 6):
        lab["alpha"].user_creates(f"a{number}", email=f"p{number}@example.com", family="佐藤")
    lab.sync()
    for record in lab["alpha"].records.values():
        record["job"] = "社長"
    lab.clock.goes_on(minutes=5)
    rounds = [audit(lab.world, ["alpha"], sample=2).streams[0] for _ in range(3)]
    assert [found.compared for found in rounds] == [2, 2, 2]
    assert len({drift.record for found in rounds for drift in found.drifts}) == 5
