"""What an operator types: `hub …` in Japanese and English, with one meaning for each exit code.

Invariant: importing this package costs nothing, so that `hub --version` and completion answer at once.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script: run one command and return its exit code (see `hub.cli.exits`)."""
    from hub.cli.entry import run  # late: Typer is imported only where a command line is read

    # Imports make a few hundred thousand objects that live to the end; looking through them for garbage would cost
    # every command a tenth of a second.
    gc.disable()
    try:
        return run(arguments)
    finally:
        gc.unfreeze()
        gc.enable()
