"""Golden records by what stands in some of their fields.

Invariant: what is looked for is text and no pattern. Every golden record of the entity is read: there is no index of
words, only of the facts that match keys are made of (`hub.store.identity`).
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction


def containing(tx: Transaction, entity: str, fields: Sequence[str], texts: Sequence[str], limit: int) -> list[int]:
    """The living golden records in which one of the texts, in small letters and without blanks, stands in a field."""
    found = f"SELECT id FROM golden WHERE entity = ? AND redirect_to IS NULL AND ({_any_of(tx, fields, len(texts))})"
    patterns = [f"%{_escaped(text)}%" for text in texts]
    return [row[0] for row in tx.rows(f"{found} ORDER BY id LIMIT ?", entity, *patterns, limit)]


def _any_of(tx: Transaction, fields: Sequence[str], count: int) -> str:
    """Names of fields come from the model and hold no quotes."""
    if tx.is_sqlite:
        text = "json_extract(doc, {})".format(", ".join(f"'$.{field}'" for field in fields))
    else:
        text = "concat_ws('\"', {})".format(", ".join(f"doc ->> '{field}'" for field in fields))
    plain = f"replace(replace(lower({text}), ' ', ''), '　', '')"
    return " OR ".join([f"{plain} LIKE ? ESCAPE '!'"] * count)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
