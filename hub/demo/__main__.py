"""`make run`: the whole way once on this machine, and on a second run the proof that nothing is left to do; at a
terminal the console follows.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

from rich.console import Console

from hub.bootstrap import looking
from hub.cli import main as type_command
from hub.cli.exits import Exit
from hub.config import load_config
from hub.demo.config import write_config
from hub.demo.customers import card_id
from hub.demo.edits import people_work
from hub.demo.stage import Stage, set_up
from hub.demo.words import say
from hub.store import runs


def main(arguments: list[str] | None = None) -> int:
    """Play the demo in a folder; the exit code is that of the last sync."""
    parser = argparse.ArgumentParser(prog="make run", description=main.__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".demo"))
    parser.add_argument("--lang", choices=("ja", "en"), default=_language())
    parser.add_argument("--serve", action=argparse.BooleanOptionalAction, default=_is_at_a_terminal())
    chosen = parser.parse_args(arguments)
    screen = Console(highlight=False)
    with set_up(chosen.folder) as stage:
        write_config(stage, chosen.lang)
        code = _first_run(screen, stage, chosen.lang) if stage.is_new else _next_run(screen, stage, chosen.lang)
        screen.print(say(chosen.lang, "next", config=stage.config_path))
        # The demo leaves decisions to its visitor: that they wait is no failure.
        if code not in (Exit.OK, Exit.CONFLICTS):
            return code
        if chosen.serve:
            return _console(screen, stage, chosen.lang)
        screen.print(say(chosen.lang, "console.later", config=stage.config_path))
    return Exit.OK


def _console(screen: Console, stage: Stage, lang: str) -> int:
    """Serve with the stand-ins alive, and a decision is seen to arrive; at any port where the usual is taken."""
    screen.rule(say(lang, "console"))
    key = "console.how" if stage.is_new else "console.again"
    screen.print(say(lang, key, config=stage.config_path))
    return _hub(stage, lang, "serve", "--port", str(_port()))


def _port(wanted: int = 8787) -> int:
    """The console's usual port, or 0 (any) where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
    return wanted


def _is_at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _first_run(screen: Console, stage: Stage, lang: str) -> int:
    screen.rule(say(lang, "first"))
    screen.print(say(lang, "stage", folder=stage.folder))
    code = _hub(stage, lang, "sync")
    if code:
        return code
    screen.rule(say(lang, "same"))
    for told, other in (("same.joined", "second"), ("same.wall", "colleague")):
        screen.print(say(lang, told))
        _hub(stage, lang, "match", "why", *(f"cards/bizCards/{card_id(memo)}#person" for memo in ("first", other)))
    screen.print(say(lang, "same.old"))
    _hub(stage, lang, "explain", f"cards/bizCards/{card_id('old')}#employment", "title")
    screen.print(say(lang, "bills"))
    _hub(stage, lang, "invoices", "list", "--customer", "company/1")
    screen.rule(say(lang, "edits"))
    for line in people_work(stage):
        screen.print(say(lang, line))
    plan = str(stage.folder / "plan.json")
    _hub(stage, lang, "plan", "--out", plan)
    screen.rule(say(lang, "apply"))
    _hub(stage, lang, "apply", plan)
    screen.rule(say(lang, "why"))
    _hub(stage, lang, "explain", "company/1", "phone")
    screen.rule(say(lang, "undo"))
    _hub(stage, lang, "undo", "--record", "accounting/partners/101", "--field", "phone", "--yes")
    screen.print(say(lang, "undo_undo"))
    _hub(stage, lang, "undo", str(_latest_run(stage)), "--yes")
    return _hub(stage, lang, "sync")


def _latest_run(stage: Stage) -> int:
    with looking(load_config(stage.config_path)) as world, world.database.begin() as tx:
        return runs.latest(tx, 1)[0].run_id


def _next_run(screen: Console, stage: Stage, lang: str) -> int:
    screen.rule(say(lang, "again"))
    return _hub(stage, lang, "sync")


def _hub(stage: Stage, lang: str, *words: str) -> int:
    """Type a command of the hub, and show it as it would be typed."""
    Console(highlight=False).print(f"[bold]$ hub --config {stage.config_path} {' '.join(words)}[/]")
    return type_command(["--config", str(stage.config_path), "--lang", lang, *words])


def _language() -> str:
    wanted = os.environ.get("HUB_LANG") or os.environ.get("LANG", "")
    return "en" if wanted.startswith("en") else "ja"


if __name__ == "__main__":
    sys.exit(main())
