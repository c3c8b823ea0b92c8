"""A hub that has just been started, in a process of its own, and does one thing over distant systems."""

from __future__ import annotations

import os
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, NoReturn

import msgspec

from hub.matching.definition import DEFINITIONS
from hub.steward.applying import apply
from hub.steward.planning import preview
from hub.steward.plans import Plan
from hub.steward.release import let_go
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from hub.store import outbox, runs
from hub.store.errors import StoreError
from hub.store.lock import LockedError, hub_lock
from hub.sync.reasons import Reason
from hub.sync.run import run_pipeline
from hub.sync.spread import in_order
from tests.crash.doom import STATEMENT, Doom, Fate
from tests.crash.wire import DistantSystem, hear, say
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System

# The exit codes of a hub that found another one at work, and of one that the store refused, in words.
BUSY, REFUSED = 75, 74
Act = Literal["sync", "plan", "apply", "undo"]
AUTHOR = "steward"


@dataclass(frozen=True)
class Nature:
    """What a story's systems are like, whether the hub talks to one after the other, so that deaths repeat, and whether
    it weighs the evidence.
    """

    names: tuple[str, ...]
    manifests: dict[str, dict[str, Any]]
    takes_turns: bool
    weighs: bool = False


@dataclass(frozen=True)
class Order:
    """One run of a hub; one that is traced waits until it is told that somebody looks on.

    `plan` is a saved plan to be applied, `undoes` the number of a run to be taken back.
    """

    url: str
    nature: Nature
    moment: datetime
    doom: Doom | None = None
    resends: bool = False
    weighs_all: bool = False
    act: Act = "sync"
    plan: bytes = b""
    undoes: int = 0


@dataclass(frozen=True)
class Account:
    """What a hub says that it did; `plan` is what it would do, as it is saved."""

    state: str
    written: int
    adds_up: bool
    stopped: dict[str, str]
    unsettled: int = 0
    met: dict[str, int] = field(default_factory=dict)
    run: int = 0
    plan: bytes = b""


class DistantLab(Lab):
    """A laboratory whose systems are at the other end of a line."""

    def __init__(self, order: Order, ends: dict[str, socket.socket], fate: Fate) -> None:
        self._order, self._ends = order, ends
        super().__init__(order.url, order.nature.names)
        self.clock.moment = order.moment
        self.database.reached = fate.meets
        if order.nature.takes_turns:
            self.world = replace(self.world, spread=in_order)
        if order.nature.weighs:
            self.world = replace(self.world, definitions=DEFINITIONS)

    def make_system(self, name: str, **manifest: Any) -> System:
        return DistantSystem(name, self.clock, self._ends[name], **self._order.nature.manifests[name])


def act_once(order: Order, ends: dict[str, socket.socket]) -> Account:
    """One command, as the hub's CLI carries it out."""
    fate = Fate(order.doom)
    if order.doom is None or order.doom.way == STATEMENT:
        fate.watches_statements()
    lab = DistantLab(order, ends, fate)
    with hub_lock(lab.database):
        with lab.database.begin() as tx:
            runs.abandon(tx, lab.world.now_text())
            if order.resends:
                let_go(tx, outbox.listing(tx, ["lost"]))
            if order.weighs_all:
                tx.run("INSERT INTO pending_resolve (source_id, entity) SELECT id, entity FROM source_record")
        account = _ACTS[order.act](lab, order)
        with lab.database.begin() as tx:
            unsettled = len(outbox.listing(tx, ["sending", "unknown"]))
    return replace(account, unsettled=unsettled, met=dict(fate.met))


def _sync(lab: Lab, order: Order) -> Account:
    report = run_pipeline(lab.world)
    ledger = report.ledger
    return Account(report.state, ledger.written, ledger.adds_up, _told(ledger.stopped), run=report.run_id)


def _plan(lab: Lab, order: Order) -> Account:
    plan = preview(lab.world)
    return Account("planned", 0, True, _told(plan.stopped), plan=msgspec.json.encode(plan))


def _apply(lab: Lab, order: Order) -> Account:
    done = apply(lab.world, msgspec.json.decode(order.plan, type=Plan), AUTHOR)
    return Account(done.state, len(done.sent), done.state != "failed", _told(done.stopped), run=done.run)


def _undo(lab: Lab, order: Order) -> Account:
    done = undo(lab.world, Undoable(run=order.undoes), AUTHOR)
    assert done.run is not None
    return Account("ok", len(done.writes), True, _told(done.stopped), run=done.run)


_ACTS: dict[Act, Callable[[Lab, Order], Account]] = {"sync": _sync, "plan": _plan, "apply": _apply, "undo": _undo}


def _told(stopped: Mapping[str, Reason]) -> dict[str, str]:
    return {place: str(reason) for place, reason in stopped.items()}


def live(order: Order, ends: dict[str, socket.socket], parent: socket.socket) -> NoReturn:
    """The whole life of the process; it never returns."""
    status = 1
    try:
        if order.doom is not None and order.doom.is_traced:
            hear(parent)
        say(parent, (act_once(order, ends), None, order.moment))
        status = 0
    except LockedError:
        status = BUSY
    except StoreError as error:
        if order.doom is None or not order.doom.explains(str(error)):
            raise
        status = REFUSED
    finally:
        if status == 1:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(status)
