"""Law: whatever people correct, sort, add and remove in a sheet between two looks, each row stays who it was.

Each save changes at most one cell of the key of a row (and, with a code, one cell besides), which is what decision 0060
promises; names tell in these tests who is who, so nobody edits them.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sync.world import World
from tests.laws import lawful
from tests.pipeline.test_rekeyed import CODED, HEADINGS, Desk

FAMILIES = [*"岡林森原堀関辻菅星島谷岸畑浜泉栗杉桜梅柳"]
GIVEN = [*"誠学修隆豊勇翔茂進実稔昇清正武弘明博健剛"]
KEYS: dict[tuple[str, ...], tuple[str, ...]] = {HEADINGS: ("会社名", "メール"), CODED: ("得意先コード",)}
Row = dict[str, str]


class Sheet:
    """People at work on one sheet; `chance` tells what they do."""

    def __init__(self, headings: tuple[str, ...], chance: random.Random) -> None:
        self.headings, self._chance = headings, chance
        self._made = self._words = 0
        self.rows: list[Row] = []
        for _ in range(chance.randint(2, 6)):
            self._add()

    def goes_on(self) -> None:
        """What is done before the next save."""
        chance = self._chance
        if self.headings == CODED and len(self.rows) > 1 and chance.random() < 0.3:
            one, other = chance.sample(self.rows, 2)
            one["得意先コード"], other["得意先コード"] = other["得意先コード"], one["得意先コード"]
        else:
            for row in chance.sample(self.rows, chance.randint(0, len(self.rows))):
                self._edit(row)
        if chance.random() < 0.3 and len(self.rows) > 3:
            self.rows.remove(chance.choice(self.rows))
        if chance.random() < 0.3 and self._made < len(FAMILIES):
            self._add()
        if chance.random() < 0.5:
            chance.shuffle(self.rows)

    def _edit(self, row: Row) -> None:
        key = KEYS[self.headings]
        others = [name for name in self.headings if name not in (*key, "氏名")]
        most = 1 if len(key) == 1 else len(others)
        for name in (self._chance.choice(key), *self._chance.sample(others, self._chance.randint(0, most))):
            row[name] = self._word(name)

    def _add(self) -> None:
        row = {name: self._word(name) for name in self.headings}
        row["氏名"] = f"{FAMILIES[self._made]} {GIVEN[self._made]}"
        if self.rows and self._chance.random() < 0.5:
            row["会社名"] = self._chance.choice(self.rows)["会社名"]
        self._made += 1
        self.rows.append(row)

    def _word(self, name: str) -> str:
        self._words += 1
        return f"m{self._words}@aoba-seiki.co.jp" if name == "メール" else f"{name}{self._words}"


def _who(world: World) -> dict[str, tuple[int, int]]:
    """The record and the customer of each name."""
    with world.database.begin() as tx:
        rows = tx.rows(
            "SELECT r.id, r.payload, c.golden_id FROM raw_record r JOIN source_record s ON s.raw_id = r.id "
            "JOIN crosswalk c ON c.source_id = s.id WHERE r.deleted_at IS NULL AND s.part = 'person'"
        )
    return {json.loads(payload)["氏名"]: (raw_id, golden_id) for raw_id, payload, golden_id in rows}


def _looks(headings: tuple[str, ...], seed: int, saves: int, folder: Path) -> Iterator[dict[str, tuple[int, int]]]:
    desk, sheet = Desk(folder), Sheet(headings, random.Random(seed))
    desk.holds()
    for _ in range(saves):
        desk.types(*([row[name] for name in headings] for row in sheet.rows), headings=headings)
        desk.syncs(_who)
        assert set(desk.seen) == {row["氏名"] for row in sheet.rows}
        yield desk.seen
        sheet.goes_on()


@pytest.mark.parametrize("headings", [HEADINGS, CODED], ids=["without a code", "with a code"])
@lawful(12)
@given(seed=st.integers(0, 2**32), saves=st.integers(2, 5))
def test_each_row_stays_who_it_was(headings: tuple[str, ...], seed: int, saves: int) -> None:
    before: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seen in _looks(headings, seed, saves, Path(folder)):
            assert {name: seen[name] for name in seen.keys() & before.keys()} == {
                name: before[name] for name in seen.keys() & before.keys()
            }
            before = seen
