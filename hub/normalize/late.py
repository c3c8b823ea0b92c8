"""Regular expressions that are compiled when they are first used.

Reading names and addresses takes some hundred of them, and compiling all takes a tenth of the time of a command that
in the end reads none.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


class _Late:
    """Stands in for the compiled pattern, whose methods become its own at the first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, which comes later."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
