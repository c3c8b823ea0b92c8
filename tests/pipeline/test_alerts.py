"""People are told what needs them: once, by every channel that works, and without a personal value."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from hub.alerts.channels import Channel
from hub.alerts.compose import Message, Writer
from hub.alerts.desk import Desk
from hub.config.notices import DigestRole
from hub.merging.rules import Rule
from hub.schedule import Loaded
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.steward.status import status
from hub.store import alerts
from hub.sync.world import Brake
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_schedule import Desk as Schedule
from tests.pipeline.test_schedule import MakeDesk, make_desk

__all__ = ["make_desk"]

TOKYO = ZoneInfo("Asia/Tokyo")
YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


class Readers:
    """Who reads a channel; `is_away`: nothing arrives there."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.is_away = False

    def take(self, message: Message) -> None:
        if self.is_away:
            raise ConnectionRefusedError(111, "Connection refused")
        self.got.append(message)

    @property
    def said(self) -> list[str]:
        return [line for message in self.got for line, _ in message.lines]


def desk(readers: Readers, *digest: DigestRole, at_once: bool = True) -> Desk:
    channel = Channel("ops", at_once, digest, readers.take)
    return Desk([channel], Writer("en", "https://hub.example"), time(8, 30), TOKYO)


def attend(lab: Lab, of: Desk, **by: float) -> None:
    lab.clock.goes_on(**by)
    of.attend(lab.world)


def refusing(lab: Lab) -> Lab:
    lab["alpha"].pull_error = PersonNeededError("the token of 山田 太郎 <yamada@example.co.jp> was revoked")
    lab.sync()
    return lab


def test_a_paused_connection_is_told_once_with_the_way_there_and_without_what_the_system_said(lab: Lab) -> None:
    readers = Readers()
    for _ in range(3):
        attend(refusing(lab), desk(readers), minutes=10)
    (message,) = readers.got
    assert message.subject == "[customer-hub] A person is needed: alpha · paused"
    assert [link for _, link in message.lines] == ["https://hub.example/systems"]
    with lab.database.begin() as tx:
        stored = [row._asdict() for row in alerts.listing(tx)]
    told = message.text() + repr(stored)
    assert [value for value in ("山田", "yamada@", "revoked") if value in told] == []


def test_several_troubles_are_one_message(lab: Lab) -> None:
    readers = Readers()
    lab["beta"].pull_error = PersonNeededError("no")
    attend(refusing(lab), desk(readers))
    assert [len(message.lines) for message in readers.got] == [2]


def test_a_system_that_is_down_for_a_while_is_not_told_of_before_an_hour(lab: Lab) -> None:
    readers = Readers()
    lab["alpha"].pull_error = RetryLaterError("busy")
    lab.sync()
    attend(lab, desk(readers), minutes=59)
    attend(lab, desk(readers), minutes=59)
    assert readers.got == []
    attend(lab, desk(readers), minutes=2)
    assert "more than an hour" in readers.said[0]


def test_a_connection_that_fell_silent_is_told_by_its_name(lab: Lab) -> None:
    readers = Readers()
    desk(readers).attend(lab.world, ["alpha"])
    assert [line.partition(":")[0] for line in readers.said] == ["alpha"]


def test_what_the_brake_holds_is_told(make_lab: MakeLab) -> None:
    lab, readers = make_lab(brake=Brake(0, 0.0)), Readers()
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    attend(lab, desk(readers))
    assert "the brake holds" in readers.said[0]


def test_conflicts_that_hold_a_write_are_told_with_their_number(make_lab: MakeLab) -> None:
    lab, readers = make_lab(rules={("person", "occupation"): Rule(review=True)}), Readers()
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    lab["beta"].user_edits(next(iter(lab["beta"].records)), job="課長")
    lab.sync()
    attend(lab, desk(readers))
    assert readers.said == ["Conflicts that wait for a decision and hold what was to be written: 1."]


def test_a_channel_that_fails_is_tried_again_and_stands_in_the_status_until_it_works(lab: Lab) -> None:
    readers = Readers()
    readers.is_away = True
    attend(refusing(lab), desk(readers))
    (untold,) = [alarm for alarm in status(lab.world).alarms if alarm.kind == "untold"]
    assert (untold.subject, str(untold.reason)) == ("ops", "the notice was not taken (ConnectionRefusedError 111)")
    readers.is_away = False
    lab["alpha"].pull_error = None
    lab.sync()
    attend(lab, desk(readers))
    assert len(readers.got) == 1
    assert [alarm for alarm in status(lab.world).alarms if alarm.kind == "untold"] == []


def test_a_channel_that_is_no_more_is_forgotten(lab: Lab) -> None:
    readers = Readers()
    readers.is_away = True
    attend(refusing(lab), desk(readers))
    attend(lab, replace(desk(readers), channels=[Channel("other", False, (), readers.take)]))
    assert status(lab.world).alarms[-1].kind != "untold"


@pytest.mark.parametrize("fails", [False, True])
def test_a_stop_waits_for_no_channel_that_hangs_and_the_next_start_tells_what_it_had(lab: Lab, fails: bool) -> None:
    stopping, over = threading.Event(), threading.Event()

    def hangs(message: Message) -> None:
        stopping.set()
        over.wait()
        if fails:
            raise ConnectionResetError(104, "Connection reset")

    other = Readers()
    channels = [Channel("ops", True, (), hangs), Channel("sales", True, (), other.take)]
    asked = replace(refusing(lab).world, is_stopping=stopping.is_set)
    replace(desk(Readers()), channels=channels).attend(asked)
    over.set()
    assert other.got == []
    assert [event for event, _ in lab.events if event.startswith("notice_")] == ["notice_left"]
    ops = Readers()
    channels = [Channel("ops", True, (), ops.take), Channel("sales", True, (), other.take)]
    for _ in range(2):
        replace(desk(ops), channels=channels).attend(lab.world)
    assert [len(readers.got) for readers in (ops, other)] == [1, 1]


def test_a_message_that_is_taken_while_the_hub_stops_is_not_sent_again(lab: Lab) -> None:
    stopping, readers = threading.Event(), Readers()

    def takes(message: Message) -> None:
        stopping.set()
        readers.take(message)

    asked = replace(refusing(lab).world, is_stopping=stopping.is_set)
    replace(desk(readers), channels=[Channel("ops", True, (), takes)]).attend(asked)
    attend(lab, desk(readers), minutes=1)
    assert len(readers.got) == 1


def test_a_digest_comes_each_morning_with_what_waits_for_its_role(lab: Lab) -> None:
    readers = Readers()
    refusing(lab)  # it is 18:00 in Tokyo
    of = desk(readers, "operator", "accountant", at_once=False)
    attend(lab, of)
    attend(lab, of, hours=14)
    attend(lab, of, minutes=30)
    attend(lab, of, hours=1)
    # What was due at half past eight comes once; accountants have nothing to do, and are left in peace.
    assert [message.subject for message in readers.got] == ["[customer-hub] To do today (operations): 1"] * 2
    assert set(readers.said) == {"Systems that need care: 1"}


def test_the_schedule_says_when_a_changed_configuration_was_refused(make_desk: MakeDesk, lab: Lab) -> None:
    readers = Readers()

    def load() -> Loaded:
        if scheduled.configuration == "wrong":
            raise ValueError("no")
        return replace(scheduled.loaded(), desk=desk(readers))

    scheduled: Schedule = make_desk(lab=lab, load=load)
    for configuration in ("with channels", "wrong"):
        scheduled.configuration = configuration
        scheduled.scheduler.look_at_configuration()
        scheduled.scheduler.tell_people()
    assert ["config.yaml is wrong" in line for line in readers.said] == [True]
