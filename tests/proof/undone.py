"""Undo, in worlds by number: a run is taken back everywhere save where people spoke since, and so is the undo itself.

Run: python -m tests.proof.undone --cases 2000
"""

from __future__ import annotations

import random
import sys

from tests.pipeline.lab import Lab
from tests.pipeline.undo_lives import NAMES, PUSH, UndoLife
from tests.proof.cases import Outcome, main
from tests.proof.stores import store_folder


def undone_world(number: int) -> Outcome:
    """The world of this number."""
    with store_folder() as folder:
        lab = Lab(f"sqlite:///{folder / 'hub.db'}", NAMES, push=PUSH)
        try:
            life = UndoLife(lab, random.Random(f"undone {number}"))
            life.live()
            return Outcome(life.met, life.violations)
        finally:
            lab.close()


if __name__ == "__main__":
    sys.exit(main("undone", undone_world))
