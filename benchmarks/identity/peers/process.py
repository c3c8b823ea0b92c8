"""Runs a matcher as a process of its own and measures it from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Used:
    """What a process took, its start included."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def run(command: Sequence[str | Path], log: Path) -> Used | None:
    """What the command took; None where it failed, with the reason at the end of its log."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "GOLDENMATCH_TELEMETRY": "0"}
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=out, env=environment, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - began
    if process.returncode:
        return None
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Used(usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss / unit)
