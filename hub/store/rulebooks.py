"""The rules of each configuration that a run ever used, so that an old value is told with the rule of its own time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from hub.store.transaction import Transaction

Rules = Mapping[str, Mapping[str, str]]
"""The rule in words, by entity and unit."""


def keep(tx: Transaction, config_digest: str, now: str, rules: Callable[[], Rules]) -> None:
    """Keep the rules of a configuration when it is used for the first time."""
    if tx.one("SELECT 1 FROM rule_book WHERE config_digest = ?", config_digest) is None:
        document = msgspec.json.encode(rules()).decode()
        tx.run(
            "INSERT INTO rule_book (config_digest, first_used_at, rules) VALUES (?, ?, ?)", config_digest, now, document
        )


def rule_then(tx: Transaction, config_digest: str, entity: str, unit: str) -> str:
    """The rule of a unit under that configuration; empty where it was never kept."""
    row = tx.one("SELECT rules FROM rule_book WHERE config_digest = ?", config_digest)
    if row is None:
        return ""
    rules: dict[str, dict[str, str]] = msgspec.json.decode(row[0])
    return rules.get(entity, {}).get(unit, "")
