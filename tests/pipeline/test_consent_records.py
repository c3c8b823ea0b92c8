"""A stored consent that is younger than an opt-out proves it ended, and one that says no is an opt-out itself."""

from __future__ import annotations

from typing import Any

import pytest

from hub.steward.conflicts import open_conflicts
from hub.steward.decide import pin
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

# A form on which people say who they are, and whether they may be e-mailed.
FORMS = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  person:
    fields:
      family_name: family
      email: {from: email, with: email}
      contact_email: {from: mail_ok, with: boolean}
  consent:
    fields:
      person: {part: person}
      channel: channel
      state: {from: agreed, values: {はい: opt_in, いいえ: opt_out}}
      at: {from: signed, with: datetime}
      proof: form
"""
BEFORE, AFTER, LATER = "2026-04-01 12:00", "2026-04-03 12:00", "2026-04-05 12:00"


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Somebody who has opted out in one of two systems, and whom both know."""
    made = make_lab(mapping=FORMS, push=PushPolicy(update=True))
    for name, system in made.systems.items():
        system.user_creates(f"{name}-1", family="山田", email="y@example.jp", mail_ok="true")
    made.sync()
    made.clock.goes_on(days=1)
    made["alpha"].user_edits("alpha-1", mail_ok="false")
    made.sync()
    made.clock.goes_on(days=7)
    assert made.people()[0]["contact_email"] is False
    return made


def signs(lab: Lab, name: str = "beta", at: str = AFTER, agreed: str = "はい", **more: Any) -> None:
    form = {"channel": "email", "agreed": agreed, "signed": at, "form": "申込書 12", **more}
    lab[name].user_edits(f"{name}-1", **form)
    lab.sync()
    lab.sync()


def permission(lab: Lab) -> Any:
    return lab.people()[0].get("contact_email")


def test_a_younger_consent_ends_the_opt_out_everywhere(lab: Lab) -> None:
    signs(lab)
    assert permission(lab) is True
    assert [str(s.records[f"{n}-1"]["mail_ok"]).lower() for n, s in lab.systems.items()] == ["true", "true"]
    assert lab.sync().ledger.written == 0
    with lab.database.begin() as tx:
        [(reason, at)] = tx.rows("SELECT reason, at FROM decision WHERE kind = 'choose'")
    assert ("申込書 12" in reason, at[:10]) == (True, "2026-04-03")


@pytest.mark.parametrize(
    "form",
    [
        {"at": BEFORE},
        {"agreed": "いいえ"},
        {"channel": "phone"},
        {"signed": ""},
    ],
)
def test_what_is_no_younger_consent_to_this_channel_proves_nothing(lab: Lab, form: dict[str, Any]) -> None:
    signs(lab, **form)
    assert permission(lab) is False


def test_an_opt_out_after_the_consent_wins(lab: Lab) -> None:
    signs(lab)
    lab["alpha"].user_edits("alpha-1", mail_ok="false")
    lab.sync()
    assert permission(lab) is False
    assert lab.sync().open_conflicts == 0


def test_a_consent_that_was_taken_back_by_a_younger_one_proves_nothing(lab: Lab) -> None:
    lab["alpha"].user_edits("alpha-1", channel="email", agreed="いいえ", signed=LATER)
    signs(lab)
    assert permission(lab) is False


def test_a_waiting_tick_is_answered_by_the_consent(lab: Lab) -> None:
    lab["beta"].user_edits("beta-1", mail_ok="true")
    lab.sync()
    assert len(open_conflicts(lab.world).conflicts) == 1
    signs(lab)
    assert (permission(lab), open_conflicts(lab.world).conflicts) == (True, [])


def test_a_consent_that_says_no_is_an_opt_out_until_a_younger_one_says_yes(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=FORMS, push=PushPolicy(update=True))
    for name, system in lab.systems.items():
        system.user_creates(f"{name}-1", family="山田", email="y@example.jp", mail_ok="true")
    lab.sync()
    lab.clock.goes_on(days=7)
    signs(lab, agreed="いいえ")
    assert permission(lab) is False
    assert [str(s.records[f"{n}-1"]["mail_ok"]).lower() for n, s in lab.systems.items()] == ["false", "false"]
    signs(lab, at=LATER)
    assert permission(lab) is True
    assert lab.sync().ledger.written == 0


def test_a_consent_that_says_no_does_not_undo_a_younger_proof(lab: Lab) -> None:
    pin(lab.world, "person/1", "contact_email", True, "佐藤", "申込書")
    lab.sync()
    signs(lab, agreed="いいえ", at=BEFORE)
    assert permission(lab) is True


def test_what_a_person_pinned_stands(lab: Lab) -> None:
    pin(lab.world, "person/1", "contact_email", False, "佐藤")
    lab.sync()
    signs(lab, at=LATER)
    assert permission(lab) is False


def test_a_consent_from_the_future_is_from_today(lab: Lab) -> None:
    signs(lab, at="2099-01-01 00:00")
    lab.clock.goes_on(days=1)
    lab["alpha"].user_edits("alpha-1", mail_ok="false")
    lab.sync()
    assert permission(lab) is False
