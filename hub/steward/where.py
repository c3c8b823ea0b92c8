"""Which questions are meant: conditions as people type them, all of which have to hold.

Invariant: a condition that can't be read, or names what there is not, is refused before anything is decided.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Sequence
from types import MappingProxyType

from hub.located.problem import nearest
from hub.steward.errors import StewardError
from hub.steward.questions import Question

_FORM = re.compile(r"\s*(\w+)\s*(<=|>=|!=|=|<|>)\s*(.+?)\s*")
_COMPARED = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}
)
_NUMBERS: MappingProxyType[str, Callable[[Question], float]] = MappingProxyType(
    {
        "score": lambda one: one.asked.score,
        "worth": lambda one: sum(one.asked.worth.values()),
        "invoices": lambda one: one.asked.worth.get("invoice", 0),
    }
)
Holds = Callable[[Question], bool]


def conditions(texts: Sequence[str], known: Collection[str]) -> Holds:
    """Whether all of them hold of a question; `known` are the words of the evidence."""
    found = [_condition(text, known) for text in texts]
    return lambda question: all(holds(question) for holds in found)


def _condition(text: str, known: Collection[str]) -> Holds:
    match = _FORM.fullmatch(text)
    name, sign, value = match.groups() if match else ("", "", "")
    if name in _NUMBERS:
        return _of_number(text, name, sign, value)
    if name == "evidence" and sign in ("=", "!="):
        if value not in known:
            raise StewardError("no_such_evidence", text=value, near=nearest(value, sorted(known)) or "—")
        return lambda one: (value in one.words) is (sign == "=")
    raise StewardError("no_condition", text=text)


def _of_number(text: str, name: str, sign: str, value: str) -> Holds:
    try:
        bound = float(value)
    except ValueError:
        raise StewardError("no_condition", text=text) from None
    number, compared = _NUMBERS[name], _COMPARED[sign]
    return lambda one: bool(compared(number(one), bound))
