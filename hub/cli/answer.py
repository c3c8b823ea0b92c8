"""What a command gives back: the same facts as a document for programs and as a picture for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.cli.exits import Exit
from hub.cli.show.screen import Screen


@dataclass(frozen=True)
class Answer:
    """`show` draws what `document` tells; `exit` is what a script learns."""

    document: Mapping[str, Any]
    show: Callable[[Screen], None]
    exit: Exit = Exit.OK


class CommandError(Exception):
    """A command can't be done as it was typed; the text says what, and what to type instead."""
