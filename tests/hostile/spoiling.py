"""Ways to spoil a valid sample: each takes bytes and a source of chance, and gives other bytes.

Invariant: a step is only its name and its number, so that a case can be told, repeated and made smaller.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

# A case never grows beyond this by repeating itself.
MOST_BYTES = 2_000_000
# Larger texts are not taken apart again: it would take longer than reading them.
LARGE = 300_000

Way = Callable[[bytes, Random], bytes]


@dataclass(frozen=True)
class Step:
    """One way, and the number that its chances come from."""

    way: str
    number: int

    def __str__(self) -> str:
        return f"{self.way}#{self.number}"


def spoilt(data: bytes, steps: Sequence[Step], ways: Mapping[str, Way]) -> bytes:
    """The sample after all steps."""
    for step in steps:
        data = ways[step.way](data, Random(step.number))[:MOST_BYTES]
    return data


def drawn(chance: Random, ways: Mapping[str, Way]) -> list[Step]:
    """One to five steps, few more often than many."""
    names = list(ways)
    count = min(int(chance.expovariate(0.7)) + 1, 5)
    return [Step(chance.choice(names), chance.getrandbits(32)) for _ in range(count)]


# Bytes


def _slice(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(0.05)) + 1)


def cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def drop(data: bytes, chance: Random) -> bytes:
    start, end = _slice(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: Random) -> bytes:
    start, end = _slice(data, chance)
    times = chance.choice((2, 3, 10, 100, 5000))
    return data[:start] + (data[start:end] * times)[:200_000] + data[end:]


def swap(data: bytes, chance: Random) -> bytes:
    (a, b), (c, d) = sorted((_slice(data, chance), _slice(data, chance)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def flip(data: bytes, chance: Random) -> bytes:
    spoilt_bytes = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 3, 10)) if data else 0):
        spoilt_bytes[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(spoilt_bytes)


def noise(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 4, 40))) + data[at:]


def lie_about_length(data: bytes, chance: Random) -> bytes:
    """Another number in a number's place: lengths, counts and offsets are written so."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    number = chance.choice(found)
    lies = (
        b"0",
        b"1",
        b"-1",
        b"007",
        b"4294967296",
        b"99999999999999999999",
        b"9" * 5000,
        str(int(number[0][:15]) + 1).encode(),
    )
    return data[: number.start()] + chance.choice(lies) + data[number.end() :]


BYTES: Mapping[str, Way] = {
    "cut": cut,
    "drop": drop,
    "repeat": repeat,
    "swap": swap,
    "flip": flip,
    "noise": noise,
    "lie about length": lie_about_length,
}


def inserting(tokens: Sequence[bytes]) -> Way:
    """Put one of these words of the format where it does not belong."""

    def insert(data: bytes, chance: Random) -> bytes:
        at = chance.randrange(len(data) + 1)
        return data[:at] + chance.choice(tokens) + data[at:]

    return insert


def splicing(others: Sequence[bytes]) -> Way:
    """The beginning of this sample with the end of another."""

    def splice(data: bytes, chance: Random) -> bytes:
        other = chance.choice(others)
        return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]

    return splice


# Lines


def _lines(edit: Callable[[list[bytes], Random], object]) -> Way:
    def way(data: bytes, chance: Random) -> bytes:
        lines = data.splitlines(keepends=True) or [b""]
        edit(lines, chance)
        return b"".join(lines)

    return way


def _double_line(lines: list[bytes], chance: Random) -> None:
    at = chance.randrange(len(lines))
    lines[at:at] = [lines[at]] * chance.choice((1, 1, 2, 50))


def _swap_lines(lines: list[bytes], chance: Random) -> None:
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def _indent_line(lines: list[bytes], chance: Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b" ", b"  ", b"\t", b"\xe3\x80\x80")) + lines[at]


def _outdent_line(lines: list[bytes], chance: Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][chance.choice((1, 2, 4)) :]


LINES: Mapping[str, Way] = {
    "drop line": _lines(lambda lines, chance: lines.pop(chance.randrange(len(lines)))),
    "double line": _lines(_double_line),
    "swap lines": _lines(_swap_lines),
    "indent line": _lines(_indent_line),
    "outdent line": _lines(_outdent_line),
}


# JSON


class _Pairs(list[Any]):
    """An object as the pairs it is written as, so that a key can stand in it twice."""


class _Written(str):
    """What is written as it is, a number or anything else."""

    __slots__ = ()


HOSTILE_VALUES = (
    *("null", "true", "-0", "NaN", "Infinity", "[]", "{}", '""', '" "', "0", "-1", "1.5", "[null]", '{"id":1}'),
    *(
        "1e999",
        "1e999999999",
        "-1E-999999999",
        "9" * 400,
        "9" * 5000,
        "9223372036854775808",
        "1e308",
        "0.1" + "0" * 400,
    ),
    *(
        r'"\ud800"',
        r'"\udc00\ud800"',
        r'"\u0000"',
        r'"a\u0000b"',
        r'"\u202e"',
        '"𠮷\U000e0100"',
        '"\\x"',
        '"' + "が" * 300 + '"',
    ),
    *('"' + "a" * 100_000 + '"', "[" * 200 + "]" * 200, "[" * 100_000, '{"a":' * 2000 + "1" + "}" * 2000),
    *('"0000-00-00"', '"9999-12-31T23:59:59+00:00"', '"0001-01-01T00:00:00+23:59"', '"9999-12-31T23:59:59-23:59"'),
    *('"2026-02-30"', '"20260401"', '"2026-W14"', '"12:00"', "253402300800000", "-62135596800001", "1e400"),
    *('"１２３"', '"²"', '"=1+1"', '"<!DOCTYPE html>"', '"../../etc/passwd"', "'single'", '"\t"', '"\x7f"', '"%00"'),
    *(
        '"a@b@c"',
        '"@"',
        '"' + "a." * 5000 + '@b"',
        '"+81"',
        '"T0000000000000"',
        '"' + "0" * 100 + '"',
        '"T' + "９" * 13 + '"',
    ),
)


def _nodes(tree: Any) -> list[tuple[Any, int]]:
    """Every place of a tree: the container, and the position in it."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        for at, item in enumerate(node):
            found.append((node, at))
            inner = item[1] if isinstance(node, _Pairs) else item
            if isinstance(inner, list):
                waiting.append(inner)
    return found


def _put(node: Any, at: int, value: Any) -> None:
    node[at] = (node[at][0], value) if isinstance(node, _Pairs) else value


def _dumped(node: Any) -> str:
    if isinstance(node, _Pairs):
        return "{" + ",".join(f"{_dumped(key)}:{_dumped(value)}" for key, value in node) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(_dumped, node)) + "]"
    return str(node) if isinstance(node, _Written) else json.dumps(node, ensure_ascii=False)


def _tree(edit: Callable[[list[tuple[Any, int]], Random], None]) -> Way:
    """A way that edits a JSON text's tree; what is no JSON any more is left as it is."""

    def way(data: bytes, chance: Random) -> bytes:
        if len(data) > LARGE:
            return data
        try:
            tree = json.loads(data, object_pairs_hook=_Pairs, parse_int=_Written, parse_float=_Written)
        except (ValueError, RecursionError):
            return data
        nodes = _nodes([tree])
        edit(nodes, chance)
        return _dumped(nodes[0][0][0]).encode("utf-8", "surrogatepass") if nodes[0][0] else b"null"

    return way


def _replace_value(nodes: list[tuple[Any, int]], chance: Random) -> None:
    _put(*chance.choice(nodes), _Written(chance.choice(HOSTILE_VALUES)))


def _replace_many(nodes: list[tuple[Any, int]], chance: Random) -> None:
    for node, at in chance.sample(nodes, min(len(nodes), 12)):
        if at < len(node):
            _put(node, at, _Written(chance.choice(HOSTILE_VALUES[:50])))


def _drop_key(nodes: list[tuple[Any, int]], chance: Random) -> None:
    node, at = chance.choice(nodes[1:] or nodes)
    del node[at]


def _double_key(nodes: list[tuple[Any, int]], chance: Random) -> None:
    node, at = chance.choice(nodes[1:] or nodes)
    other, there = chance.choice(nodes)
    node.insert(at, node[at])
    if other is not node and isinstance(node, _Pairs):
        value = other[there][1] if isinstance(other, _Pairs) else other[there]
        node[at] = (node[at][0], _Written(_dumped(value)))


def _swap_values(nodes: list[tuple[Any, int]], chance: Random) -> None:
    """What stood at one place stands at another: a text for a number, a list for a text."""
    (a, i), (b, j) = chance.choice(nodes), chance.choice(nodes)
    value = b[j][1] if isinstance(b, _Pairs) else b[j]
    _put(a, i, _Written(_dumped(value)))


def _rename_key(nodes: list[tuple[Any, int]], chance: Random) -> None:
    objects = [(node, at) for node, at in nodes if isinstance(node, _Pairs)]
    if objects:
        node, at = chance.choice(objects)
        node[at] = (chance.choice(("", "id", "ID", "a.b", "\0", "x" * 10_000)), node[at][1])


def _many_records(nodes: list[tuple[Any, int]], chance: Random) -> None:
    """A list a few hundred times as long as it was."""
    lists = [node[at][1] for node, at in nodes if isinstance(node, _Pairs) and type(node[at][1]) is list]
    if lists and (chosen := chance.choice(lists)):
        most = min(10_000 // len(nodes), MOST_BYTES // len(_dumped(chosen)))
        chosen[:] = chosen * min(chance.choice((2, 20, 200)), most + 1)


JSON: Mapping[str, Way] = {
    "replace value": _tree(_replace_value),
    "replace many values": _tree(_replace_many),
    "drop key": _tree(_drop_key),
    "double key": _tree(_double_key),
    "swap values": _tree(_swap_values),
    "rename key": _tree(_rename_key),
    "many records": _tree(_many_records),
}
