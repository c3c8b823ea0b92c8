"""A handful of planted bugs is caught in each run of the tests; all of them: `python -m tests.planted`."""

from __future__ import annotations

import builtins
import sys
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import pytest

from hub.store import conflicts
from hub.store.lease import Lease
from tests.planted.__main__ import kept
from tests.planted.catching import SUITES, NotReachedError, catch
from tests.planted.gallery import BUGS
from tests.planted.planting import Bug, NoPlaceError

HANDFUL = (
    "cursor_stands_still",
    "conflict_unwritten",
    "deleted_comes_back",
    "wall_ignored",
    "plan_leaves_rows",
    "no_fence",
)


@pytest.mark.parametrize("name", HANDFUL)
def test_a_planted_bug_is_caught_by_a_law(name: str) -> None:
    caught = catch(BUGS[name], cases=20, last=kept()[name])
    assert (caught.law != "", caught.reached) == (True, True)


@pytest.mark.long
def test_a_bug_changes_what_the_engine_calls_and_leaves_nothing_behind() -> None:
    for bug in BUGS.values():
        with bug.planted():
            pass  # what it names is imported now
    before = _everything_of_ours()
    for name, bug in BUGS.items():
        with bug.planted() as calls:
            assert (name, bool(calls), calls.total()) == (name, True, 0)
            assert _everything_of_ours() != before, name
    # A name that is told here is one that some bug changed and left so.
    now = _everything_of_ours()
    assert [name for name in before if now.get(name) != before[name]] == []


def _everything_of_ours() -> dict[str, dict[object, int]]:
    """What every name of every module, class and table of functions of ours stands for."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in ("hub", "connectors", "tests")]
    found, seen = {}, {id(vars(builtins))}
    for where, holder in ((where, holder) for module in modules for where, holder in _holders(module)):
        # A class is told where it is met first: most modules know it.
        if id(holder) not in seen:
            seen.add(id(holder))
            names = holder if isinstance(holder, dict) else vars(holder)
            found[where] = dict(zip(names, map(id, names.values()), strict=True))
    return found


def _holders(module: ModuleType) -> Iterator[tuple[str, object]]:
    yield module.__name__, module
    for name, what in list(vars(module).items()):
        if isinstance(what, type | dict):
            yield f"{module.__name__}.{name}", what


def test_every_bug_was_caught_by_a_check_that_is_to_catch_it() -> None:
    signs = kept()
    assert list(signs) == list(BUGS)
    assert all(sign.suite in BUGS[name].suites for name, sign in signs.items())
    for bug in BUGS.values():
        assert all(suite in SUITES or suite.startswith("tests/") for suite in bug.suites)


def test_what_was_imported_meanwhile_is_healed_too() -> None:
    healthy = conflicts.insert
    with BUGS["conflict_unwritten"].planted():
        late = ModuleType("tests.late")
        late.insert = conflicts.insert  # type: ignore[attr-defined]
        sys.modules["tests.late"] = late
    try:
        assert late.insert is healthy
    finally:
        del sys.modules["tests.late"]


def test_a_bug_whose_place_has_vanished_is_told() -> None:
    lost = Bug("lost", "", lambda plant: plant("hub.store.lease:Lease.vanished", lambda healthy: None), ())
    with pytest.raises(NoPlaceError, match=r"hub\.store\.lease:Lease\.vanished is no more"), lost.planted():
        pass


def test_a_bug_that_is_called_with_other_words_than_the_engine_gives_is_told() -> None:
    deaf = Bug("deaf", "", lambda plant: plant("hub.store.lease:Lease.check", lambda healthy, lease: None), ())
    with pytest.raises(NoPlaceError, match=r"Lease\.check is called with other words by now"), deaf.planted():
        pass


def test_the_calls_of_what_is_broken_are_counted() -> None:
    with BUGS["no_fence"].planted() as calls:
        Lease.check(None, None)  # type: ignore[arg-type]
    assert calls == Counter({"hub.store.lease:Lease.check": 1})


def test_a_check_that_fails_without_coming_by_the_bug_catches_nothing() -> None:
    unmet = Bug(
        "unmet", "", lambda plant: plant("hub.store.lease:acquire", lambda healthy, *words, **options: None), ("mine",)
    )
    answers = iter([["a law"], []])
    SUITES["mine"] = lambda number: next(answers)
    try:
        with pytest.raises(NotReachedError, match="never called what unmet breaks"):
            catch(unmet, cases=1)
    finally:
        del SUITES["mine"]
