"""`hub match decide` shows what it means, decides with --yes, and is taken back in one go."""

from __future__ import annotations

import json

import pytest

from hub.cli.exits import Exit
from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office

NAMES = ("千代田精機", "青葉印刷")


@pytest.fixture
def doubtful(office: Office, types: Types) -> Office:
    """Two firms, of each of which two lists have the name and nothing else."""
    office.configure("matching: {evidence: true}\n")
    for place, name in enumerate(("books", "sales")):
        rows = [
            (f"{name}{i}", "", f"株式会社{firm}", "", "", f"2026-04-0{place + 1} 09:00") for i, firm in enumerate(NAMES)
        ]
        office.list_customers(name, *rows)
    types("sync")
    return office


def test_pairs_are_shown_decided_and_taken_back(doubtful: Office, types: Types) -> None:
    assert json.loads(types("match", "review", "--json").out)["total"] == 2
    shown = types("match", "decide", "same", "--where", "evidence=same_name")
    assert (shown.code, "2 組を同じ顧客とします" in shown.out, "--yes" in shown.out) == (Exit.CHANGES, True, True)
    done = types(
        "match", "decide", "same", "--where", "evidence=same_name", "--yes", "--reason", "電話で確認", "--json"
    )
    numbers = json.loads(done.out)["decisions"]
    assert (done.code, len(numbers)) == (Exit.OK, 2)
    types("sync")
    assert json.loads(types("match", "review", "--json").out)["total"] == 0
    assert types("match", "revoke", str(numbers[0])).code == Exit.OK
    types("sync")
    assert json.loads(types("match", "review", "--json").out)["total"] == 2


def test_what_nobody_is_sure_of_is_set_aside(doubtful: Office, types: Types) -> None:
    assert types("match", "decide", "unsure", "--where", "score>=0", "--yes").code == Exit.OK
    assert "確かめる組はありません" in types("match", "review").out
    assert json.loads(types("match", "review", "--unsure", "--json").out)["total"] == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("perhaps", "--where", "score>1"), "'perhaps' decides nothing; known: same, different, unsure"),
        (("same", "--where", "scores"), "'scores' is no condition"),
        (("same", "--where", "evidence=same_nam"), "the nearest is same_name"),
    ],
)
def test_what_can_not_be_meant_is_refused(doubtful: Office, types: Types, typed: tuple[str, ...], told: str) -> None:
    said = types("--lang", "en", "match", "decide", *typed)
    assert (said.code, told in said.err) == (Exit.ERROR, True)
