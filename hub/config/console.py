"""What a company says of its console: who needs a second factor."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hub.config.survivorship import Section

Role = Literal["viewer", "accountant", "steward", "operator", "admin"]


class ConsoleSettings(Section):
    """The console."""

    second_factor: list[Role] = Field(
        default=[], description="2段階認証が必要な役割 / Roles whose local users need a second factor"
    )
