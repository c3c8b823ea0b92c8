"""A world of the webhooks' proof: people who edit, systems that tell of it, and the schedule of a hub that listens.

Laws: what a true event told of is read within the lag of its system and the spacing of pulls, and pulls are bounded.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hub.config.timing import parse_trigger
from hub.schedule import JobPlan, Loaded, Scheduler
from hub.schedule.gate import Gate
from hub.schedule.notices import SPACING
from hub.schedule.record import recorded
from hub.schedule.sending import send
from hub.schedule.work import decide, pull
from hub.store import streams
from tests.pipeline.hooked import HookedLab
from tests.proof.webhook_posts import Book, Event, Post
from tests.proof.webhook_story import EVENTS, NAMES, Delivery, Edit, Story

FAMILIES = ("山田", "佐藤", "鈴木", "高橋", "伊藤", "渡辺", "中村", "小林")
RARELY, SLOT = parse_trigger("every 8h"), timedelta(hours=8)
# A pull takes some milliseconds by the clock of these worlds, which goes on at each look, and may wait for others.
SECOND = timedelta(seconds=1)
# Jobs begin at such moments and one after the other, so that they begin at the same ones in a world without webhooks,
# and the milliseconds by which a write there is earlier or later decide nothing.
STEP = timedelta(milliseconds=200)


def _next_step(moment: datetime) -> datetime:
    return moment + -(moment - datetime.min.replace(tzinfo=moment.tzinfo)) % STEP


class Place:
    """A hub, its systems, and the people who edit there."""

    def __init__(self, lab: HookedLab) -> None:
        self.lab = lab
        self.gate = Gate()
        self.began_at = lab.clock.moment

    def comes_to(self, at: timedelta) -> None:
        self.lab.clock.moment = max(self.lab.clock.moment, self.began_at + at)

    def does(self, edit: Edit) -> str | None:
        """The id of the record that was edited."""
        self.comes_to(edit.at)
        system, email = self.lab[edit.system], f"p{edit.person}@example.jp"
        found = [i for i, record in system.records.items() if record.get("email") == email]
        if not found and f"{edit.system}-u{edit.person}" not in system.deleted:
            family = {"family": FAMILIES[edit.person], "given": "一郎", "email": email}
            return system.user_creates(f"{edit.system}-u{edit.person}", **family, **edit.fields)
        if not found:
            return None
        if edit.deletes:
            system.user_deletes(found[0])
        else:
            system.user_edits(found[0], **edit.fields)
        return found[0]

    def works(self, job: str) -> None:
        """One job of a schedule, as it came elsewhere."""
        world, (name, _, direction) = self.lab.world, job.partition(":")
        if direction == "pull":
            recorded(world, job, lambda: pull(world, name))
        elif direction == "push":
            recorded(world, job, lambda: send(world, name, self.gate))
        else:
            recorded(world, job, lambda: decide(world, self.gate))

    def held(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {name: dict(system.records) for name, system in self.lab.systems.items()}

    def contents(self) -> list[str]:
        """What the systems and the golden records say, whatever their ids."""
        held = [(name, record) for name, system in self.lab.systems.items() for record in system.records.values()]
        return sorted(msgspec.json.encode(one, order="sorted").decode() for one in [*held, *self.lab.people()])


@dataclass
class HookedWorld:
    """A world whose systems send events, and the schedule of its hub; `trace` is what a world without them repeats."""

    place: Place
    story: Story
    chance: random.Random
    book: Book = field(default_factory=Book)
    trace: list[tuple[datetime, str | Edit]] = field(default_factory=list)
    events: dict[int, Event] = field(default_factory=dict)
    read_by: list[tuple[datetime, int, datetime]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.lab = self.place.lab
        self.post = Post(self.lab, self.book, self.chance)
        plans = [JobPlan(name, "pull", RARELY) for name in NAMES]
        loaded = Loaded(self.lab.world, plans, ZoneInfo("Asia/Tokyo"))
        now = lambda: self.lab.clock.moment  # noqa: E731
        self.schedule = Scheduler(loaded, threading.Event(), now=now, random=self.chance)

    def live(self) -> None:
        """The whole story, and an hour in which nothing happens any more."""
        self.schedule.start(is_paused=True)
        try:
            for step in self.story.steps():
                self._goes_on(step.at)
                if isinstance(step, Edit):
                    self._edited(step)
                else:
                    self._delivered(step)
            self._goes_on(step.at + timedelta(hours=1))
        finally:
            self.schedule.stop()
        self._judge_pulls()

    def _goes_on(self, until: timedelta) -> None:
        """The schedule works up to this moment."""
        end, appointments = self.place.began_at + until, self.schedule.appointments
        self.schedule.look_for_notices()
        while (soonest := min(appointments.agenda().values())) <= end:
            self._judge_reading(soonest)
            self.lab.clock.moment = at = _next_step(max(self.lab.clock.moment, soonest))
            waiting = sorted((due, job) for job, due in appointments.agenda().items() if due <= at)
            for _, job in waiting[1:]:
                appointments.book(job, at + STEP)
            self.trace += [(at, job) for job in appointments.call_due()]
            self._tells_writes()
            self.schedule.look_for_notices()
        self._judge_reading(end)
        self.place.comes_to(until)

    def _edited(self, edit: Edit) -> None:
        self.trace.append((self.lab.clock.moment, edit))
        record_id = self.place.does(edit)
        system = self.lab.hooked(edit.system)
        self.events[edit.number] = Event(system, system.event(f"e{edit.number}", record_id or "nobody"))

    def _delivered(self, one: Delivery) -> None:
        """Where events come in crowds, the one before comes with it: it may be known, or one that would never come."""
        event, before = self.events[one.number], self.events.get(one.number - 1)
        crowd = [before] if one.in_a_crowd and before is not None and before.system is event.system else []
        if self.post.delivers(one, *crowd, event):
            told = datetime.fromisoformat(event.document["at"])
            wait = timedelta(seconds=self.story.lag_s) + SPACING + SECOND
            self.read_by.append((self.lab.clock.moment + wait, one.number, told))

    def _tells_writes(self) -> None:
        """The systems tell of the hub's own writes, too."""
        for name in NAMES:
            system = self.lab.hooked(name)
            for at in range(self.told[name], len(system.writes)):
                if self.chance.random() < 0.5:
                    event = system.event(f"w{at}", system.writes[at].external_id or "created")
                    self.post.receives(name, system.request(event))
            self.told[name] = len(system.writes)

    def _judge_reading(self, now: datetime) -> None:
        for late in [one for one in self.read_by if one[0] < now]:
            self.read_by.remove(late)
            _, number, told = late
            system = self.events[number].system
            changes = system.changes(told)
            with self.lab.database.begin() as tx:
                cursor, _ = streams.standing(tx, streams.stream_id(tx, system.name, "people"))
            if changes and (cursor is None or datetime.fromisoformat(cursor) < max(changes)):
                self.book.broke(number, f"read up to {cursor}, although an event told of {max(changes)}")
            self.book.count(number, "read in time")

    def _judge_pulls(self) -> None:
        """At most one for each new event (a second one where the index lags), and no two within the spacing."""
        slots = (self.lab.clock.moment - self.place.began_at) // SLOT + 2
        for name in NAMES:
            pulls = [at for at, what in self.trace if what == f"{name}:pull"]
            close = [b for a, b in pairwise(pulls) if b - a < SPACING - SECOND]
            if len(pulls) > slots + self.post.new[name] * (2 if self.story.lag_s else 1):
                self.book.broke(EVENTS - 1, f"{len(pulls)} pulls of {name} for {self.post.new[name]} new events")
            if len(close) > slots:
                self.book.broke(EVENTS - 1, f"pulls of {name} follow each other within {SPACING}: {close}")
            self.book.count(EVENTS - 1, "pulls", len(pulls))
