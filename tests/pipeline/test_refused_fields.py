"""One field that a system refuses keeps no other field of its record away, and the run names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hub.sdk.records import Change, PushResult
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}
NEW_PHONE = "03-9999-0000"


@pytest.fixture
def both(lab: Lab) -> Lab:
    """Somebody whom both systems know."""
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    return lab


def _refuses(lab: Lab, bad: Callable[[dict[str, Any]], bool], says: str) -> list[dict[str, Any]]:
    """beta refuses updates that say this; what it was asked to write."""
    beta, plain = lab["beta"], lab["beta"].carry_out
    asked: list[dict[str, Any]] = []

    def carry_out(change: Change) -> PushResult:
        if change.operation == "update":
            asked.append(dict(change.payload))
            if bad(asked[-1]):
                return PushResult(change.key, "rejected", message=says)
        return plain(change)

    beta.carry_out = carry_out  # type: ignore[method-assign]
    return asked


def _in_beta(lab: Lab, field: str) -> Any:
    return lab["beta"].records["b1"].get(field)


@pytest.mark.parametrize("says", ["phone: invalid", "登録できません"], ids=["named", "not named"])
def test_what_is_typed_after_a_refusal_arrives(both: Lab, says: str) -> None:
    _refuses(both, lambda payload: "phone" in payload, says)
    both["alpha"].user_edits("a1", phone=NEW_PHONE)
    both.sync()
    for number in range(3):
        both["alpha"].user_edits("a1", job=f"役職{number}")
        both.sync()
        assert _in_beta(both, "job") == f"役職{number}"


def test_the_run_names_what_it_left_out(both: Lab) -> None:
    _refuses(both, lambda payload: "phone" in payload, "登録できません")
    both["alpha"].user_edits("a1", phone=NEW_PHONE)
    both.sync()
    both["alpha"].user_edits("a1", job="部長")
    report = both.sync()
    assert report.ledger.not_planned["beta/people"]["refused_fields: phone"] == 1


def test_what_was_refused_together_with_a_field_that_is_named_is_written_without_it(both: Lab) -> None:
    _refuses(both, lambda payload: "phone" in payload, "phone: invalid")
    both["alpha"].user_edits("a1", phone=NEW_PHONE, job="部長")
    both.sync()
    both.sync()
    assert (_in_beta(both, "job"), _in_beta(both, "phone")) == ("部長", YAMADA["phone"])


def test_what_hung_on_another_field_is_written_once_that_is_there(both: Lab) -> None:
    _refuses(both, lambda payload: "phone" in payload and not _in_beta(both, "job"), "登録できません")
    both["alpha"].user_edits("a1", phone=NEW_PHONE)
    both.sync()
    both["alpha"].user_edits("a1", job="部長")
    both.sync()
    both.sync()
    assert (_in_beta(both, "job"), _in_beta(both, "phone")) == ("部長", NEW_PHONE)


def test_a_field_that_was_mended_is_written(both: Lab) -> None:
    _refuses(both, lambda payload: payload.get("phone") == NEW_PHONE, "phone: invalid")
    both["alpha"].user_edits("a1", phone=NEW_PHONE, job="部長")
    both.sync()
    both["alpha"].user_edits("a1", phone="03-8888-0000")
    both.sync()
    assert (_in_beta(both, "job"), _in_beta(both, "phone")) == ("部長", "03-8888-0000")


def test_what_is_refused_whatever_is_left_out_is_not_sent_for_ever(both: Lab) -> None:
    asked = _refuses(both, lambda payload: True, "phone: invalid")
    both["alpha"].user_edits("a1", phone=NEW_PHONE, job="部長")
    for _ in range(6):
        both.sync()
    assert len(asked) <= 3
