"""Lines and tables in the person's words; values are shown as they are and never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from hub.cli.words import Say
from hub.model import CanonicalSchema
from hub.model.shown import duration_text, moment_text, short, value_text, values_text


class Screen:
    """Where a document is drawn; `schema` knows the names of fields, `zone` in which zone times are told."""

    def __init__(
        self, console: Console, say: Say, schema: CanonicalSchema | None = None, zone: str = "Asia/Tokyo"
    ) -> None:
        self.console = console
        self.say = say
        self._schema = schema or CanonicalSchema()
        self._zone = ZoneInfo(zone)
        self._named: dict[str, dict[str, dict[str, str]]] = {}

    def entity(self, entity: str) -> str:
        """What people call an entity."""
        known = entity in self._schema.entities
        return self._schema.entity_label(entity, self.say.lang) if known else entity

    def field(self, entity: str, unit: str) -> str:
        """What people call a field, or a group of fields that are decided together."""
        if entity in self._schema.entities and unit in self._schema.fields(entity):
            return self._schema.label(entity, unit, self.say.lang)
        return self.say.known(f"group.{unit}", unit)

    def of_parts(self, fields: Iterable[str]) -> str:
        """Fields as `person.email`, the way people call them; a part that is no entity by its own name."""
        told = (field.split(".", 1) for field in fields)
        return ", ".join(
            " ".join([self.entity(part), *(self.field(part, name) for name in names)]) for part, *names in told
        )

    def value(self, entity: str, field: str, value: Any) -> str:
        """A value of a field: a choice by its name, yes and no in words."""
        if isinstance(value, bool):
            return self.say(f"value.{str(value).lower()}")
        choices = self._choices(entity).get(field, {})
        return choices[value] if isinstance(value, str) and value in choices else value_text(value)

    def values(self, entity: str, values: Mapping[str, Any]) -> str:
        """The value of a unit in one line."""
        if len(values) == 1:
            ((field, value),) = values.items()
            return short(self.value(entity, field, value))
        return values_text(values)

    def called(self, golden: str, display: str) -> str:
        """What a golden record is called; one that has no name of its own is called by what kind it is."""
        kinds = self._choices(golden.partition("/")[0]).get("kind", {})
        return kinds.get(display, display)

    def _choices(self, entity: str) -> dict[str, dict[str, str]]:
        """The names of the choices of each field that has some."""
        if entity not in self._named:
            place = ("ja", "en").index(self.say.lang)
            fields = self._schema.fields(entity) if entity in self._schema.entities else {}
            self._named[entity] = {
                name: {choice.value: (choice.label_ja, choice.label_en)[place] for choice in spec.choices}
                for name, spec in fields.items()
                if spec.choices
            }
        return self._named[entity]

    def duration(self, seconds: float) -> str:
        """A wait in the reader's units."""
        return re.sub(r"(?<=\d)[hms]", lambda found: self.say(f"unit.{found[0]}"), duration_text(seconds))

    def moment(self, at: str | None) -> str:
        """A stored moment in the company's zone."""
        return moment_text(at, self._zone)

    def reason(self, reason: Mapping[str, Any] | None) -> str:
        """Why, in the reader's language."""
        if reason is None:
            return ""
        told = {name: self.moment(value) if name.endswith("_at") else value for name, value in reason["data"].items()}
        return self.say(f"reason.{reason['code']}", **told)

    def counted(self, name: str) -> str:
        """A reason under which a ledger counts, in the reader's language."""
        code, _, said = name.partition(": ")
        return self.say(f"reason.{code}", said=said)

    def line(self, text: Any = "", style: str = "") -> None:
        """One line; it is never broken into several where a program reads it."""
        self.console.print(Text(str(text), style), soft_wrap=not self.console.is_terminal)

    def told(self, key: str, style: str = "", **data: Any) -> None:
        """One line of the catalogue."""
        self.line(self.say(key, **data), style)

    def heading(self, key: str, **data: Any) -> None:
        """A blank line and the title of what follows."""
        self.line()
        self.told(key, "bold", **data)

    def items(self, lines: Iterable[Any], style: str = "") -> None:
        """A list."""
        for text in lines:
            self.line(f"  - {text}", style)

    def more(self, shown: int, there: int, *, hint: bool = True) -> None:
        """Say that a list was cut; `hint` says that the command has an option to show it whole."""
        if there > shown:
            self.told("aside.more" if hint else "aside.further", "dim", count=there - shown)

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        numbers: Sequence[int] = (),
        names: Sequence[int] = (),
    ) -> None:
        """A table whose headings are keys of the catalogue; `numbers` are the columns that stand at the right, and
        `names` those that stay in one line, because people copy them, as long as the others can make room.
        """
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for place, key in enumerate(columns):
            justify: JustifyMethod = "right" if place in numbers else "left"
            table.add_column(Text(self.say(key)), justify=justify, overflow="fold", no_wrap=place in names)
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(_cell(cell)) for cell in row))
        self.console.print(table)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
