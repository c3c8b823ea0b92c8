"""The nursery: a warm process that forks hubs, plays their systems, and kills them in its turn.

A fork costs a hundredth of a fresh interpreter, so that ten thousand kills are a matter of minutes. The nursery has
one thread, and no connection to any database is open while it forks.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from hub.matching.definition import DEFINITIONS
from hub.sdk.records import Change
from tests.crash import power
from tests.crash.doom import DISK_FAILED, DISK_FULL, IN_THE_SYSTEM, POWER_CUT, SESSIONS_ENDED, TIMER, WRITE_CALL, Doom
from tests.crash.hub import BUSY, REFUSED, Account, Order, live
from tests.crash.server import Server
from tests.crash.stores import fresh_store
from tests.crash.wire import HostedSystem, line, say, serve
from tests.pipeline.lab import Lab

# A run takes a twentieth of a second; one that takes this long hangs.
PATIENCE_S = 60.0
# A hub that was killed may still hold its lock on a server that has not noticed yet.
_TRIES = 200
STRACE = shutil.which("strace")
# The calls that strace looks at, and what it makes of the k-th.
_TRACES = {
    WRITE_CALL: ("write,pwrite64,sendto,ftruncate,fdatasync,fsync,unlink", "signal=KILL:when={}"),
    POWER_CUT: (power.CALLS, ""),
    DISK_FULL: ("pwrite64,ftruncate,fallocate", "error=ENOSPC:when={}+"),
    DISK_FAILED: ("pwrite64,ftruncate,fdatasync,fsync", "error=EIO:when={}"),
}


class HubFailedError(AssertionError):
    """The hub came to an end that is neither its own nor the one that it was given."""


@dataclass
class Nursery:
    """Forks hubs over these systems; `kills` counts the deaths, by their way."""

    systems: Mapping[str, HostedSystem]
    server: Server | None = None
    kills: list[Doom] = field(default_factory=list)

    def run(self, order: Order) -> Account | None:
        """One run of a hub; None where it died of its doom."""
        for _ in range(_TRIES):
            birth = _Birth(order, self.systems, self.server)
            status = birth.watched()
            if status != BUSY:
                break
        ends = REFUSED if order.doom is not None and order.doom.is_survived else -signal.SIGKILL
        if status == ends and order.doom is not None and not birth.is_late:
            self.kills.append(order.doom)
            return None
        if status != 0 or birth.account is None:
            raise HubFailedError(f"the hub ended with {status} (hung: {birth.is_late}); its words are above")
        return birth.account


class _Birth:
    """One hub from its fork to its end."""

    def __init__(self, order: Order, systems: Mapping[str, HostedSystem], server: Server | None) -> None:
        self._server = server
        self._order, self._systems, self._doom = order, systems, order.doom
        self._writes = 0
        self.account: Account | None = None
        self.is_late = False
        lines = {name: line() for name in (*systems, "")}
        self._ends = {name: ours for name, (ours, _) in lines.items()}
        self._child = os.fork()
        if self._child == 0:
            for ours, _ in lines.values():
                ours.close()
            theirs = {name: end for name, (_, end) in lines.items()}
            live(order, theirs, theirs[""])
        for _, end in lines.values():
            end.close()
        self._born_at = time.monotonic()

    def watched(self) -> int:
        """Play the systems until the hub is dead; how it ended."""
        before = power.length(power.wal_of(self._order.url))
        tracer = self._traced() if self._doom is not None and self._doom.is_traced else None
        serve(self._ends, self._answer, self._wait_s, self._on_time)
        status = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        for end in self._ends.values():
            end.close()
        if self._server is not None and not self._server.is_running:
            self._server.start()
        if tracer is not None:
            tracer.wait(PATIENCE_S)
        if status == -signal.SIGKILL and self._doom is not None and self._doom.way == POWER_CUT:
            self._power_is_cut(before)
        return status

    def _wait_s(self) -> float:
        lives_s = self._doom.at if self._doom is not None and self._doom.is_timed else PATIENCE_S
        age_s = time.monotonic() - self._born_at
        return lives_s - age_s if age_s < lives_s else PATIENCE_S

    def _on_time(self) -> None:
        self.is_late = time.monotonic() - self._born_at >= PATIENCE_S
        if self._server is None or self._doom is None or self.is_late or self._doom.way == TIMER:
            self._kill()
        elif self._doom.way == SESSIONS_ENDED:
            self._server.end_sessions()
        else:
            self._server.stop()

    def _kill(self) -> None:
        # It may have come to its own end in this very moment.
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    def _answer(self, name: str, what: Any, told: Any, moment: datetime) -> Any:
        if name == "":
            self.account = what
            return None
        system = self._systems[name]
        system.clock.moment = max(system.clock.moment, moment)
        return list(system.pull("people", told)) if what == "pull" else self._push(system, told)

    def _push(self, system: HostedSystem, changes: Sequence[Change]) -> Any:
        doom = self._doom
        self._writes += changes[0].operation != "lookup"
        if doom is None or doom.way != IN_THE_SYSTEM or self._writes != doom.at or changes[0].operation == "lookup":
            return [system.carry_out(change) for change in changes]
        for change in changes[: 1 + int(doom.part * len(changes))]:
            system.carry_out(change)
        self._kill()
        return None

    def _traced(self) -> subprocess.Popen[bytes]:
        """Let strace kill the hub at its k-th call of a kind that writes, or write down all of them; let the hub go."""
        assert STRACE is not None
        assert self._doom is not None
        calls, fault = _TRACES[self._doom.way]
        command = [
            STRACE,
            "-f",
            "-qq",
            "-y",
            "-s",
            "0",
            "-o",
            self._log,
            "-p",
            str(self._child),
            "-e",
            f"trace={calls}",
        ]
        if fault:
            command += ["-e", f"inject={calls}:{fault.format(int(self._doom.at))}"]
        tracer = subprocess.Popen(command)
        status = Path(f"/proc/{self._child}/status")
        while "TracerPid:\t0\n" in status.read_text() and tracer.poll() is None:
            os.sched_yield()
        say(self._ends[""], "go")
        return tracer

    @property
    def _log(self) -> str:
        is_read = self._doom is not None and self._doom.way == POWER_CUT
        return str(power.wal_of(self._order.url).with_name("calls.log")) if is_read else os.devnull

    def _power_is_cut(self, before: int) -> None:
        wal = power.wal_of(self._order.url)
        power.cut(wal, power.durable_length(Path(self._log).read_text(), before))


@cache
def can_trace() -> bool:
    """Whether strace is there and may look into a process of ours."""
    return STRACE is not None and subprocess.run([STRACE, "-qq", "-o", os.devnull, "true"], check=False).returncode == 0


@cache
def warm() -> None:
    """What every hub computes once is computed here before any is born."""
    with fresh_store("sqlite") as url:
        lab = Lab(url)
        for name in ("alpha", "beta"):
            lab[name].user_creates("1", family="山田", given="一郎", email=f"{name}@example.jp", phone="03-3211-1000")
        lab.sync()
        # The tables of names are large, and half of the hubs weigh the evidence.
        lab.world = replace(lab.world, definitions=DEFINITIONS)
        lab.sync()
        lab.close()
    gc.collect()
    gc.freeze()
