"""Kill hubs by the thousand: `python -m tests.crash --kills 10000 --seed 1 --jobs 2`.

Stories have numbers; each is told by the seed and its number alone, so that a failed one can be lived again and a
run that was cut off can go on (`--start`). The last line has the figures; the exit code is 1 where a law is broken.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.crash.many import Tally, Wish, live_until_done
from tests.crash.nursery import can_trace
from tests.crash.stores import Kind

_EVERY_S = 10.0


def main() -> int:
    """Live stories, tell how it goes, and sum up."""
    wish, jobs = _wished()
    began = spoke = time.monotonic()
    tally = Tally()
    if not can_trace():
        _say("strace is absent or may not trace here: no hub is killed at its k-th write system call")
    told = 0
    for following, tally in live_until_done(wish, jobs):
        lines = tally.told("tests.crash --stories 1", wish.seed)
        for line in lines[told:]:
            _say(line)
        told = len(lines)
        now = time.monotonic()
        if now - spoke > _EVERY_S:
            spoke = now
            _say(f"... {tally.killed} kills in {now - began:.0f} s; go on with --start {following}")
    _say(
        f"seed {wish.seed}, stories {wish.start} to {wish.start + tally.stories - 1}, {time.monotonic() - began:.0f} s"
    )
    _say(tally.figures())
    return 1 if tally.breaches else 0


def _wished() -> tuple[Wish, int]:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description="Kill hubs until a law breaks.")
    parser.add_argument("--kills", type=int, help="stop after so many kills (1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--start", type=int, default=0, help="the number of the first story")
    parser.add_argument("--stories", type=int, help="stop after so many stories")
    parser.add_argument("--databases", choices=("sqlite", "postgresql", "both"), default="both")
    found = parser.parse_args()
    kills = 1000 if found.kills is None and found.stories is None else found.kills
    kinds: tuple[Kind, ...] = ("sqlite", "postgresql") if found.databases == "both" else (found.databases,)
    return Wish(found.seed, found.start, kills, found.stories, kinds), found.jobs


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
