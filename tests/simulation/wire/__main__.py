"""Live through histories of real connectors: `--seeds 1000 --jobs 2` for many; `--seed 7 --trace` for one."""

from __future__ import annotations

import sys

from tests.simulation.command import command
from tests.simulation.wire.life import WIRE

if __name__ == "__main__":
    sys.exit(command(WIRE, __doc__))
