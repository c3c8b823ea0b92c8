"""A write that a system refuses is told until it is written or no longer wished, and tried again when somebody asks."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import HEADINGS, Office, yamada

__all__ = ["office", "types"]

IN_STEP = "揃っています"


@pytest.fixture
def refused(office: Office, types: Types) -> Office:
    """A phone that was edited in sales, and that books, whose heading has another name now, does not take."""
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    _rename(office, "電話番号", "TEL")
    office.list_customers("sales", yamada("03-1111-1111", at="2026-04-02 09:00"))
    assert types("sync").code == 2
    return office


def _rename(office: Office, old: str, new: str) -> None:
    path = office.folder / "books.csv"
    office.write("books.csv", path.read_text(encoding="utf-8").replace(old, new))


def test_it_is_told_by_every_run_with_its_customer(refused: Office, types: Types) -> None:
    again = types("sync")
    assert (again.code, IN_STEP in again.out, "株式会社山田商事" in again.out) == (2, False, True)
    assert "hub sync --release" in again.out


def test_it_is_sent_again_once_its_cause_is_mended(refused: Office, types: Types) -> None:
    _rename(refused, "TEL", "電話番号")
    assert types("sync").code == 2
    done = types("sync", "--release")
    assert (done.code, refused.customers("books")[0]["電話番号"]) == (0, "03-1111-1111")
    assert IN_STEP in types("sync").out


def test_it_is_over_when_nobody_wishes_it_any_more(refused: Office, types: Types) -> None:
    _rename(refused, "TEL", "電話番号")
    refused.list_customers("sales", yamada(at="2026-04-03 09:00"))
    done = types("sync")
    assert (done.code, IN_STEP in done.out) == (0, True)
    assert HEADINGS[3] in refused.customers("books")[0]
