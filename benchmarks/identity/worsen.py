"""Worlds with other mistakes than those on which the weights were tuned: a share of one kind of value is wrong or gone.

Invariant: the same world and kind give the same bytes; the truth stays.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import copyfile

from benchmarks.identity.chance import Chance

Row = dict[str, str]
_WRONG, _GONE = 0.35, 0.9


def _phones(row: Row, chance: Chance, others: Sequence[Row]) -> None:
    """An old directory: a third of the numbers are somebody else's by now."""
    for column in ("phone", "mobile"):
        if row[column] and chance.random() < _WRONG:
            tail = "".join(str(chance.randrange(10)) if sign.isdigit() else sign for sign in row[column][3:])
            row[column] = row[column][:3] + tail


def _mail(row: Row, chance: Chance, others: Sequence[Row]) -> None:
    """Mailboxes are given anew: a third has another name at the same domain."""
    if row["email"] and chance.random() < _WRONG:
        row["email"] = f"u{chance.randrange(1_000_000)}@{row['email'].rpartition('@')[2]}"


def _moved(row: Row, chance: Chance, others: Sequence[Row]) -> None:
    """A third of the addresses is that of somebody else."""
    if row["address"] and chance.random() < _WRONG:
        other = others[chance.randrange(len(others))]
        row["address"], row["postal_code"] = other["address"], other["postal_code"]


def _kana(row: Row, chance: Chance, others: Sequence[Row]) -> None:
    """Nobody writes down how a name is read."""
    for column in ("company_kana", "person_kana"):
        if chance.random() < _GONE:
            row[column] = ""


KINDS: Mapping[str, Callable[[Row, Chance, Sequence[Row]], None]] = {
    "phones": _phones,
    "mail": _mail,
    "moved": _moved,
    "kana": _kana,
}


def worsen(world: Path, kind: str, target: Path) -> Path:
    """The world's records with such mistakes, and its truth, in another folder."""
    target.mkdir(parents=True, exist_ok=True)
    copyfile(world / "truth.csv", target / "truth.csv")
    with (world / "records.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), reader.fieldnames or ()
    chance = Chance(f"worsen {kind}")
    before = [dict(row) for row in rows] if kind == "moved" else rows
    for row in rows:
        KINDS[kind](row, chance, before)
    with (target / "records.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return target
