"""What an entry of the audit log is about, told to one reader: acts, and facts with values of ours in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from hub.console.words import Words


def act_told(say: Words, action: str) -> str:
    """What was done."""
    return say.known(f"audited.{action}", action)


def facts_told(say: Words, facts: Mapping[str, Any], field: Callable[[str, str], str]) -> dict[str, str]:
    """Each fact as it is read, by its name as stored; `field` words a field of an entity."""
    entity = str(facts.get("golden", "")).partition("/")[0]
    return {name: field(entity, value) if name == "unit" else _told(say, name, value) for name, value in facts.items()}


def facts_line(say: Words, facts: Mapping[str, Any], field: Callable[[str, str], str]) -> str:
    """All of them in one line, but for empty lists."""
    told = facts_told(say, {name: value for name, value in facts.items() if value != []}, field)
    return " ".join(f"{say.known(f'fact.{name}', name)}={text}" for name, text in told.items())


def _told(say: Words, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return say("told.yes" if value else "told.no")
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return ", ".join(map(str, value))
    return _named(say, name, value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(say: Words, name: str, value: str) -> str:
    """The values of some facts are names of ours; others are records and what people typed."""
    keys = {
        "list": f"told.list.{value}",
        "role": f"role.{value}",
        "before": f"role.{value}",
        "state": f"told.{value}",
        "kind": f"told.kind.{value}",
    }
    return say.known(keys[name], value) if name in keys else value
