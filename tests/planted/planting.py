"""Planting: a broken variant of one function of the engine takes its place wherever it is used, and leaves it again.

Invariant: what a bug names must exist and be called as the variant is, and each call of a variant is counted: a bug
whose place was renamed is an error, and one whose variant nobody calls is never taken for caught.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from inspect import signature
from typing import Any, Protocol

SIMULATION = "simulation"
# Nowhere else can a function of the engine have been imported to.
_OURS = ("hub", "tests", "connectors")


class Plant(Protocol):
    """`plant("hub.sync.push:change_of", broken)` lets `broken(healthy, ...)` be called instead of the healthy one."""

    def __call__(self, place: str, broken: Callable[..., Any]) -> None: ...


@dataclass(frozen=True)
class Bug:
    """`sow` plants it; `suites` are those that are to catch it, in this order."""

    name: str
    sentence: str
    sow: Callable[[Plant], None]
    suites: tuple[str, ...]

    @contextmanager
    def planted(self) -> Iterator[Counter[str]]:
        """The engine has the bug inside the block; how often each of its variants was called.

        Raises `NoPlaceError` where the engine has no such function any more.
        """
        with ExitStack() as undo:
            calls: Counter[str] = Counter()
            self.sow(partial(_replace, undo, calls))
            yield calls


class NoPlaceError(LookupError):
    """A bug names what the engine does not have."""


SOWN: list[Bug] = []


def bug(sentence: str, *suites: str) -> Callable[[Callable[[Plant], None]], Callable[[Plant], None]]:
    """Register a bug under the name of its function; without `suites` the simulator is to catch it."""

    def register(sow: Callable[[Plant], None]) -> Callable[[Plant], None]:
        SOWN.append(Bug(sow.__name__, sentence, sow, suites or (SIMULATION,)))
        return sow

    return register


def _replace(undo: ExitStack, calls: Counter[str], place: str, broken: Callable[..., Any]) -> None:
    holder, name = _found(place)
    healthy = holder[name] if isinstance(holder, dict) else getattr(holder, name)
    _check_words(place, healthy, broken)
    calls[place] = 0

    @wraps(healthy)
    def variant(*words: Any, **options: Any) -> Any:
        calls[place] += 1
        return broken(healthy, *words, **options)

    put = holder.__setitem__ if isinstance(holder, dict) else partial(setattr, holder)
    undo.callback(put, name, healthy)
    put(name, variant)
    # Also what was imported meanwhile under the variant's name gets the healthy one back.
    undo.callback(_rename, variant, healthy)
    _rename(healthy, variant)


def _check_words(place: str, healthy: Callable[..., Any], broken: Callable[..., Any]) -> None:
    """A variant that can't be called with what the engine gives would be caught by its own fall."""
    asked = signature(healthy).parameters.values()
    words = [healthy, *(one.name for one in asked if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD))]
    try:
        signature(broken).bind(*words, **{one.name: None for one in asked if one.kind is one.KEYWORD_ONLY})
    except TypeError as error:
        raise NoPlaceError(f"{place} is called with other words by now: {error}") from error


def _rename(old: Any, new: Any) -> None:
    """Let every name of our modules that stands for `old` stand for `new`."""
    for module in [module for known, module in sys.modules.items() if known.split(".")[0] in _OURS]:
        for alias in [alias for alias, value in vars(module).items() if value is old]:
            setattr(module, alias, new)


def _found(place: str) -> tuple[Any, str]:
    """The module, class or dictionary that holds what is named by `module:attribute` or `module:holder.attribute`."""
    module, _, path = place.partition(":")
    *holders, name = path.split(".")
    try:
        holder: Any = importlib.import_module(module)
        for step in holders:
            holder = getattr(holder, step)
        if not callable(holder[name] if isinstance(holder, dict) else getattr(holder, name)):
            raise NoPlaceError(f"{place} can't be called")
    except (ImportError, AttributeError, KeyError) as error:
        raise NoPlaceError(f"{place} is no more: plant the bug where the engine does this now ({error})") from error
    return holder, name
