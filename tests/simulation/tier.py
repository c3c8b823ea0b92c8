"""A tier of the simulation: how its stories are drawn and lived, and what became of one of them.

The lab tier has systems behind the interface of connectors, the wire tier the real connectors over their twins; both
share the book, the process, the campaign and the way in which a history is cut short.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.simulation.book import Book
from tests.simulation.trace import Trace

CRASHED = "nothing crashes"


@dataclass
class Outcome:
    """What became of one history."""

    seed: int
    broken: list[tuple[str, str]]
    digest: str
    runs: int = 0
    deaths: int = 0
    did: Counter[str] = field(default_factory=Counter)
    residual: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)


class Livable(Protocol):
    """What a history plays in; a history of so many runs without people and faults ends it."""

    book: Book

    @property
    def deeds(self) -> Counter[str]: ...
    @property
    def deaths(self) -> int: ...
    def rest(self) -> None: ...
    def close(self) -> None: ...


class Story(Protocol):
    """One seed's world and history."""

    @property
    def seed(self) -> int: ...
    @property
    def events(self) -> Sequence[Any]: ...
    @property
    def about(self) -> Sequence[object]: ...


class Live(Protocol):
    """Lives through a story, or through those of its events that are given."""

    def __call__(self, story: Any, events: Sequence[Any] | None = None, *, keeps_trace: bool = False) -> Outcome: ...


@dataclass(frozen=True)
class Tier:
    """`module` is started by `python -m`, `laws` are the names of all that is looked at.

    Its functions are those of modules, so that other processes find them.
    """

    module: str
    story_of: Callable[[int], Story]
    live: Live
    laws: tuple[str, ...]


def lived(
    story: Story,
    office: Livable,
    trace: Trace,
    events: Sequence[Any] | None,
    at_rest: Callable[[], Iterable[tuple[str, str]]],
) -> Outcome:
    """Let everything happen, come to rest, and see which laws were broken."""
    broken: list[tuple[str, str]] = []
    try:
        for event in story.events if events is None else events:
            trace.tell("event", event)
            event.happen(office)
        office.rest()
        broken += at_rest()
    except Exception as error:  # noqa: BLE001 - whatever ends a history is a finding, with its seed
        where = traceback.extract_tb(error.__traceback__)[-1]
        broken.append((CRASHED, f"{type(error).__name__}: {error} in {where.name} ({where.filename}:{where.lineno})"))
    finally:
        office.close()
    deeds = office.deeds + Counter(edits=len(office.book.edits))
    return Outcome(
        story.seed, broken, trace.digest, deeds["ran"], office.deaths, deeds, office.book.residual, trace.lines
    )
