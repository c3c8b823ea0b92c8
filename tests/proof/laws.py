"""Every law of the tests on many random inputs: `python -m tests.proof.laws --times 5 --seed 1 --jobs 2`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys


def main() -> int:
    """0 where no input broke a law; the last line counts the laws."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.laws", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="so many times the share of `make test`")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    wished = parser.parse_args()
    # The plug-in of Hypothesis marks the tests that are its own.
    command = ["-m", "pytest", "-m", "hypothesis", "-n", str(wished.jobs), f"--hypothesis-seed={wished.seed}"]
    # The seed says which inputs, where otherwise CI would try the same ones each time.
    searching = ["--hypothesis-profile=searching"]
    environment = os.environ | {"HUB_TEST_TIMES": str(wished.times)}
    return subprocess.run([sys.executable, *command, *searching], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
