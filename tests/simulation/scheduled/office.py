"""A world whose hub keeps a timetable: what befalls a run in the lab befalls any job of a stretch of time here."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from hub.schedule.sending import FRESH
from hub.sdk.records import Change
from hub.sync.run import Report
from tests.simulation.faults import Fault, Rival
from tests.simulation.hub import Configuration
from tests.simulation.office import RUNS_TO_REST, Office
from tests.simulation.process import Orders
from tests.simulation.scheduled.hub import ScheduledHub
from tests.simulation.scheduled.story import Story
from tests.simulation.system import System
from tests.simulation.trace import Trace

# Its own time, and one each half minute for what is to be written.
MOST_LOOKS = 5
# What virtual time a push itself may take.
_SLACK = timedelta(seconds=30)


class ScheduledOffice(Office):
    """The lab's office; a run there is a stretch of time here."""

    hub: ScheduledHub

    def __init__(self, story: Story, trace: Trace) -> None:
        self._story, self._plans = story, [plan for one in story.times for plan in one.plans()]
        self._keeps_time = True
        self._looks: defaultdict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=MOST_LOOKS))
        super().__init__(story.nature, story.seed, trace)
        self.hub.on_run = self._on_run

    def _opens(self, configuration: Configuration) -> ScheduledHub:
        return ScheduledHub(self.systems, self.clock, self.trace, configuration, self._plans, self._story.seed)

    def _works(
        self,
        orders: Orders,
        faults: Mapping[str, Fault],
        rivals: Mapping[str, Rival],
        *,
        pause_s: float,
        is_released: bool,
    ) -> Report | None:
        """So much time by the timetable; at the end of a history a run by hand."""
        if not self._keeps_time:
            return super()._works(orders, faults, rivals, pause_s=pause_s, is_released=is_released)
        self._befalls(faults, rivals)
        self.hub.keeps_time(orders, pause_s)
        return None

    def _befalls(self, faults: Mapping[str, Fault], rivals: Mapping[str, Rival]) -> None:
        super()._befalls(faults, rivals)
        for system in self.systems.values():
            system.on_the_way = self._with_a_look_at_the_clock(system, system.on_the_way)

    def _with_a_look_at_the_clock(self, system: System, happens: Callable[[Change], None]) -> Callable[[Change], None]:
        """Nothing is written that was not read right before."""

        def on_the_way(change: Change) -> None:
            happens(change)
            read_at = system.pulled_at and system.pulled_at + timedelta(seconds=system.nature.lag_s)
            if change.operation != "lookup" and (read_at is None or self.clock.moment - read_at > FRESH + _SLACK):
                self.book.violations.append(
                    f"{system.name} was written to at {self.clock.moment}, and read at {read_at}"
                )

        return on_the_way

    def _on_run(self, event: str, data: Mapping[str, Any]) -> None:
        if not self._keeps_time:
            return
        if event == "run_started":
            for system in self.systems.values():
                system.vendor.served = 0
        elif event == "run_failed":
            self.book.run_ended(alive=self.hub.overtaken)
        elif event == "run_finished":
            self.book.run_ended(alive=True)
            self.did["ran"] += 1
            with self.hub.aside():
                self._check_stored_run(data["run"])

    def _check_stored_run(self, run_id: int) -> None:
        ((state, ledger),) = self.rows("SELECT state, ledger FROM run WHERE id = ?", run_id)
        pulls = msgspec.json.decode(ledger)["pulls"]
        for place in pulls:
            self._check_pace(place)
        self._check_run(run_id, state, {place: pull["read"] for place, pull in pulls.items()})

    def _check_pace(self, place: str) -> None:
        """However a system answers, nobody asks it all the time."""
        looks = self._looks[place]
        looks.append(self.clock.moment)
        if len(looks) == looks.maxlen and looks[-1] - looks[0] < timedelta(minutes=1):
            self.book.violations.append(f"{place} was read {looks.maxlen} times within a minute up to {looks[-1]}")

    def rest(self) -> None:
        """Everything is mended, and people and faults stop: the schedule brings the hub to rest, and leaves nothing to
        a run by hand but what a person has to release.
        """
        self._sets_right()
        # Who was asked to wait until tomorrow has waited.
        self.clock.goes_on(hours=25)
        self.syncs(pause_s=self._story.rest_s)
        self._keeps_time = False
        by_hand = self.syncs()
        if by_hand is None or by_hand.ledger.written:
            self.book.violations.append(f"the schedule left this to a run by hand: {by_hand and by_hand.ledger}")
        for number in range(RUNS_TO_REST):
            self.syncs(is_released=number == 0, pause_s=600.0)
