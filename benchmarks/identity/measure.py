"""`python -m benchmarks.identity.measure FOLDER...` writes `hub/matching/measured_shares.py`, what the weights rest on.

Each folder has the `records.csv` of a world on which the weights were tuned. Its truth is not looked at: no company has
one.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from hub.batch import sql
from hub.batch.estimate import Shares, shipped
from hub.batch.match import Matching
from hub.batch.prepare import prepared
from hub.batch.source import open_source
from hub.batch.train import estimator_of
from hub.matching.definition import DEFINITIONS
from hub.matching.weights import levels

FEWEST = 20
"""A world in which a factor speaks of fewer pairs shows nothing of it."""
HEAD = '''"""The shares of `measured`: entity, factor, level, then the least and the largest m and u.

Written by `python -m benchmarks.identity.measure`.
"""

TABLE = """\\'''


def measure(records: Path) -> dict[str, Shares]:
    """The shares of one world, by type of records."""
    with open_source(records, {}) as source, prepared(source, *sql.asked(DEFINITIONS.values())) as engine:
        matching = Matching(engine, DEFINITIONS.values())
        return {name: estimator_of(matching, one, {}).shares(shipped(one)) for name, one in DEFINITIONS.items()}


def main() -> None:
    """Print the module."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity.measure", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    worlds = [measure(folder / "records.csv") for folder in parser.parse_args().folders]
    print(HEAD)
    for entity, definition in DEFINITIONS.items():
        seen = defaultdict(list)
        for world in worlds:
            for name, share in world[entity].same.items():
                if share.of >= FEWEST:
                    seen[name].append((share.part, world[entity].others[name].part))
        for name, _ in levels(definition):
            if any(m or u for m, u in seen[name]):
                numbers = [f"{pick(part):.3g}" for part in zip(*seen[name], strict=True) for pick in (min, max)]
                print(entity, *name, *numbers)
    print('"""')


if __name__ == "__main__":
    main()
