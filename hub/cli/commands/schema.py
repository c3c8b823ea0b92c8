"""`hub schema`: the format of config.yaml for editors."""

from __future__ import annotations

import json
from typing import Any

from hub.cli.answer import Answer
from hub.cli.session import Session
from hub.cli.show.screen import Screen
from hub.config import json_schema


def schema(session: Session) -> Answer:
    """The JSON schema: bare, so that it can be saved as it is; under `--json` inside our document."""
    found: dict[str, Any] = json_schema()

    def show(screen: Screen) -> None:
        screen.line(json.dumps(found, ensure_ascii=False, indent=2))

    return Answer({"schema": found}, show)
