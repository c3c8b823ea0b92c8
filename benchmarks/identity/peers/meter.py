"""CPU, wall and peak memory of a process, lap by lap; only the standard library, for any interpreter."""

from __future__ import annotations

import resource
import time
from pathlib import Path


class Meter:
    """Laps of one process, its children included."""

    def __init__(self) -> None:
        self.laps: dict[str, dict[str, float]] = {}
        self._cpu_s, self._wall_s = _cpu_s(), time.perf_counter()

    def lap(self, name: str) -> None:
        """What was used since the last lap, under a name."""
        cpu_s, wall_s = _cpu_s(), time.perf_counter()
        self.laps[name] = {"cpu_s": cpu_s - self._cpu_s, "wall_s": wall_s - self._wall_s}
        self._cpu_s, self._wall_s = cpu_s, wall_s


def peak_mb() -> float:
    """The most memory that the process held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10)
    found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(found.split()[1]) / 1024


def _cpu_s() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
