"""What a process has used: CPU seconds, peak memory and the clock on the wall."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Used:
    """Between two moments of this process; memory is the peak since its start."""

    cpu_s: float
    wall_s: float
    peak_mb: float

    def as_document(self) -> dict[str, float]:
        """JSON-ready."""
        return asdict(self)


class Meter:
    """Starts at its making, or anew at every `lap`."""

    def __init__(self) -> None:
        self._cpu_s, self._wall_s = cpu_s(), time.perf_counter()

    def lap(self) -> Used:
        """What was used since the last lap."""
        now = Meter()
        used = Used(now._cpu_s - self._cpu_s, now._wall_s - self._wall_s, peak_mb())
        self._cpu_s, self._wall_s = now._cpu_s, now._wall_s
        return used


def cpu_s(who: int = resource.RUSAGE_SELF) -> float:
    """User and system time of all threads."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """The most memory that the process ever held.

    Linux hands `ru_maxrss` down from the process that started this one, so its own high-water mark is read there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) / 1024
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
