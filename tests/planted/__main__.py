"""Plant every bug and see which law catches it: `python -m tests.planted --jobs 2`; `--only NAME` for one of them.

Each bug is tried first by the check that caught it last, which `caught.json` beside this file keeps; `--search` looks
for one anew, and `--keep` writes down what was found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import msgspec

from tests.planted.catching import SUITES, Caught, Sign, catch
from tests.planted.gallery import BUGS

SEEDS = 300
KEPT = Path(__file__).with_name("caught.json")


def kept() -> dict[str, Sign]:
    """The check that caught each bug last."""
    return msgspec.json.decode(KEPT.read_bytes(), type=dict[str, Sign])


def main() -> int:
    """0 where every bug was caught."""
    wished = _wished()
    names = wished.only or list(BUGS)
    last = {} if wished.search else kept()
    found = []
    with ProcessPoolExecutor(wished.jobs) as pool:
        for caught in pool.map(_caught, names, [wished.seeds] * len(names), map(last.get, names)):
            found.append(caught)
            if not wished.markdown:
                _say(_line(caught))
    if wished.markdown:
        _say("\n".join(_markdown(found)))
    if wished.keep:
        _keep(found)
    missed = [caught.bug for caught in found if not caught.law]
    if missed:
        _say(f"not caught: {', '.join(missed)}")
    _say(f"{len(found) - len(missed)} of {len(found)} planted bugs caught; {sum(c.cpu_s for c in found):.0f} CPU s")
    return 1 if missed else 0


def _wished() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(BUGS), metavar="NAME")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="so many cases of a suite at most")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--search", action="store_true", help="as if nobody knew what caught each bug last")
    parser.add_argument("--keep", action="store_true", help="remember what caught each bug")
    parser.add_argument("--markdown", action="store_true", help="the table as docs/reference/reliability.md has it")
    return parser.parse_args()


def _caught(name: str, seeds: int, last: Sign | None) -> Caught:
    return catch(BUGS[name], seeds, last)


def _keep(found: Sequence[Caught]) -> None:
    signs = {**kept(), **{caught.bug: caught.sign for caught in found if caught.sign is not None}}
    text = msgspec.json.encode({name: asdict(signs[name]) for name in BUGS if name in signs})
    KEPT.write_bytes(msgspec.json.format(text, indent=2) + b"\n")


def _line(caught: Caught) -> str:
    by = f"{caught.suite}: {caught.law}" if caught.law else "NOT CAUGHT" if caught.reached else "NOT REACHED"
    return f"{caught.bug:26} {by:70} {caught.cases:5} cases {caught.cpu_s:6.1f} s"


def _markdown(found: Sequence[Caught]) -> list[str]:
    lines = [
        "## 仕込んだバグ / Planted bugs",
        "",
        "| バグ / bug | 名前 / name | スイート / suite | 法則 / law | 番号 / case | CPU (s) |",
        "|---|---|---|---|---|---|",
    ]
    for caught in found:
        sentence = BUGS[caught.bug].sentence
        law, number = caught.law or "**—**", caught.sign.number if caught.sign and caught.sign.suite in SUITES else "–"
        lines.append(f"| {sentence} | `{caught.bug}` | {caught.suite} | {law} | {number} | {caught.cpu_s:.1f} |")
    return lines


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
