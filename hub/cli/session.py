"""One command from its configuration to its exit code: output on stdout; log, progress and errors on stderr."""

from __future__ import annotations

import gc
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from rich.console import Console

from hub import log
from hub.bootstrap import Surroundings, looking, opened, trying
from hub.cli.answer import Answer
from hub.cli.documents import as_text
from hub.cli.exits import Exit
from hub.cli.failures import DEFAULT_ZONE, Failure, failure_of
from hub.cli.interrupt import stopping_on_signals
from hub.cli.language import Language
from hub.cli.options import Options
from hub.cli.progress import present_stderr, progress_on
from hub.cli.show.screen import Screen
from hub.cli.words import Say
from hub.config import Config, load_config
from hub.steward.typed import Typed
from hub.sync.world import World


@dataclass
class Session:
    """What a command works with."""

    options: Options
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def lang(self) -> Language:
        """The language that is spoken; the configuration's where nobody asked for one."""
        return "en" if self.options.lang == "en" else "ja"

    @property
    def say(self) -> Say:
        return Say(self.lang)

    @cached_property
    def out(self) -> Console:
        return Console(file=sys.stdout, highlight=False)

    @cached_property
    def err(self) -> Console:
        return Console(file=sys.stderr, highlight=False)

    @cached_property
    def config(self) -> Config:
        """The configuration; its language and its log settings hold from here on."""
        config = load_config(self.options.config)
        self.options.lang = self.options.lang or config.settings.language
        wanted = config.settings.log
        level: log.Level = "debug" if self.options.verbose else wanted.level
        log.setup(level, wanted.format, wanted.personal_values, present_stderr())
        return config

    @contextmanager
    def working(self, *, bars: bool = True) -> Iterator[World]:
        """The hub, alone on its database, with a progress display; Ctrl-C stops it at the next page."""
        config = self.config
        with (
            progress_on(self.err, shown=bars and not self.options.no_progress, word=self.say.step) as progress,
            stopping_on_signals(self.stopping, lambda key: self.tell(self.say(key))),
            opened(config, Surroundings(progress=progress, stopping=self.stopping)) as world,
        ):
            yield world

    @contextmanager
    def trying(self) -> Iterator[World]:
        """The hub over a scratch copy of its database."""
        with trying(self.config, Surroundings(stopping=self.stopping, log=lambda event, **data: None)) as world:
            yield world

    @contextmanager
    def looking(self) -> Iterator[World]:
        """The hub for reading only."""
        with looking(self.config, Surroundings(stopping=self.stopping)) as world:
            yield world

    @property
    def zone(self) -> ZoneInfo:
        """The company's zone once the configuration is loaded."""
        config = self.__dict__.get("config")
        return ZoneInfo(config.settings.time_zone if isinstance(config, Config) else DEFAULT_ZONE)

    def screen(self) -> Screen:
        """Where answers are drawn; with the company's own fields and zone once the configuration is loaded."""
        config = self.__dict__.get("config")
        if not isinstance(config, Config):
            return Screen(self.out, self.say)
        return Screen(self.out, self.say, config.schema, config.settings.time_zone)

    def typed(self, world: World) -> Typed:
        """Reads values that were typed."""
        return Typed(world, self.zone)

    def tell(self, text: str) -> None:
        """A word to the person, beside the output."""
        self.err.print(text, markup=False, soft_wrap=True)


def carry_out(options: Options, name: str, command: Callable[[Session], Answer]) -> Exit:
    """Run a command, print what it gives, and tell what went wrong in words."""
    session = Session(options)
    # What was imported until here stays; from here on garbage is looked for among the new objects only.
    gc.freeze()
    gc.enable()
    try:
        answer = command(session)
        _give(session, name, answer)
        return answer.exit
    except KeyboardInterrupt:
        session.tell(session.say("aside.stopped"))
        return Exit.PARTIAL
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets words and not a traceback
        if options.verbose:
            session.tell(traceback.format_exc())
        return _fail(session, name, failure_of(error, session.say, session.zone))


def _give(session: Session, name: str, answer: Answer) -> None:
    if session.options.as_json:
        _write({"command": name, "exit": int(answer.exit), **answer.document})
    else:
        answer.show(session.screen())


def _fail(session: Session, name: str, failure: Failure) -> Exit:
    if session.options.as_json:
        _write({"command": name, "exit": int(failure.exit), "error": failure.document})
    for line in failure.lines:
        session.tell(line)
    return failure.exit


def _write(document: dict[str, object]) -> None:
    try:
        sys.stdout.write(as_text(document) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, say) has seen enough; without this Python complains once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
