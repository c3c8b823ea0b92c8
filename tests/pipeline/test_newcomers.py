"""Who comes to a customer that is two goes with his own when the two are parted again."""

from __future__ import annotations

import pytest

from hub.steward.pairs import join
from hub.steward.undo import undo
from hub.steward.undoing import Undo, Undoable
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

ICHIRO = {"family": "山田", "given": "一郎", "email": "ichiro@example.jp"}
HANAKO = {"family": "佐藤", "given": "花子", "email": "hanako@example.jp"}


@pytest.fixture
def mixed(make_lab: MakeLab) -> Lab:
    """Ichiro and Hanako, who are joined by mistake; and the hub makes nobody."""
    lab = make_lab(("alpha", "beta", "gamma"), push=PushPolicy(update=True))
    lab["alpha"].user_creates("a1", **ICHIRO)
    lab.sync()
    lab["beta"].user_creates("b1", **HANAKO)
    lab.sync()
    join(lab.world, "alpha/people/a1", "beta/people/b1", "hanako")
    lab.sync()
    return lab


def _comes(lab: Lab, person: dict[str, str]) -> None:
    """A card of one of the two, which is kept in gamma."""
    lab["gamma"].user_creates("g1", **person)
    lab.sync()


def _undo(lab: Lab, **named: object) -> Undo:
    return undo(lab.world, Undoable(**named), "hanako")  # type: ignore[arg-type]


def _customers(lab: Lab) -> dict[str, int]:
    with lab.database.begin() as tx:
        return dict(
            tx.rows(
                "SELECT r.external_id, c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
                "JOIN raw_record r ON r.id = s.raw_id"
            )
        )


@pytest.mark.parametrize("named", [{"decision": 1}, {"merge": "person/2"}, {"run": 3}])
def test_a_newcomer_goes_with_the_one_who_was_merged_away(mixed: Lab, named: dict[str, object]) -> None:
    _comes(mixed, HANAKO)
    assert _customers(mixed) == {"a1": 1, "b1": 1, "g1": 1}
    told = _undo(mixed, **named)
    assert told.parted == ["beta/people/b1#person", "gamma/people/g1#person"]
    for _ in range(2):
        assert _customers(mixed) == {"a1": 1, "b1": 2, "g1": 2}
        mixed.sync()
    assert [mixed[name].records[i]["email"] for name, i in (("alpha", "a1"), ("beta", "b1"), ("gamma", "g1"))] == [
        ICHIRO["email"],
        HANAKO["email"],
        HANAKO["email"],
    ]


def test_a_newcomer_of_the_one_who_stayed_stays_there(mixed: Lab) -> None:
    _comes(mixed, ICHIRO)
    _undo(mixed, decision=1)
    mixed.sync()
    customers = _customers(mixed)
    assert (customers["a1"], customers["b1"]) == (1, 2)
    assert customers["g1"] != customers["b1"]


def test_an_undo_of_the_undo_brings_the_newcomer_back_too(mixed: Lab) -> None:
    _comes(mixed, HANAKO)
    done = _undo(mixed, decision=1)
    mixed.sync()
    _undo(mixed, run=done.run)
    mixed.sync()
    assert len(set(_customers(mixed).values())) == 1
