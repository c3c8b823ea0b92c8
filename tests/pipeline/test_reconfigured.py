"""A configuration that changes between two runs is followed: by what was stored, and by what waits to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from hub.bootstrap import take_over
from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from hub.store import intents, outbox
from hub.sync.reasons import Reason, read_reason
from hub.sync.world import ConnectionSetup, PushPolicy
from tests.pipeline.edits import story_values
from tests.pipeline.lab import PEOPLE, Lab, compiled

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp", "phone": "03-1234-5678"}
SATO = {"family": "佐藤", "given": "花子", "email": "sato@example.jp"}


def _reconfigure(lab: Lab, name: str, **changed: Any) -> None:
    """Start the hub with another configuration of one stream."""
    connections = dict(lab.world.connections)
    setup = connections[name]
    connections[name] = ConnectionSetup(name, setup.connector, {"people": replace(setup.streams["people"], **changed)})
    lab.world = replace(lab.world, connections=connections)
    take_over(lab.world)


def _disable(lab: Lab, name: str) -> None:
    lab.world = replace(lab.world, connections={n: c for n, c in lab.world.connections.items() if n != name})
    take_over(lab.world)


def _is_down(changes: Sequence[Change]) -> Iterator[PushResult]:
    raise RetryLaterError("out of order")


def _waits_for_beta(lab: Lab, **edit: str) -> None:
    """Both hold a customer; an edit waits because beta takes nothing."""
    take_over(lab.world)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab["alpha"].user_edits("a1", **edit)
    lab["beta"].fault = _is_down
    lab.sync()
    lab["beta"].fault = lambda changes: None


def _dropped(lab: Lab) -> list[str]:
    with lab.database.begin() as tx:
        reasons = [read_reason(row.message) for row in outbox.listing(tx, ["dropped"])]
    return [reason.code for reason in reasons if reason is not None]


def test_what_happened_while_a_connection_was_disabled_reaches_it_afterwards(lab: Lab) -> None:
    take_over(lab.world)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    whole = lab.world
    _disable(lab, "beta")
    lab["alpha"].user_edits("a1", job="部長")
    lab["alpha"].user_creates("a2", **SATO)
    lab.sync()
    lab.world = whole
    take_over(lab.world)
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    assert len(lab["beta"].records) == 2


def test_a_write_that_waits_for_a_connection_outlives_its_being_disabled(lab: Lab) -> None:
    _waits_for_beta(lab, job="部長")
    _disable(lab, "beta")
    lab["alpha"].user_edits("a1", notes="x")
    lab.sync()
    with lab.database.begin() as tx:
        (waiting,) = outbox.listing(tx, ["pending"])
    assert "部長" in waiting.payload


def test_what_waited_for_a_disabled_connection_goes_over_nothing_that_was_typed_there_meanwhile(lab: Lab) -> None:
    whole = lab.world
    _waits_for_beta(lab, job="部長", notes="x")
    _disable(lab, "beta")
    lab["beta"].user_edits("b1", job="社長")
    lab.world = whole
    take_over(lab.world)
    lab.sync()
    beta, alpha = lab["beta"].records["b1"], lab["alpha"].records["a1"]
    assert [(r["job"], r["notes"]) for r in (beta, alpha)] == [("社長", "x"), ("社長", "x")]


def test_what_may_not_be_written_any_more_is_not_sent(lab: Lab) -> None:
    _waits_for_beta(lab, job="部長")
    _reconfigure(lab, "beta", push=PushPolicy())
    lab.sync()
    assert (lab["beta"].writes, _dropped(lab)) == ([], ["not_allowed"])


def test_what_may_not_be_created_any_more_is_not_created_while_updates_go_on(lab: Lab) -> None:
    _waits_for_beta(lab, job="部長")
    lab["beta"].fault = _is_down
    lab["alpha"].user_creates("a2", **SATO)
    lab.sync()
    lab["beta"].fault = lambda changes: None
    _reconfigure(lab, "beta", push=PushPolicy(update=True))
    lab.sync()
    assert lab["beta"].records == {"b1": {**YAMADA, "job": "部長"}}
    assert sorted(_dropped(lab)) == ["not_allowed", "reconfigured"]


@pytest.mark.parametrize("policy", [PushPolicy(), PushPolicy(create=True, delete="delete")])
def test_a_push_sends_only_what_the_configuration_allows_whatever_was_planned(lab: Lab, policy: PushPolicy) -> None:
    _waits_for_beta(lab, job="部長")
    before = lab.world
    _reconfigure(lab, "beta", push=policy)
    narrow, lab.world = lab.world, before
    take_over(lab.world)
    lab.sync(steps=("plan",))
    lab.world = narrow
    lab.sync(steps=("push",))
    assert lab["beta"].writes == []
    assert _dropped(lab)[-1] == "not_allowed"


def test_an_erasure_that_a_person_ordered_is_carried_out_whatever_is_allowed_by_now(lab: Lab) -> None:
    _waits_for_beta(lab, job="部長")
    beta = lab.world.connections["beta"].streams["people"].stream_id
    with lab.database.begin() as tx:
        row = (beta, 1, "b1", "delete", b"{}", b"{}", None, "pending", "", intents.ERASURE)
        outbox.insert(tx, [row], lab.world.now_text())
    _reconfigure(lab, "beta", push=PushPolicy())
    lab.sync()
    assert [change.operation for change in lab["beta"].writes] == ["delete"]


def test_what_is_allowed_again_is_written(lab: Lab) -> None:
    _waits_for_beta(lab, job="部長")
    _reconfigure(lab, "beta", push=PushPolicy())
    lab.sync()
    _reconfigure(lab, "beta", push=PushPolicy(update=True))
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"


def _differ_while_beta_is_only_read(lab: Lab) -> None:
    take_over(lab.world)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    _reconfigure(lab, "beta", push=PushPolicy())
    lab["beta"].user_edits("b1", job="課長")
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    assert (lab["beta"].records["b1"]["job"], lab.conflicts()) == ("課長", [])


def test_what_lost_while_a_system_was_only_read_is_a_conflict_once_it_is_written_over(lab: Lab) -> None:
    _differ_while_beta_is_only_read(lab)
    _reconfigure(lab, "beta", push=PushPolicy(update=True))
    lab.sync()
    assert lab["beta"].records["b1"]["job"] == "部長"
    (conflict,) = lab.conflicts()
    assert (conflict.state, story_values(conflict.doc)) == (
        "auto",
        [("beta/people/b1#person", {"occupation": "課長"})],
    )


@pytest.mark.parametrize("where", ["alpha", "beta"])
def test_what_lost_while_a_system_was_only_read_and_was_typed_over_since_is_none(lab: Lab, where: str) -> None:
    _differ_while_beta_is_only_read(lab)
    lab[where].user_edits(f"{where[0]}1", job="部長" if where == "beta" else "課長")
    lab.sync()
    _reconfigure(lab, "beta", push=PushPolicy(update=True))
    lab.sync()
    assert lab.conflicts() == []


def test_the_reason_is_told(lab: Lab) -> None:
    _waits_for_beta(lab, job="部長")
    _reconfigure(lab, "beta", push=PushPolicy())
    told = {"stream": "beta/people", "writes": 1, "why": str(Reason("not_allowed"))}
    assert ("writes_withdrawn", told) in lab.events


def _reads(lab: Lab, name: str, before: str, after: str) -> None:
    """Start the hub with a mapping in which one line has changed."""
    assert before in PEOPLE
    _reconfigure(lab, name, mapping=compiled(PEOPLE.replace(before, after)), mapping_digest=after)


def test_a_field_that_is_not_mapped_any_more_says_nothing(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab.clock.goes_on(minutes=1)
    lab["beta"].user_creates("b1", **YAMADA, job="ごみ")
    lab.sync()
    assert lab["alpha"].records["a1"]["job"] == "ごみ"
    _reads(lab, "beta", "      occupation: job\n", "")
    lab.sync()
    assert lab.people()[0]["occupation"] == "部長"
    assert [lab[name].records[i]["job"] for name, i in (("alpha", "a1"), ("beta", "b1"))] == ["部長", "ごみ"]


def test_what_somebody_typed_into_a_field_that_is_not_mapped_any_more_says_nothing_either(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab["beta"].user_creates("b1", **YAMADA, job="部長")
    lab.sync()
    lab["beta"].user_edits("b1", job="ごみ")
    lab.sync()
    _reads(lab, "beta", "      occupation: job\n", "")
    lab.sync()
    assert lab.people()[0]["occupation"] == "部長"


def test_a_field_that_is_read_from_another_column_says_what_stands_there(lab: Lab) -> None:
    lab["beta"].user_creates("b1", **YAMADA, job="ごみ", title="部長")
    lab["beta"].user_creates("b2", **SATO, job="ごみ")
    lab.sync()
    _reads(lab, "beta", "occupation: job", "occupation: title")
    lab.sync()
    assert [person.get("occupation") for person in lab.people()] == ["部長", None]


def test_what_the_hub_wrote_into_the_column_of_before_is_written_into_the_new_one(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, job="部長")
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab.sync()
    _reads(lab, "beta", "occupation: job", "occupation: title")
    lab.sync()
    assert lab["beta"].records["b1"]["title"] == "部長"


def test_a_field_that_only_has_other_words_keeps_what_was_known_of_it(lab: Lab) -> None:
    """The last payload does not speak of it, which says nothing."""
    lab["beta"].user_creates("b1", **YAMADA, job="部長")
    lab.sync()
    del lab["beta"].records["b1"]["job"]
    lab["beta"].user_edits("b1", notes="x")
    lab.sync()
    _reads(lab, "beta", "occupation: job", "occupation: {from: job, when_blank: unknown}")
    lab.sync()
    assert lab.people()[0]["occupation"] == "部長"


@pytest.mark.parametrize("after", ["", "      contact_email: {from: may_mail, with: boolean}\n"])
def test_an_opt_out_stands_although_its_field_is_mapped_no_more_or_elsewhere(lab: Lab, after: str) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA, mail_ok="false")
    lab.sync()
    _reads(lab, "beta", "      contact_email: {from: mail_ok, with: boolean}\n", after)
    lab.sync()
    assert lab.people()[0]["contact_email"] is False
