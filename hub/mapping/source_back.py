"""Writes the Python text of one function for the way back of one part, as `source` does for the way there."""

from __future__ import annotations

from typing import Any

from hub.mapping.path import Path
from hub.mapping.rules import CompiledPart, FieldRule


class SourceBack:
    """The lines of the function and the names it uses."""

    head = "def unmap_part(doc, wanted):"

    def __init__(self, part: CompiledPart) -> None:
        self.part = part
        self.lines: list[str] = []
        self.names: dict[str, Any] = {}
        self._holders: dict[Path, str] = {(): "payload"}

    def write(self) -> str:
        """The text of the function `unmap_part(doc, wanted)`; `wanted` holds field names."""
        self._begin()
        rules = [rule for rule in self.part.rules if rule.path is not None and rule.inverse is not None]
        for rule in rules:
            self._open(rule.path or ())
        opened = [f"    {name} = {{}}" for name in self._holders.values()]
        for rule in rules:
            self._field(rule)
        for path, name in reversed(self._holders.items()):
            if path:
                self._line(1, f"if {name}:")
                self._line(2, f"{self._holders[path[:-1]]}[{path[-1]!r}] = {name}")
        return "\n".join([self.head, *opened, *self.lines, "    return payload", ""])

    def _begin(self) -> None:
        """What comes before the fields."""

    def _is_wanted(self, fields: list[str]) -> str:
        return " or ".join(f"{field!r} in wanted" for field in fields)

    def _value(self, field: str) -> str:
        return f"doc.get({field!r})"

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _open(self, path: Path) -> None:
        """A table for each that the path goes through."""
        for length in range(1, len(path)):
            self._holders.setdefault(path[:length], f"o{len(self._holders)}")

    def _field(self, rule: FieldRule) -> None:
        path = rule.path or ()
        self._line(1, f"if {self._is_wanted(_asked_by(self.part, rule))}:")
        place = f"{self._holders[path[:-1]]}[{path[-1]!r}]"
        if rule.group:
            fields = ", ".join(f"({field!r}, {self._value(field)})" for field in rule.yields)
            self._line(2, f"known = {{name: v for name, v in ({fields},) if v is not None}}")
            self._line(2, f"{place} = {self._named(rule.inverse)}(known) if known else None")
            return
        self._line(2, f"v = {self._value(rule.yields[0])}")
        self._line(2, f"{place} = {self._word(rule)} if v is not None else None")

    def _word(self, rule: FieldRule) -> str:
        said = f"{self._named(rule.inverse)}(v)"
        if rule.is_plain_back:
            return f"(v.strip() if v.__class__ is str else {said})"
        if rule.words_back is not None:
            words = {word: said for word, said in rule.words_back.items() if said == said.strip()}
            table = self._named(words)
            return f"({table}[v] if v.__class__ is str and v in {table} else {said})"
        return said

    def _named(self, thing: Any) -> str:
        name = f"f{len(self.names)}"
        self.names[name] = thing
        return name


def _asked_by(part: CompiledPart, rule: FieldRule) -> list[str]:
    """The fields whose writing needs this line: those that it feeds, and wholes that are composed of them."""
    wholes = [whole for whole, halves in part.composed.items() if set(halves) & set(rule.yields)]
    return [*rule.yields, *wholes]
