"""One story: users work in three systems, hub after hub is killed, and at the end every law is asked.

A story is told by its seed alone. Each hub starts from what the killed one before it left, users edit between the
deaths, and the hubs that clear up are killed as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import msgspec

from hub.sdk.records import Change
from tests.crash.doom import LEAVES_UNSETTLED, LOOKS_UP, WAYS, Doom, drawn
from tests.crash.hub import Account, Act, Nature, Order
from tests.crash.nursery import Nursery, warm
from tests.crash.office import CrashOffice, Premises
from tests.crash.oracle import breaches
from tests.crash.server import Server
from tests.crash.stores import Kind, fresh_store, holdings
from tests.crash.wire import HostedSystem
from tests.pipeline.systems import Clock

NAMES = ("alpha", "beta", "gamma")
OPERATIONS = ("create", "update", "archive", "delete", "lookup")
ANSWERS_NO_LOOKUP = OPERATIONS[:-1]
# After the last death this many runs may still write: the first settles and sends what stands, the second what had
# to wait for an answer, and the third what a refusal or a look-up at its time let go.
RUNS_TO_REST = 3


@dataclass(frozen=True)
class Ending:
    """What a story came to: how many hubs were killed, by the way and by what they were at."""

    kind: Kind
    kills: Counter[str]
    killed_at: Counter[str]
    runs: int
    edits: int
    breaches: list[str] = field(default_factory=list)
    tale: tuple[str, ...] = ()


@dataclass
class _Story:
    seed: str
    kind: Kind
    url: str
    ways: tuple[str, ...]
    server: Server | None = None
    runs: int = 0

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)
        weighs = Random(f"weighs {self.seed}").random() < 0.5
        self._nature = replace(_nature(self._chance), weighs=weighs)
        self._tale: list[str] = []
        self._unplanned: list[str] = []
        self._killed = Counter[str]()
        clock = Clock()
        lag_s = self._chance.choice([0.0, 900.0])
        systems = {
            name: HostedSystem(
                name, clock, self._tale, lag_s if name == "gamma" else 0.0, **self._nature.manifests[name]
            )
            for name in self._nature.names
        }
        self._clock = clock
        self._last: Account | None = None
        self._nursery = Nursery(systems, self.server)
        self._office = CrashOffice(Premises(systems, clock))  # type: ignore[arg-type]

    def lived(self) -> Ending:
        found: list[str] = []
        try:
            self._office.people_arrive(self._chance)
            for _ in range(self._chance.randint(6, 9)):
                self._day()
            found = [
                *self._rests(),
                *self._unplanned,
                *breaches(self._office, holdings(self.url), len(self._nursery.kills)),
            ]
        except AssertionError as error:
            found = [f"failed: {error}"]
        kills = Counter(doom.way for doom in self._nursery.kills)
        tale = tuple(self._tale) if found else ()
        return Ending(self.kind, kills, self._killed, self.runs, len(self._office.edits), found, tale)

    def _day(self) -> None:
        """Users work, and up to four hubs in a row are to die; then one may live."""
        for _ in range(self._chance.randint(1, 4)):
            if self._last is not None or self._chance.random() < 0.5:
                self._office.work(self._chance)
            if self._chance.random() < 0.15:
                self._plan_is_applied()
            else:
                self._run(self._doom())
        if self._chance.random() < 0.25:
            self._run()

    def _plan_is_applied(self) -> None:
        """A steward saves a plan, people perhaps work on, and hubs are to die that apply it, one after the other."""
        planned = self._run(self._doom() if self._chance.random() < 0.3 else None, act="plan")
        if planned is None:
            return
        if self._chance.random() < 0.4:
            self._office.work(self._chance)
        for _ in range(self._chance.randint(1, 3)):
            before = {name: len(system.writes) for name, system in self._office.lab.systems.items()}
            applied = self._run(self._doom(), act="apply", plan=planned.plan)
            self._unplanned += [
                f"unplanned: {change} to {name}, in no plan of {planned.plan.decode()}"
                for name, system in self._office.lab.systems.items()
                for change in system.writes[before[name] :]
                if not _shows(planned.plan, name, change)
            ]
            if applied is not None:
                return

    def _doom(self) -> Doom:
        return drawn(self._chance, self._possible())

    def _possible(self) -> tuple[str, ...]:
        """Something is looked up only after a death between a sending and its receipt."""
        died = self._nursery.kills[-1].way if self._last is None and self._nursery.kills else ""
        if died in LEAVES_UNSETTLED and self._chance.random() < 0.5:
            return LOOKS_UP
        return tuple(way for way in self.ways if way not in LOOKS_UP)

    def _run(self, doom: Doom | None = None, act: Act = "sync", **wishes: Any) -> Account | None:
        self.runs += 1
        account = self._nursery.run(Order(self.url, self._nature, self._clock.moment, doom, act=act, **wishes))
        self._tale.append(f"{self._clock.moment:%d %H:%M:%S} {act}, to die at {doom}: {account or 'died'}")
        if account is None:
            self._killed[act] += 1
        if act == "plan":
            self._clock.goes_on(minutes=10)
            return account
        self._office.ran(account)
        self._last = account
        return account

    def _rests(self) -> list[str]:
        """Nobody dies any more: soon nothing is left to write, and weighing everything again changes nothing."""
        self._clock.goes_on(hours=1)
        for number in range(RUNS_TO_REST):
            # A person has seen by now that what is still missing never arrived.
            account = self._run(resends=number == 1)
            if number >= 1 and account is not None and account.written == 0 and not account.unsettled:
                break
        before = holdings(self.url).people
        last = self._run(weighs_all=True)
        assert last is not None
        found = []
        if last.written or last.state != "ok" or last.stopped or not last.adds_up:
            found.append(f"unclean: the last run told {last}")
        if holdings(self.url).people != before:
            found.append("unclean: golden records change when everything is weighed again")
        return found


def _shows(plan: bytes, name: str, change: Change) -> bool:
    """Whether a plan shows this very write."""
    return any(
        (f"{name}/people", change.operation, change.external_id, change.payload)
        == (planned["stream"], planned["operation"], planned["external_id"], planned["payload"])
        for planned in msgspec.json.decode(plan)["changes"]
    )


def _nature(chance: Random) -> Nature:
    names = NAMES[: chance.choice([2, 3, 3])]
    manifests: dict[str, dict[str, Any]] = {
        name: {
            "write_batch_max": chance.choice([1, 3, 10]),
            "list_page_max": chance.choice([2, 10]),
            "index_lag_s": chance.choice([0.0, 0.0, 0.0, 400.0]),
            "operations": frozenset(ANSWERS_NO_LOOKUP if chance.random() < 0.2 else OPERATIONS),
        }
        for name in names
    }
    return Nature(names, manifests, takes_turns=chance.random() < 0.7)


def lived_on(server: Server, seed: str, ways: tuple[str, ...]) -> Ending:
    """Live one story on a server that may fail."""
    warm()
    with fresh_store("postgresql", server.url) as url:
        return _Story(seed, "postgresql", url, ways, server).lived()


def lived(seed: str, kind: Kind, ways: tuple[str, ...] = WAYS) -> Ending:
    """Live one story on a store of its own."""
    warm()
    with fresh_store(kind) as url:
        return _Story(seed, kind, url, ways).lived()
