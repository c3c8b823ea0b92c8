"""Templates into pages: everything is escaped, and a name that is missing is an error and no blank."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.console.menu import MENU
from hub.console.security.roles import may
from hub.model.shown import money_text, short

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def render(template: str, data: Mapping[str, Any]) -> str:
    """The page as text."""
    return _environment().get_template(template).render(data)


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(money=money_text, short=short)
    found.globals.update(static=static, may=may, menu=MENU)
    return found


@cache
def static(name: str) -> str:
    """The address of a static file; another content has another address, so that browsers may keep it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
