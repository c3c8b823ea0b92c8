"""`hub undo` as an operator types it: the plan, the deed, and what it says in both languages."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "types"]


@pytest.fixture
def noted(office: Office, types: Types) -> Office:
    """Two lists that agree, and a second run that carried a note from one to the other."""
    office.configure("")
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    office.list_customers("sales", yamada(notes="重要顧客", at="2026-04-02 09:00"))
    types("sync")
    assert office.customers("books")[0]["備考"] == "重要顧客"
    return office


def test_without_yes_only_the_plan_is_shown(noted: Office, types: Types) -> None:
    shown = types("undo", "2")
    assert shown.code == 2
    for word in ("books/rows", "備考", "重要顧客 → —", "--yes"):
        assert word in shown.out
    assert noted.customers("books")[0]["備考"] == "重要顧客"


def test_with_yes_the_other_list_is_as_before_and_stays_so(noted: Office, types: Types) -> None:
    done = types("--json", "undo", "2", "--yes")
    assert done.code == 0
    told = json.loads(done.out)
    assert (told["is_complete"], [write["state"] for write in told["writes"]]) == (True, ["done"])
    types("sync")
    assert not noted.customers("books")[0]["備考"]
    assert noted.customers("sales")[0]["備考"] == "重要顧客"


def test_an_undo_is_undone_by_its_own_number(noted: Office, types: Types) -> None:
    run = json.loads(types("--json", "undo", "2", "--yes").out)["run"]
    assert types("undo", str(run), "--yes").code == 0
    assert noted.customers("books")[0]["備考"] == "重要顧客"


@pytest.mark.parametrize("wanted", [["99"], [], ["2", "--decision", "1"]])
def test_what_names_nothing_is_an_error_in_words(noted: Office, types: Types, wanted: list[str]) -> None:
    refused = types("undo", *wanted, "--yes")
    assert refused.code == 1
    assert "Traceback" not in refused.err


def test_the_command_that_a_join_names_takes_it_back_after_a_sync(office: Office, types: Types) -> None:
    rows = {"sales": yamada(), "books": ("C2", "", "鈴木工業株式会社", "06-5555-6666", "", "2026-04-01 09:00")}
    for name, row in rows.items():
        office.list_customers(name, row)
    types("sync")
    said = types("join", "company/1", "company/2", "--lang", "en").out
    assert "hub undo --decision 1," in said
    types("sync")
    assert office.customers("sales")[0]["会社名"] == office.customers("books")[0]["会社名"]
    types("pin", "company/1", "phone", "03-9999-8888")
    assert "The fixed Phone stays with the customer of" in types("--lang", "en", "undo", "--decision", "1").out
    types("unpin", "company/1", "phone")
    assert types("undo", "--decision", "1", "--yes").code == 0
    assert [office.customers(name)[0]["会社名"] for name in rows] == ["株式会社山田商事", "鈴木工業株式会社"]
    types("sync")
    told = [types("--json", "explain", f"company/{number}").document["records"][0]["records"] for number in (1, 2)]
    # Both systems are read at once, and either may be the first.
    assert sorted(told) == [["books/rows/C2#company"], ["sales/rows/C1#company"]]
    types("undo", "3", "--yes")
    assert office.customers("sales")[0]["会社名"] == office.customers("books")[0]["会社名"]


def test_who_parts_two_that_were_one_is_told_what_stays_of_it(noted: Office, types: Types) -> None:
    words = "What the hub filled in while the two were one stays there"
    parts = ("--lang", "en", "part", "sales/rows/C1", "books/rows/C1")
    types("pin", "company/1", "phone", "03-1234-5678")
    said = types(*parts).out
    assert words in said
    assert "The fixed Phone stays with the customer of" in said
    types("sync")
    assert words not in types(*parts).out


def test_a_join_that_others_repeat_is_refused_with_what_to_type(office: Office, types: Types) -> None:
    for name, row in {"sales": yamada(), "books": ("C2", "", "鈴木工業株式会社", "", "", "2026-04-01 09:00")}.items():
        office.list_customers(name, row)
    types("sync")
    for _ in range(2):
        types("join", "sales/rows/C1", "books/rows/C2")
    types("sync")
    refused = types("--lang", "en", "undo", "--decision", "1")
    assert refused.code == 1
    assert "hub undo --merge company/" in refused.err
    assert "decision 2" in refused.err
    assert types("undo", "--merge", refused.err.partition("--merge ")[2].partition("`")[0], "--yes").code == 0
    types("sync")
    assert len(office.customers("sales")) == len(office.customers("books")) == 1
    told = [types("--json", "explain", f"company/{number}").document["records"][0]["records"] for number in (1, 2)]
    assert sorted(told) == [["books/rows/C2#company"], ["sales/rows/C1#company"]]


def test_two_who_are_one_without_the_decision_too_are_named(noted: Office, types: Types) -> None:
    types("join", "sales/rows/C1", "books/rows/C1")
    told = types("--lang", "en", "undo", "--decision", "1").out
    assert "are one without this decision, too" in told
    assert "hub part sales/rows/C1#company books/rows/C1#company" in told or "hub part books/rows/C1" in told
