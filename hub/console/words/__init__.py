"""Every sentence of the console in both languages, by key; what the engine says is worded by the ones who serve it.

Invariant: a key has both languages, and both have the same places to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from hub.console.words.access import ACCESS
from hub.console.words.administration import ADMINISTRATION
from hub.console.words.auditing import AUDITING
from hub.console.words.billing import BILLING
from hub.console.words.connections import CONNECTIONS
from hub.console.words.customers import CUSTOMERS
from hub.console.words.dues import DUES
from hub.console.words.files import FILES
from hub.console.words.frame import FRAME
from hub.console.words.matching import MATCHING
from hub.console.words.overview import OVERVIEW
from hub.console.words.review import REVIEW
from hub.console.words.ruling import RULING
from hub.console.words.running import RUNNING
from hub.wording import worded

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")

CATALOGUE: Mapping[str, tuple[str, str]] = {
    **FRAME,
    **ACCESS,
    **ADMINISTRATION,
    **AUDITING,
    **FILES,
    **CUSTOMERS,
    **DUES,
    **OVERVIEW,
    **CONNECTIONS,
    **REVIEW,
    **RULING,
    **RUNNING,
    **MATCHING,
    **BILLING,
}


class Engine(Protocol):
    """Words for the refusals, reasons, rules and sentences of the inner floors, in one language."""

    def __call__(self, key: str, /, **data: Any) -> str:
        """The words of a key."""

    def told(self, sentence: str) -> str:
        """An English sentence of an inner floor in the reader's language."""

    def known(self, key: str, otherwise: str) -> str:
        """The words of a key made from data, or the data where it has none."""

    def rule(self, rule: str) -> str:
        """A rule as `hub.merging.rules` words it."""


class Words:
    """The console's own words in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang

    def __call__(self, key: str, /, **data: Any) -> str:
        return worded(CATALOGUE[key][LANGUAGES.index(self.lang)], data)

    def known(self, key: str, otherwise: str) -> str:
        """The words of a key made from data, or the data where it has none."""
        return self(key) if key in CATALOGUE else otherwise
