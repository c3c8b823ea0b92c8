"""`hub selftest`: the seeds of the published proofs, repeated on this installation.

The proofs are no part of the package: they are found beside it where it is used from its source, and nowhere else.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import hub
from hub.cli.answer import Answer
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.selftest import show_elsewhere, show_tried

Try = Callable[[int], Sequence[dict[str, Any]]]

SOURCE = Path(hub.__path__[0]).resolve().parent
"""Where the proofs lie, if the hub is used from its source."""


def selftest(session: Session, seeds: range, source: Path = SOURCE) -> Answer:
    """Exit 1 where a law was broken, 7 where there is nothing to repeat."""
    if not (source / "tests/simulation/selftest.py").is_file():
        away: dict[str, Any] = {"available": False, "version": version("customer-hub")}
        return Answer(away, lambda screen: show_elsewhere(screen, away), Exit.ELSEWHERE)
    with _beside(source):
        tried: Try = importlib.import_module("tests.simulation.selftest").tried
        found = [outcome for seed in seeds for outcome in tried(seed)]
    held = not any(outcome["broken"] for outcome in found)
    document: dict[str, Any] = {"available": True, "held": held, "tried": found}
    return Answer(document, lambda screen: show_tried(screen, document), Exit.OK if held else Exit.ERROR)


@contextmanager
def _beside(source: Path) -> Iterator[None]:
    """An editable installation finds its packages, and not what lies beside them."""
    sys.path.insert(0, str(source))
    try:
        yield
    finally:
        sys.path.remove(str(source))
