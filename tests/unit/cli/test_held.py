"""What waits for a person: the brake's writes, and creations whose answer was lost."""

from __future__ import annotations

from hub.cli.held import Held
from hub.steward.release import let_go
from hub.store import outbox
from tests.pipeline.conftest import MakeLab, lab, make_lab
from tests.pipeline.lab import Lab

__all__ = ["MakeLab", "lab", "make_lab"]


def _holds(lab: Lab, state: str, message: str) -> None:
    stream = lab.world.streams()[0].stream_id
    row = (stream, 1, None, "create", "{}", "{}", None, state, message, 1)
    with lab.database.begin() as tx:
        outbox.insert(tx, [row], lab.world.now_text())


def test_the_brake_is_told_from_a_lost_answer(lab: Lab) -> None:
    _holds(lab, "held", "brake: 900 writes planned")
    _holds(lab, "lost", "outcome unknown; look into alpha/people")
    with lab.database.begin() as tx:
        assert Held.of(tx, lab.world).counts(lab.world) == {"alpha/people": {"held": 1, "lost": 1}}


def test_letting_the_brake_go_leaves_lost_creations_alone(lab: Lab) -> None:
    _holds(lab, "held", "brake: 900 writes planned")
    _holds(lab, "lost", "outcome unknown; look into alpha/people")
    with lab.database.begin() as tx:
        let_go(tx, Held.of(tx, lab.world).braked)
        assert [intent.message for intent in outbox.listing(tx, ["held", "lost"])] == [
            "outcome unknown; look into alpha/people"
        ]
