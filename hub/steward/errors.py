"""The one error of this floor: what was asked can't be done, why, and what to do instead."""

from __future__ import annotations

from hub.steward.refusals import ENGLISH, Refusal


class StewardError(Exception):
    """Nothing was changed; the text says what happened and what to do, `code` and `data` the same in any language."""

    def __init__(self, code: Refusal, **data: str | int) -> None:
        super().__init__(ENGLISH[code].format(**data))
        self.code = code
        self.data = data
