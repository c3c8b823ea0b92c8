"""Every sentence of the CLI in both languages, by key: the one catalogue that `Say` reads.

Invariant: a key has both languages, and both have the same places to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.cli.language import Language
from hub.cli.words.asides import ASIDES
from hub.cli.words.backups import BACKUPS
from hub.cli.words.billings import BILLINGS
from hub.cli.words.consoles import CONSOLES
from hub.cli.words.deadlines import DEADLINES
from hub.cli.words.discussions import DISCUSSIONS
from hub.cli.words.doubles import DOUBLES
from hub.cli.words.erasures import ERASURES
from hub.cli.words.evidence import EVIDENCE
from hub.cli.words.helps import HELPS
from hub.cli.words.matches import MATCHES
from hub.cli.words.notices import NOTICES
from hub.cli.words.reasons import REASONS
from hub.cli.words.refusals import REFUSALS
from hub.cli.words.reports import REPORTS
from hub.cli.words.restores import RESTORES
from hub.cli.words.sealings import SEALINGS
from hub.cli.words.searches import SEARCHES
from hub.cli.words.selftests import SELFTESTS
from hub.cli.words.stories import STORIES
from hub.cli.words.tokens import TOKENS
from hub.cli.words.trials import TRIALS
from hub.cli.words.undos import UNDOS
from hub.wording import worded

CATALOGUE: Mapping[str, tuple[str, str]] = {
    **EVIDENCE,
    **HELPS,
    **ASIDES,
    **BACKUPS,
    **BILLINGS,
    **CONSOLES,
    **DEADLINES,
    **DISCUSSIONS,
    **DOUBLES,
    **ERASURES,
    **MATCHES,
    **NOTICES,
    **REASONS,
    **REFUSALS,
    **REPORTS,
    **RESTORES,
    **SEARCHES,
    **SEALINGS,
    **SELFTESTS,
    **STORIES,
    **TOKENS,
    **TRIALS,
    **UNDOS,
}


# The places in which sentences of others stand.
_QUOTED = ("what", "said")


class Say:
    """Words in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang

    def __call__(self, key: str, /, **data: Any) -> str:
        ja, en = CATALOGUE[key]
        if self.lang == "en":
            return worded(en, data)
        quoted = {name: self.told(str(data[name])) for name in _QUOTED if name in data}
        return ja.format(**{**data, **quoted})

    def told(self, sentence: str) -> str:
        """An English sentence of an inner floor or a connector in the reader's language."""
        if self.lang == "en":
            return sentence
        # Only what went wrong needs them, and every command pays for an import.
        from hub.cli.words.phrases import in_japanese

        return in_japanese(sentence)

    def known(self, key: str, otherwise: str) -> str:
        """The words of a key made from data, or the data themselves where it has none."""
        return self(key) if key in CATALOGUE else otherwise

    def rule(self, rule: str) -> str:
        """A rule as `hub.merging.rules` words it."""
        strategy, _, order = rule.partition("(")
        return self.known(f"rule.{strategy}", rule) + (f" ({order.removesuffix(')')})" if order else "")

    def step(self, step: str) -> str:
        """A step of a run as the engine names it: `push freee/partners`, or a place that is read."""
        name, _, about = step.partition(" ")
        return self(f"step.{name}", about=about) if f"step.{name}" in CATALOGUE else step
