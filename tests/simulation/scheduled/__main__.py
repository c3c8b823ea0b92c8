"""Live under the schedule: `--seeds 1000 --jobs 2` for many; `--seed 7 --trace` for one, cut to what breaks a law."""

from __future__ import annotations

import sys

from tests.simulation.command import command
from tests.simulation.scheduled.life import SCHEDULED

if __name__ == "__main__":
    sys.exit(command(SCHEDULED, __doc__))
