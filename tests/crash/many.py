"""Many stories on several processes, and the tally of what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context

from tests.crash.doom import TRACED, WAYS, WRITE_CALL
from tests.crash.nursery import can_trace
from tests.crash.stores import Kind, drop_schema
from tests.crash.story import Ending, lived

# Stories that one process lives before it answers.
_CHUNK = 10


@dataclass
class Tally:
    """What happened so far."""

    kills: dict[Kind, Counter[str]] = field(default_factory=lambda: {"sqlite": Counter(), "postgresql": Counter()})
    killed_at: Counter[str] = field(default_factory=Counter)
    stories: int = 0
    runs: int = 0
    edits: int = 0
    breaches: list[tuple[int, str]] = field(default_factory=list)
    tales: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def killed(self) -> int:
        return sum(kills.total() for kills in self.kills.values())

    def add(self, number: int, ending: Ending) -> None:
        self.kills[ending.kind].update(ending.kills)
        self.killed_at.update(ending.killed_at)
        self.stories += 1
        self.runs += ending.runs
        self.edits += ending.edits
        if ending.breaches:
            self.tales[number] = ending.tale
        self.breaches += [(number, breach) for breach in ending.breaches]

    def breached(self, law: str) -> int:
        return sum(breach.startswith(law) for _, breach in self.breaches)

    def told(self, module: str, seed: int) -> list[str]:
        """The tales of the stories that broke a law, and how to live them again."""
        lines: list[str] = []
        for number, tale in self.tales.items():
            lines.append(f"story {number}, again: python -m {module} --seed {seed} --start {number}")
            lines += [*tale, *(f"  {breach}" for at, breach in self.breaches if at == number)]
        return lines

    def figures(self) -> str:
        ways = {kind: dict(sorted(kills.items())) for kind, kills in self.kills.items() if kills}
        return (
            f"{self.killed} kills of {self.runs} hubs in {self.stories} stories, {self.edits} edits by people: "
            f"lost {self.breached('lost')}, doubled {self.breached('doubled')}, "
            f"unclean {self.breached('unclean')}, failed {self.breached('failed')}, "
            f"unplanned {self.breached('unplanned')}\n"
            f"  killed in {_listed(dict(self.killed_at))}\n"
            + "\n".join(
                f"  {kind}: {kills.total()} " + _listed(ways[kind]) for kind, kills in self.kills.items() if kills
            )
        )


def _listed(ways: dict[str, int]) -> str:
    return "(" + ", ".join(f"{way} {kills}" for way, kills in ways.items()) + ")"


@dataclass(frozen=True)
class Wish:
    """Which stories to live."""

    seed: int
    start: int
    kills: int | None
    stories: int | None
    databases: tuple[Kind, ...]

    def seed_of(self, number: int) -> str:
        return f"{self.seed}/{number}"

    def kind_of(self, number: int) -> Kind:
        """Every sixth story lives on the server, where there are two kinds."""
        if len(self.databases) == 1:
            return self.databases[0]
        return "postgresql" if number % 6 == 0 else "sqlite"

    def ways_of(self, number: int) -> tuple[str, ...]:
        """Every eighth story is looked at by strace; a server's disk is its own."""
        if number % 8 != 1 or not can_trace():
            return WAYS
        return (*WAYS, *(TRACED if self.kind_of(number) == "sqlite" else [WRITE_CALL]))

    def is_done(self, tally: Tally) -> bool:
        if self.stories is not None and tally.stories >= self.stories:
            return True
        return self.kills is not None and tally.killed >= self.kills


def live_some(wish: Wish, numbers: range) -> list[Ending]:
    """Some stories in this process."""
    try:
        return [lived(wish.seed_of(number), wish.kind_of(number), wish.ways_of(number)) for number in numbers]
    finally:
        drop_schema()


def live_until_done(wish: Wish, jobs: int) -> Iterator[tuple[int, Tally]]:
    """(the number up to which all stories are lived, what happened) after each chunk."""
    yield from _one_after_the_other(wish) if jobs == 1 else _side_by_side(wish, jobs)


def _one_after_the_other(wish: Wish) -> Iterator[tuple[int, Tally]]:
    """In this process, which needs no second one to be started and warmed up."""
    tally, following = Tally(), wish.start
    while not wish.is_done(tally):
        endings = live_some(wish, range(following, following + _chunk(wish, following)))
        for number, ending in enumerate(endings, following):
            tally.add(number, ending)
        following += _CHUNK
        yield following, tally


def _side_by_side(wish: Wish, jobs: int) -> Iterator[tuple[int, Tally]]:
    tally, starts = Tally(), count(wish.start, _CHUNK)
    ended: dict[int, list[Ending]] = {}
    following = wish.start
    # A process that forks must have no other thread, and a fresh one has none.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running: dict[Future[list[Ending]], int] = {}
        while not wish.is_done(tally):
            while len(running) < jobs:
                start = next(starts)
                running[pool.submit(live_some, wish, range(start, start + _chunk(wish, start)))] = start
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                ended[running.pop(future)] = future.result()
            while following in ended and not wish.is_done(tally):
                for number, ending in enumerate(ended.pop(following), following):
                    tally.add(number, ending)
                following += _CHUNK
            yield following, tally
        for future in running:
            future.cancel()


def _chunk(wish: Wish, start: int) -> int:
    return _CHUNK if wish.stories is None else max(1, min(_CHUNK, wish.start + wish.stories - start))
