"""`hub apply` names the conflicts that its run decided or opened, as `hub sync` does."""

from __future__ import annotations

from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office, yamada


def _planned_quarrel(office: Office, types: Types) -> None:
    """Both lists have another telephone number since the last sync."""
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    office.list_customers("sales", yamada("03-1111-1111", at="2026-04-02 09:00"))
    office.list_customers("books", yamada("03-2222-2222", at="2026-04-03 09:00"))
    types("plan", "--out", "plan.json")


def test_a_conflict_that_the_run_decided_is_told(office: Office, types: Types) -> None:
    _planned_quarrel(office, types)
    told = types("apply", "plan.json", "--lang", "ja").out
    assert "競合（この実行で 1 件、決定待ち 0 件）" in told
    assert "規則で決定" in told


def test_the_document_lists_it_beside_what_it_had(office: Office, types: Types) -> None:
    _planned_quarrel(office, types)
    document = types("apply", "plan.json", "--json").document
    assert [(found["unit"], found["state"]) for found in document["conflicts"]] == [("phone", "auto")]
    assert (document["open_conflicts"], document["is_complete"]) == (0, True)
