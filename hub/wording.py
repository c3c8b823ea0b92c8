"""Sentences whose words suit the numbers that they tell. It imports nothing of the hub: every command pays for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NUMBERED = re.compile(r"\{(?P<number>\w+)[^{}]*\}|\[(?:s|(?P<one>\w*)\|(?P<many>\w*))\]")


def worded(sentence: str, data: Mapping[str, Any]) -> str:
    """A sentence with its places filled in; `{n} record[s] [is|are] read` suits the number that stands before."""
    return (_suited(sentence, data) if "[" in sentence else sentence).format(**data)


def _suited(sentence: str, data: Mapping[str, Any]) -> str:
    is_one = False

    def chosen(found: re.Match[str]) -> str:
        nonlocal is_one
        if name := found["number"]:
            is_one = str(data[name]) == "1"
            return found[0]
        one, many = ("", "s") if found["one"] is None else (found["one"], found["many"])
        return one if is_one else many

    return _NUMBERED.sub(chosen, sentence)
