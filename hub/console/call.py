"""One request of one program: in whose name it asks, and in which language it is told what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from hub.console.house import House
from hub.console.security.tokens import Program
from hub.console.visit import Visit
from hub.console.words import Language
from hub.store import audit
from hub.sync.world import World


class Call(Visit):
    """What a function of the HTTP API is given. `program` is None only where anybody may ask."""

    def __init__(self, house: House, request: Request, program: Program | None = None) -> None:
        super().__init__(house, request)
        self.program = program

    @property
    def lang(self) -> Language:
        """Japanese where the program prefers it: by the first language that it names."""
        return "ja" if self.request.headers.get("accept-language", "").lower().startswith("ja") else "en"

    @property
    def author(self) -> str:
        """The user in whose name it asks."""
        assert self.program is not None, "a decision needs a token"
        return self.program.name

    def saw(self, world: World, action: str, facts: Mapping[str, Any]) -> None:
        """Each look at personal data is in the audit log, with the token."""
        assert self.program is not None, "personal data need a token"
        with world.database.begin() as tx:
            audit.append(tx, world.now_text(), self.author, action, {**facts, "token": self.program.token_id})
