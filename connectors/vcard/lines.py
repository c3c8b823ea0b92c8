"""Content lines of vCard 2.1, 3.0 and 4.0: folded lines joined, and each taken apart into name, parameters and value.

Invariant: memory is bounded by the longest value allowed; the pictures in between are read over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_QUOTED_PRINTABLE = re.compile(rb"[;=]\s*quoted-printable", re.IGNORECASE)
_BASE64 = re.compile(rb"[;=]\s*(?:base64|b)\s*(?:[;,]|$)", re.IGNORECASE)
_HEAD = re.compile(rb'(?:(?P<group>[A-Za-z0-9-]+)\.)?(?P<name>[A-Za-z0-9-]+)(?P<more>(?:;(?:"[^"]*"|[^":]++)*+)?):')
_PARAMETER = re.compile(r';\s*([^;:="]*)(?:=((?:"[^"]*"|[^;"]++)*+))?')
# What 2.1 writes without the name of its parameter.
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})


class Line(NamedTuple):
    """One logical line and the number of its first physical one; `is_cut` where it is longer than is read."""

    number: int
    text: bytes
    is_cut: bool = False


class Property(NamedTuple):
    """A property with its value still in bytes; parameters in capitals, each with its values. `group` ties it to others
    of its card: `item1.TEL` to `item1.X-ABLabel`.
    """

    number: int
    name: str
    parameters: dict[str, tuple[str, ...]]
    value: bytes
    group: str = ""

    def with_type(self, more: str) -> Property:
        """The same with one more type."""
        return self._replace(parameters={**self.parameters, "TYPE": (*self.types, more)})

    def has_type(self, *wanted: str) -> bool:
        """Whether its TYPE names one of these."""
        return not self.types.isdisjoint(wanted)

    @property
    def types(self) -> frozenset[str]:
        """Its types in capitals: WORK, CELL, FAX."""
        return frozenset(self.parameters.get("TYPE", ()))

    @property
    def encoding(self) -> str:
        """How the value is wrapped: QUOTED-PRINTABLE, BASE64, or nothing."""
        return "BASE64" if (found := self._first("ENCODING")) == "B" else found

    @property
    def charset(self) -> str:
        """The character set that the property names for itself."""
        return self._first("CHARSET")

    def _first(self, name: str) -> str:
        return next(iter(self.parameters.get(name, ())), "")


def logical_lines(physical: Iterable[bytes], longest: int) -> Iterator[Line]:
    """Join what was folded, by leading blanks or by the soft line ends of quoted-printable."""
    parts: list[bytes] = []
    size = number = start = 0
    is_soft = is_base64 = False
    for number, ended in enumerate(physical, start=1):
        line = ended.rstrip(b"\r\n")
        if parts and (is_soft or line[:1] in (b" ", b"\t") or (is_base64 and line and b":" not in line)):
            line = line if is_soft or line[:1] not in (b" ", b"\t") else line[1:]
            is_soft = is_soft and line.endswith(b"=")
        else:
            if parts:
                yield _line(start, parts, size, longest)
            parts, size, start = [], 0, number
            head = line.partition(b":")[0]
            is_soft = line.endswith(b"=") and _QUOTED_PRINTABLE.search(head) is not None
            is_base64 = _BASE64.search(head) is not None
        size += len(line)
        if size <= longest or not parts:
            parts.append(line[: longest + 1] + (b"\n" if is_soft else b""))
    if parts:
        yield _line(start, parts, size, longest)


def _line(number: int, parts: list[bytes], size: int, longest: int) -> Line:
    return Line(number, b"".join(parts), size > longest)


def taken_apart(line: Line) -> Property | None:
    """The property of a logical line; None where it is none."""
    found = _HEAD.match(line.text)
    if found is None:
        return None
    parameters: dict[str, tuple[str, ...]] = {}
    for name, value in _PARAMETER.findall(found["more"].decode("ascii", "replace")):
        kind, values = _parameter(name.strip().upper(), value.replace('"', "").upper())
        parameters[kind] = (*parameters.get(kind, ()), *values)
    group = (found["group"] or b"").decode().lower()
    return Property(line.number, found["name"].decode().upper(), parameters, line.text[found.end() :], group)


def _parameter(name: str, value: str) -> tuple[str, list[str]]:
    if value:
        return name, [word.strip() for word in value.split(",")]
    return ("ENCODING" if name in _ENCODINGS else "TYPE"), [name]
