"""Stewards' acts that are killed at every named moment: `python -m tests.crash.acts --worlds 2`.

A saved plan is applied, or a run is taken back, and the hub dies at each moment that it meets, one life a moment. Then
a person does what a person would do next. Where that may end is a set of states, which lives without a death tell.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from random import Random
from typing import Any, Literal

from tests.crash.doom import IN_THE_SYSTEM, MOMENTS, Doom
from tests.crash.hub import Account, Act, Nature, Order
from tests.crash.nursery import Nursery, warm
from tests.crash.stores import Kind, drop_schema, fresh_store, holdings
from tests.crash.wire import HostedSystem
from tests.pipeline.edits import FAMILIES, mapped
from tests.pipeline.systems import Clock

NAMES = ("alpha", "beta", "gamma")
NATURE = Nature(NAMES, {name: {"write_batch_max": 2} for name in NAMES}, takes_turns=True)
# Where the hub made a record, one system shows it in its list only after some time.
_LAG_S = {"gamma": 900.0}
RUNS_TO_REST = 4
Next = Literal["nothing", "sync", "again", "plan again"]
"""What a person does after a death: let the hub go on by itself, do the same once more, or plan anew first."""
NEXT: dict[Act, tuple[Next, ...]] = {"apply": ("sync", "again", "plan again"), "undo": ("sync", "again")}
State = frozenset[tuple[str, str, str]]
"""What every system holds of every customer, in canonical words."""


class Life:
    """One world up to its act, the act, and what follows; the same seed is the same world."""

    def __init__(self, url: str, seed: str) -> None:
        self._url, self._chance = url, Random(seed)
        self._clock = Clock()
        tale: list[str] = []
        self._systems = {
            name: HostedSystem(name, self._clock, tale, _LAG_S.get(name, 0.0), **NATURE.manifests[name])
            for name in NAMES
        }
        self._nursery = Nursery(self._systems)
        self._run, self._plan = 0, b""

    def lives(self, act: Act | None, doom: Doom | None, following: Next) -> tuple[Account | None, State]:
        """What the act told, if it came to its end, and what the systems hold at rest."""
        self._prepares(act)
        account = self._does(act, doom) if act is not None else None
        if act is not None and following == "again":
            self._does(act, None)
        elif act is not None and following == "plan again":
            self._plans()
            self._does(act, None)
        return account, self._rests()

    def _prepares(self, act: Act | None) -> None:
        """People enter customers and edit them; of an apply the last edits are planned, for an undo they are synced."""
        chance = self._chance
        for person in range(3):
            for name in chance.sample(NAMES, chance.randint(1, 3)):
                record = {"family": FAMILIES[person], "given": "一郎", "email": f"p{person}@example.jp", "job": "係長"}
                self._systems[name].user_creates(f"{name}-u{person}", **record)
        self._orders("sync")
        self._orders("sync")
        for number in range(3):
            system = self._systems[chance.choice(NAMES)]
            record_id = chance.choice(sorted(system.records))
            system.user_edits(record_id, **{chance.choice(("job", "notes")): f"値{number}"})
        # Made in the others by the hub, also in the one that shows it late.
        self._systems["alpha"].user_creates("alpha-u3", family=FAMILIES[3], given="一郎", email="p3@example.jp")
        if act == "apply":
            self._plans()
            return
        synced = self._orders("sync")
        assert synced is not None
        self._run = synced.run

    def _plans(self) -> None:
        planned = self._orders("plan")
        assert planned is not None
        self._plan = planned.plan

    def _does(self, act: Act, doom: Doom | None) -> Account | None:
        return self._orders(act, doom, plan=self._plan, undoes=self._run)

    def _orders(self, act: Act, doom: Doom | None = None, **more: Any) -> Account | None:
        self._clock.goes_on(minutes=10)
        return self._nursery.run(Order(self._url, NATURE, self._clock.moment, doom, act=act, **more))

    def _rests(self) -> State:
        for _ in range(RUNS_TO_REST):
            last = self._orders("sync")
            assert last is not None
            if (last.written, last.state, last.unsettled) == (0, "ok", 0):
                break
        else:
            raise AssertionError(f"no rest: {last}")
        held = holdings(self._url)
        assert len(held.people) == len({person["email"] for person in held.people}), "a customer is two"
        waiting = held.waiting("pending", "held", "sending", "unknown", "lost")
        assert not waiting, f"intents are left: {waiting}"
        found = [(system, record_id) for system in self._systems.values() for record_id in system.records]
        state = [(s.name, s.records[i]["email"], str(sorted(mapped(s, i).items()))) for s, i in found]
        assert len({place[:2] for place in state}) == len(state), f"somebody was made twice: {sorted(state)}"
        return frozenset(state)


def dooms(met: Mapping[str, int]) -> Iterator[Doom]:
    """A death at every named moment that an undisturbed act met, and in the systems after each request."""
    for way in MOMENTS:
        yield from (Doom(way, at) for at in range(1, met.get(way, 0) + 1))
    for at in range(1, met.get("before send", 0) + 1):
        yield from (Doom(IN_THE_SYSTEM, at, part) for part in (0.0, 0.9))


def kill_every_act(
    act: Act, seed: str, fresh: Callable[[], AbstractContextManager[str]], step: int = 1
) -> tuple[Counter[str], list[str]]:
    """Kill an act at every `step`-th of its moments: the deaths by their way, and what ended otherwise than it may."""

    def lived(act: Act | None, doom: Doom | None = None, following: Next = "nothing") -> tuple[Account | None, State]:
        with fresh() as url:
            return Life(url, seed).lives(act, doom, following)

    done, whole = lived(act)
    assert done is not None
    _, undone = lived(None)
    legal = {"sync": {whole, undone}, "again": {whole}, "plan again": {whole}}
    kills, found = Counter[str](), []
    for number, doom in enumerate(list(dooms(done.met))[::step]):
        following = NEXT[act][number % len(NEXT[act])]
        told = f"{act} of world {seed}, killed {doom}, then {following}"
        try:
            account, state = lived(act, doom, following)
        except AssertionError as error:
            found.append(f"{told}: {error}")
            continue
        kills[doom.way] += account is None
        if state not in legal[following]:
            found.append(f"{told}: {sorted(state ^ whole)}")
    return kills, found


def main() -> int:
    """0 where every life ended in a state in which it may end."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.acts", description="Kill stewards' acts.")
    parser.add_argument("--worlds", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first world")
    parser.add_argument("--step", type=int, default=1, help="kill at every so-manieth moment")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    wished = parser.parse_args()
    warm()
    kind: Kind = wished.database
    kills: dict[str, Counter[str]] = {act: Counter() for act in NEXT}
    found: list[str] = []
    try:
        for world in range(wished.start, wished.start + wished.worlds):
            for act in NEXT:
                died, broken = kill_every_act(act, str(world), partial(fresh_store, kind), wished.step)
                kills[act] += died
                found += broken
    finally:
        drop_schema()
    told = [f"{died.total()} killed in {name}: {dict(died)}" for name, died in kills.items()]
    sys.stdout.write("\n".join([*found, *told, f"{len(found)} ended otherwise than they may"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
