"""Golden records by what stands in some of their fields.

Invariant: what is looked for is text and no pattern. Every golden record of the entity is read: there is no index of
words, only of the facts that match keys are made of (`hub.store.identity`).
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction


def containing(tx: Transaction, entity: str, fields: Sequence[str], texts: Sequence[str], limit: int) -> list[int]:
    """The living golden records in which one of the texts, in small letters and without blanks, stands in a field."""
    fields_text = _fields_text(tx, fields)
    conditions, values = [], []
    for text in texts:
        conditions.append(f"({_HOLDS[tx.is_sqlite]} AND {fields_text} LIKE ? ESCAPE '!')")
        values += [_certain(text), f"%{_escaped(text)}%"]
    found = f"SELECT id FROM golden WHERE entity = ? AND redirect_to IS NULL AND ({' OR '.join(conditions)})"
    return [row[0] for row in tx.rows(f"{found} ORDER BY id LIMIT ?", entity, *values, limit)]


# Asked first: to find a few signs in the whole document costs a tenth of taking it apart.
_HOLDS = {True: "instr(doc, ?) > 0", False: "position(? in CAST(doc AS text)) > 0"}


def _certain(text: str) -> str:
    """What stands in every document that holds the text, blanks and capital letters notwithstanding."""
    if text.strip("+0123456789") == "":
        return text
    return next((sign for sign in text if sign.lower() == sign.upper() and sign not in '"\\'), "")


def _fields_text(tx: Transaction, fields: Sequence[str]) -> str:
    """Names of fields come from the model and hold no quotes."""
    if tx.is_sqlite:
        text = "json_extract(doc, {})".format(", ".join(f"'$.{field}'" for field in fields))
    else:
        text = "concat_ws('\"', {})".format(", ".join(f"doc ->> '{field}'" for field in fields))
    return f"replace(replace(lower({text}), ' ', ''), '　', '')"


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
