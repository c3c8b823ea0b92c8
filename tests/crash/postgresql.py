"""A server that fails under the hub: `python -m tests.crash.postgresql --kills 30`.

The server is the test's own. Its sessions are terminated, or it is stopped as a machine fails, at any moment of a
hub's run; then it is started again, and the next hub has to make sense of what it finds.
"""

from __future__ import annotations

import argparse
import sys
from itertools import count

from tests.crash.doom import SERVER_WAYS
from tests.crash.many import Tally
from tests.crash.server import own_server, program
from tests.crash.story import lived_on


def main() -> int:
    """Live stories on a failing server; the exit code is 1 where a law is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.postgresql", description="Let a server fail.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first story")
    wished = parser.parse_args()
    if program("initdb") is None:
        sys.stdout.write("PostgreSQL's server programs are absent (Debian: postgresql); nothing was killed\n")
        return 2
    tally = Tally()
    with own_server() as server:
        for number in count(wished.start):
            tally.add(number, lived_on(server, f"{wished.seed}/{number}", SERVER_WAYS))
            if tally.killed >= wished.kills or tally.breached("failed"):
                break
    sys.stdout.write("\n".join([*tally.told("tests.crash.postgresql", wished.seed), tally.figures()]) + "\n")
    return 1 if tally.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
