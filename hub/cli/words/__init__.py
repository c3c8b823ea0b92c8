"""Every sentence of the CLI in both languages, by key: the one catalogue that `Say` reads.

Invariant: a key has both languages, and both have the same places to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.cli.language import Language
from hub.cli.words.asides import ASIDES
from hub.cli.words.helps import HELPS
from hub.cli.words.reports import REPORTS
from hub.cli.words.stories import STORIES

CATALOGUE: Mapping[str, tuple[str, str]] = {**HELPS, **ASIDES, **REPORTS, **STORIES}


class Say:
    """Words in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang

    def __call__(self, key: str, /, **data: Any) -> str:
        ja, en = CATALOGUE[key]
        return (ja if self.lang == "ja" else en).format(**data)

    def known(self, key: str, otherwise: str) -> str:
        """The words of a key made from data, or the data themselves where it has none."""
        return self(key) if key in CATALOGUE else otherwise
