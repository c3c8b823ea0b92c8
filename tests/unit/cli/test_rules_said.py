"""Rules are told in the reader's words, with the order of systems where that decides."""

from __future__ import annotations

import pytest

from hub.cli.words import Say
from hub.merging.rules import Rule


@pytest.mark.parametrize(
    ("rule", "ja", "en"),
    [
        (
            Rule("source_priority", order=("freee", "crm")),
            "システムの順 (freee > crm)",
            "order of systems (freee > crm)",
        ),
        (Rule("most_recent"), "最新", "most recent"),
        (Rule("union"), "すべて合わせる", "union"),
    ],
)
def test_a_rule_is_told_in_words(rule: Rule, ja: str, en: str) -> None:
    assert (Say("ja").rule(rule.words()), Say("en").rule(rule.words())) == (ja, en)
    assert Say("en").rule("of nobody") == "of nobody"
