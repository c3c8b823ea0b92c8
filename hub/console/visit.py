"""One request of one person: who they are, in which language they read, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hub.console.counting import Counted
from hub.console.house import House
from hub.console.rendering import render
from hub.console.security.sessions import SignedIn
from hub.console.telling import Telling
from hub.console.words import LANGUAGES, Language
from hub.model import CanonicalSchema
from hub.store import audit
from hub.sync.world import World

_OF_ONE_LOOK = ("format", "page", "place", "done", "tried", "passed")
LANGUAGE_COOKIE = "hub_language"


class Visit:
    """What a page's function is given. `user` is None only on pages that anybody may see."""

    def __init__(
        self, house: House, request: Request, user: SignedIn | None = None, form: Mapping[str, str] | None = None
    ) -> None:
        self.house, self.request, self.user, self.form = house, request, user, form or {}

    @property
    def lang(self) -> Language:
        """What the reader chose, else the language of the configuration."""
        chosen = self.request.cookies.get(LANGUAGE_COOKIE)
        return chosen if chosen in LANGUAGES else self.house.language

    @cached_property
    def telling(self) -> Telling:
        """How things are told to the reader; with the company's own fields once a world is at hand."""
        return Telling(self.lang, self.house.speak(self.lang), self.house.zone)

    @property
    def path(self) -> str:
        """Where the reader is."""
        return self.request.url.path

    @property
    def back(self) -> str:
        """The page to come back to: this one, where it can be looked at."""
        query = f"?{self.request.url.query}" if self.request.url.query else ""
        return f"{self.path}{query}" if self.request.method == "GET" else "/"

    @property
    def author(self) -> str:
        """Whose decision it is."""
        assert self.user is not None, "pages where decisions are made are for users"
        return self.user.name

    def as_file(self, kind: str) -> str:
        """This page's address, asking for a file."""
        kept = [(key, value) for key, value in self.request.query_params.multi_items() if key not in _OF_ONE_LOOK]
        return f"{self.path}?{urlencode([*kept, ('format', kind)])}"

    def query(self, name: str) -> str:
        """A parameter of the address; empty where it is missing."""
        return self.request.query_params.get(name, "").replace("\x00", "").strip()

    def looking(self) -> AbstractContextManager[World]:
        """The world to read and to decide in."""
        return self.house.looking()

    def working(self) -> AbstractContextManager[World]:
        """The world to plan and write in."""
        return self.house.working()

    def saw(self, world: World, action: str, facts: Mapping[str, Any]) -> None:
        """Each look at personal data is in the audit log, by the names of records and never by what was looked for."""
        with world.database.begin() as tx:
            audit.append(tx, world.now_text(), self.author, action, facts)

    def counted(self, key: Hashable, count: Callable[[World], Any]) -> Counted | None:
        """A count over everything, which takes seconds where there is much; None while there is none yet."""
        return self.counted_together({key: count})[key]

    def counted_together(self, counts: Mapping[Hashable, Callable[[World], Any]]) -> dict[Hashable, Counted | None]:
        """Several of them, made side by side."""

        def made(count: Callable[[World], Any]) -> Any:
            with self.looking() as world:
                return count(world)

        return self.house.counting.together({key: partial(made, count) for key, count in counts.items()})

    def page(self, template: str, schema: CanonicalSchema | None = None, status: int = 200, **data: Any) -> Response:
        """The answer that shows a template."""
        tell = self.telling if schema is None else self.telling.with_schema(schema)
        return HTMLResponse(render(template, {"visit": self, "tell": tell, "say": tell.say, **data}), status)

    def to(self, path: str) -> Response:
        """The answer after an act: look there."""
        return RedirectResponse(path, 303)
