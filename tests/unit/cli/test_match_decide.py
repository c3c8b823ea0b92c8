"""`hub match decide` shows what it means, decides with --yes, and is taken back in one go."""

from __future__ import annotations

import json

import pytest

from hub.cli.exits import Exit
from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office

NAMES = ("千代田精機", "青葉印刷")
ONLY_READ = {", push: {update: true}": ""}


@pytest.fixture
def doubtful(office: Office, types: Types) -> Office:
    """Two firms, of each of which two lists that are only read have the name and another telephone."""
    office.configure("matching: {evidence: true}\n", **ONLY_READ)
    for place, name in enumerate(("books", "sales")):
        rows = [
            (f"{name}{i}", "", f"株式会社{firm}", f"03-{place}123-{i}567", "", f"2026-04-0{place + 1} 09:00")
            for i, firm in enumerate(NAMES)
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


RULE = "{entity: company, decide: same, evidence: [EVIDENCE]}"


def test_a_rule_is_proposed_adopted_in_the_configuration_and_applied(doubtful: Office, types: Types) -> None:
    assert types("match", "rules", "apply").out.startswith("設定に規則がありません")
    assert types("join", "books/rows/books0", "sales/rows/sales0").code == Exit.OK
    proposed = types("match", "rules", "propose", "--fewest", "1")
    (rule,) = json.loads(types("match", "rules", "propose", "--fewest", "1", "--json").out)["rules"]
    line = RULE.replace("EVIDENCE", ", ".join(rule["evidence"]))
    assert (rule["closes"], line in proposed.out) == (1, True)
    doubtful.configure(f"matching: {{evidence: true, rules: [{line}]}}\n", **ONLY_READ)
    assert types("match", "rules", "apply").code == Exit.CHANGES
    assert types("match", "rules", "apply", "--yes").code == Exit.OK
    assert json.loads(types("match", "review", "--json").out)["total"] == 0


def test_a_rule_with_evidence_that_there_is_not_is_told_with_its_place(doubtful: Office, types: Types) -> None:
    line = RULE.replace("EVIDENCE", "same_nam")
    doubtful.configure(f"matching:\n  evidence: true\n  rules:\n    - {line}\n")
    said = types("--lang", "en", "match", "rules", "apply")
    assert said.code == Exit.CONFIG
    assert "unknown evidence 'same_nam'; did you mean 'same_name'?" in said.err
