"""Who watches a run sees how far it has come, with or without JavaScript, and costs the store next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hub.console.live import Live, events
from hub.steward.running import RunUnderWay, StepTold
from hub.store import runs
from tests.console.office import Office
from tests.console.one_database import office

__all__ = ["office"]


def begun(office: Office, progress: str) -> int:
    """A run that another process has begun on the same store."""
    with office.lab.database.begin() as tx:
        number = runs.start(tx, "sync", "", office.lab.world.now_text())
        runs.progressed(tx, number, progress)
    # What was found half a second ago is not asked for again.
    office.house.__dict__.pop("live", None)
    return number


def ended(office: Office, number: int) -> None:
    with office.lab.database.begin() as tx:
        runs.finish(tx, number, "ok", "{}", office.lab.world.now_text())


PROGRESS = '{"alpha/people":[1200,5000],"beta/people":[7,null],"resolve person":[3,4],"push beta/people":[0,9]}'


def test_pages_show_how_far_a_run_has_come_as_they_are_served(office: Office) -> None:
    number = begun(office, PROGRESS)
    browser = office.browser("viewer")
    for path in ("/", "/runs", f"/runs/{number}"):
        page = browser.get(path)
        assert "Read alpha/people 1,200 of 5,000 Read beta/people 7 Recognize: Person 3 of 4" in page.words
        assert '<progress value="1200" max="5000" aria-label="Read alpha/people">' in page.text


def test_nothing_is_said_of_it_where_no_run_is_under_way(office: Office) -> None:
    page = office.browser("viewer").get("/")
    assert ("data-events" in page.text, "live.js" in page.text) == (False, False)


def test_the_stream_of_a_run_ends_with_it(office: Office) -> None:
    number = begun(office, PROGRESS)
    ended(office, number)
    page = office.browser("viewer").get(f"/live?run={number}")
    assert (page.headers["content-type"].partition(";")[0], page.text) == (
        "text/event-stream",
        "event: end\ndata: \n\n",
    )
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_who_has_not_signed_in_hears_nothing(office: Office) -> None:
    assert office.browser().get("/live").status == 303


def run(done: int) -> RunUnderWay:
    return RunUnderWay(1, "sync", "2026-04-01T09:00:00.000Z", [StepTold("pull", "alpha/people", done, 3)])


def heard(looks: list[Sequence[RunUnderWay]], stops_after: int = 1000) -> list[str]:
    """The events of one who watches while the store shows these, one after the other."""
    shown = iter(looks)
    times = iter(range(1000))
    live = Live(lambda: next(shown), lambda: float(next(times)))

    async def pause(_: float) -> None:
        if next(times) > stops_after:
            live.stop()

    async def listen() -> list[str]:
        found = events(live, lambda runs: "\n".join(f"{one.steps[0].done}" for one in runs), pause)
        return [event async for event in found]

    return asyncio.run(listen())


def test_only_what_has_changed_is_told() -> None:
    told = heard([[run(1)], [run(1)], [run(2)], [run(2)], []])
    assert told == ["event: progress\ndata: 1\n\n", "event: progress\ndata: 2\n\n", "event: end\ndata: \n\n"]


def test_a_console_that_ends_lets_go_of_who_watches() -> None:
    assert heard([[run(1)]] * 50, stops_after=3) == ["event: progress\ndata: 1\n\n"]


def test_who_watches_long_is_asked_at_the_door_again() -> None:
    told = heard([[run(1)]] * 500)
    assert (told[0], set(told[1:])) == ("event: progress\ndata: 1\n\n", {": still there\n\n"})


def test_however_many_watch_the_store_is_asked_twice_a_second() -> None:
    looks: list[float] = []
    now = 0.0

    def look() -> Sequence[RunUnderWay]:
        looks.append(now)
        return ()

    live = Live(look, lambda: now)
    for tick in range(100):
        now = tick / 10
        for _ in range(50):
            live.found()
    assert len(looks) == 20
