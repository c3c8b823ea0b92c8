"""schemathesis asks the HTTP API everything that openapi.json allows, and much that it does not.

Run: python -m tests.console.described --examples 50 --seed 1
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from hub.console.security.limits import Limits
from hub.console.security.scopes import API
from hub.console.server import Address, served
from tests.console.office import Office
from tests.console.programs import token_of
from tests.pipeline.ready import ready_file

_SETTINGS = Path(__file__).with_name("described.toml")
_FIGURES = re.compile(r"\d+ generated[^\n]*")
_ENDLESS = 1_000_000_000


def asked(
    folder: Path, examples: int, seed: int, phases: str = "examples,coverage,fuzzing,stateful"
) -> tuple[bool, str]:
    """Whether nothing was found, and what there was to say."""
    from schemathesis.cli import schemathesis  # late: each worker of the tests imports this module, and one asks

    office = Office(ready_file(folder / "hub.db"))
    try:
        office.quarrel()
        office.lab["alpha"].user_creates("q1", family="山田", founded="いつか", firm="山田商事")
        office.lab.sync()
        office.house.__dict__["limits"] = Limits(office.lab.clock, _ENDLESS)
        with served(office.app, Address(port=0)) as url:
            token = token_of(office, "admin")
            words: list[Any] = ["--config-file", _SETTINGS, "--no-color", "run", f"{url.rstrip('/')}{API}/openapi.json"]
            words += [
                "-H",
                f"Authorization: Bearer {token}",
                "-n",
                examples,
                "--seed",
                seed,
                "--checks",
                "all",
                "--phases",
                phases,
            ]
            # What it remembers for a replay goes where nobody keeps it.
            with chdir(folder):
                done = CliRunner().invoke(schemathesis, [str(word) for word in words])
        broken = [data for event, data in office.logged if event == "page_failed"]
    finally:
        office.close()
    if done.exit_code == 0 and not broken:
        return True, (_FIGURES.findall(done.output) or [""])[-1]
    return False, f"{done.output}\n{broken}\n{done.exception!r}"


def main() -> int:
    """Tell the figures, or what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        is_good, told = asked(Path(folder), wanted.examples, wanted.seed)
    sys.stdout.write(f"described: {told}\n" if is_good else told)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
