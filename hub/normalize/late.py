"""Regular expressions that are compiled when they are first used.

Reading names and addresses takes some hundred of them, and compiling all takes a tenth of the time of a command that
in the end reads none.
"""

from __future__ import annotations

import re
import sys
from typing import Any, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


class _Late:
    """Stands in for a compiled pattern, and makes way for it in the module that named it."""

    def __init__(self, pattern: str, flags: int, module: dict[str, Any]) -> None:
        self.pattern, self.flags, self._module = pattern, flags, module

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        # Whoever keeps it elsewhere, in a table or under another module's name, finds its methods here.
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        for named, value in list(self._module.items()):
            if value is self:
                self._module[named] = compiled
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, which comes later; for the constants of a module."""
    return cast("re.Pattern[str]", _Late(pattern, flags, sys._getframe(1).f_globals))
