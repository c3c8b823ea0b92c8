"""The scenarios: each measurement runs in a fresh process against the system in another, and proves its requests."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.connector import BATCH_MAX, PAGE_MAX
from benchmarks.figures import Figure
from benchmarks.installation import Account, Installation
from benchmarks.serve import Far
from benchmarks.usage import cpu_s

_ROOT = Path(__file__).parents[1]
PEER_PYTHON = _ROOT / ".bench-venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


class WrongRequestsError(Exception):
    """A run asked the system more or less often than it should have."""


@dataclass
class Bench:
    """Where the measurements happen."""

    far: Far
    folder: Path
    _numbers: count[int] = field(default_factory=count)

    def installation(self, **accounts: Account) -> Installation:
        """A fresh one."""
        return Installation.make(self.folder / f"hub{next(self._numbers)}", accounts)

    def measured(self, kind: str, where: Installation, *options: str) -> dict[str, Any]:
        """What `benchmarks.measure` finds in a fresh process."""
        command = [sys.executable, "-m", "benchmarks.measure", kind, str(where.config), *options]
        return _answer(command, where.environment)

    def first_load(self, records: int) -> tuple[dict[str, Any], Installation]:
        """Pull and resolve everything, with planning on and nobody to write to."""
        where = self.installation(alpha=Account(self.far.open("alpha", records)))
        used = self.measured("run", where)
        self.expect("alpha", {"GET contacts": ceil(records / PAGE_MAX)})
        return used, where

    def first_load_with_outbox(self, records: int) -> dict[str, Any]:
        """The same where a second system is to get each record: as many intents, none of them sent."""
        target = Account(self.far.open("beta", 0), pulls=False, may_grow=True)
        where = self.installation(alpha=Account(self.far.open("alpha", records)), beta=target)
        used = self.measured("run", where)
        self.expect("alpha", {"GET contacts": ceil(records / PAGE_MAX)})
        self.expect("beta", {})
        shutil.rmtree(where.folder)
        return used

    def everything_again(self, where: Installation, records: int) -> dict[str, Any]:
        """All pages once more; nothing has changed."""
        used = self.measured("again", where)
        self.expect("alpha", {"GET contacts": ceil(records / PAGE_MAX)})
        return used

    def nothing_changed(self, where: Installation) -> dict[str, Any]:
        """Runs with nothing to do, in a warm process: one request each."""
        used = self.measured("idle", where)
        self.expect("alpha", {"GET contacts": used["runs"]})
        return used

    def cold(self, where: Installation) -> dict[str, float]:
        """The command line from start to end, with nothing to do; its modules were compiled when it was installed."""
        environment = {**where.environment, "PYTHONPYCACHEPREFIX": str(self.folder / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "hub", "sync", "--config", str(where.config)]
        _done(command, environment)
        cpu, wall = cpu_s(resource.RUSAGE_CHILDREN), time.perf_counter()
        _done(command, environment)
        used = {"cpu_s": cpu_s(resource.RUSAGE_CHILDREN) - cpu, "wall_s": time.perf_counter() - wall}
        self.expect("alpha", {"GET contacts": 2})
        return used

    def two_systems(self, records: int) -> Installation:
        """Two systems that hold the same people, and a hub that knows them both."""
        alpha, beta = (self.far.open(name, records) for name in ("alpha", "beta"))
        where = self.installation(alpha=Account(alpha), beta=Account(beta, is_written=True))
        used = self.measured("sync", where)
        if used["written"]:
            raise WrongRequestsError(f"equal systems were written to {used['written']} times")
        self.far.requests("alpha")
        self.far.requests("beta")
        return where

    def changed(self, where: Installation, changes: int) -> dict[str, Any]:
        """People change records in one system; one sync brings them to the other."""
        self.measured("sync", where)
        self.far.requests("beta")
        self.far.edit("alpha", changes)
        self.far.requests("alpha")
        used = self.measured("run", where, "--steps", "pull,resolve,plan,push")
        self.expect("alpha", {"GET contacts": ceil(changes / PAGE_MAX)})
        self.expect("beta", {"GET contacts": 1, "POST contacts/batch": ceil(changes / BATCH_MAX)})
        return used

    def peer(self, target: str) -> dict[str, Any]:
        """dlt reads the account that the hub read last."""
        folder = self.folder / f"peer{next(self._numbers)}"
        folder.mkdir()
        script = str(_ROOT / "benchmarks" / "peer.py")
        used = _answer([str(PEER_PYTHON), script, f"{self.far.base_url}/alpha", target, str(folder)])
        self.far.requests("alpha")
        shutil.rmtree(folder)
        return used

    def expect(self, account: str, requests: dict[str, int]) -> None:
        """A figure of a run that asked too often, or too seldom, is worth nothing."""
        found = self.far.requests(account)
        if found != requests:
            raise WrongRequestsError(f"{account} was asked {found}, expected {requests}")


def _answer(command: Sequence[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    decoded: dict[str, Any] = msgspec.json.decode(_done(command, environment).splitlines()[-1])
    return decoded


def _done(command: Sequence[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command[1:4])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def per_record(name: str, found: Sequence[dict[str, Any]], records: int, target: float | None = None) -> Figure:
    """CPU per record in microseconds."""
    return Figure(name, "µs", tuple(one["cpu_s"] / records * 1e6 for one in found), target, steps_of(found, records))


def steps_of(found: Sequence[dict[str, Any]], records: int) -> str:
    """How the CPU of the first measurement is spread over the steps."""
    steps = found[0].get("steps", {})
    return ", ".join(f"{name} {used['cpu_s'] / records * 1e6:.0f}" for name, used in steps.items())
