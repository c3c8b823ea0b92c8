"""All proofs, one after the other: `python -m tests.proof` as CI runs them, `--release` as they are published.

Each suite is lived in chunks of its own commands, and what has been done is kept, so a release's hours may be spread
over days: its log is published with the sources, and names the commit of each chunk. The table at the end is what
docs/reference/reliability.md publishes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.proof.suites import SUITES, Suite

CI_LOG, RELEASE_LOG = Path(".proof/ci.jsonl"), Path("docs/reference/proof.jsonl")


@dataclass(frozen=True)
class Done:
    """One chunk that was lived: its command, its last lines, how long it took, whether every law held, and on which
    day and commit.
    """

    suite: str
    start: int
    count: int
    command: str
    said: str
    seconds: float
    held: bool
    day: str
    commit: str


class Log:
    """What has been done, in a file of one line a chunk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.done = [Done(**json.loads(line)) for line in lines]

    def has(self, suite: Suite, start: int) -> bool:
        return any(done.suite == suite.name and done.start == start and done.held for done in self.done)

    def add(self, done: Done) -> None:
        self.done = [old for old in self.done if (old.suite, old.start) != (done.suite, done.start)] + [done]
        self._path.parent.mkdir(exist_ok=True)
        text = "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in self.done)
        self._path.write_text(text, encoding="utf-8")


def main() -> int:
    """0 where every law of every suite held."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--release", action="store_true", help="the published column: hours, resumable")
    parser.add_argument("--only", action="append", choices=[suite.name for suite in SUITES])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="forget what was done")
    parser.add_argument("--minutes", type=float, help="begin no chunk later than this")
    wished = parser.parse_args()
    began, path = time.monotonic(), RELEASE_LOG if wished.release else CI_LOG
    if wished.again or not wished.release:
        path.unlink(missing_ok=True)
    log = Log(path)
    suites = [suite for suite in SUITES if wished.only is None or suite.name in wished.only]
    for suite, start, count in _chunks(suites, is_release=wished.release):
        if wished.minutes is not None and time.monotonic() - began > wished.minutes * 60:
            break
        if not log.has(suite, start):
            log.add(_lived(suite, start, count, wished.jobs))
    sys.stdout.write("\n" + "\n".join(_table(suites, log)) + "\n")
    return 0 if all(done.held for done in log.done) else 1


def _chunks(suites: Sequence[Suite], *, is_release: bool) -> list[tuple[Suite, int, int]]:
    """Suite, start and count of every chunk; a release's suites take turns, so that all of them are always as far."""
    cases = {suite.name: suite.release if is_release else suite.ci for suite in suites}
    chunks = [
        (suite, start, min(suite.chunk, cases[suite.name] - start))
        for suite in suites
        for start in range(0, cases[suite.name], suite.chunk)
    ]
    return sorted(chunks, key=lambda chunk: chunk[1] / cases[chunk[0].name]) if is_release else chunks


def _lived(suite: Suite, start: int, count: int, jobs: int) -> Done:
    command = suite.command(start, count, jobs)
    began = time.monotonic()
    process = subprocess.run(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    lines = process.stdout.strip().splitlines()
    held = process.returncode == 0
    sys.stdout.write("\n".join(lines[-1:] if held else lines[-60:]) + "\n")
    sys.stdout.flush()
    return Done(
        suite.name,
        start,
        count,
        f"python {' '.join(command)}",
        "\n".join(lines[-suite.lines :]),
        round(time.monotonic() - began, 1),
        held,
        datetime.now(UTC).date().isoformat(),
        _commit(),
    )


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, encoding="utf-8", check=False)
    return asked.stdout.strip()


def _table(suites: Sequence[Suite], log: Log) -> Iterator[str]:
    yield "| suite | cases | violations in | minutes | a command |"
    yield "|---|---|---|---|---|"
    for suite in suites:
        done = [each for each in log.done if each.suite == suite.name]
        cases, minutes = sum(each.count for each in done), sum(each.seconds for each in done) / 60
        broken = sum(not each.held for each in done)
        command = done[0].command if done else ""
        yield f"| {suite.title} | {cases:,} | {broken} of {len(done)} chunks | {minutes:.1f} | `{command}` |"


if __name__ == "__main__":
    sys.exit(main())
