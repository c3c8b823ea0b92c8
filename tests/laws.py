"""How many random inputs each law is tried on: a share in `make test`, more in `python -m tests.proof.laws`."""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("HUB_TEST_TIMES", "1"))
"""So many times the share, for those who search longer."""
SHARE = 40
"""For laws that say nothing else."""


def lawful(share: int) -> settings:
    """So many inputs in the share."""
    return settings(max_examples=share * TIMES)
