"""The one error of this floor: what was asked can't be done, why, and what to do instead."""

from __future__ import annotations


class StewardError(Exception):
    """Nothing was changed; the text says what happened and what to do."""
