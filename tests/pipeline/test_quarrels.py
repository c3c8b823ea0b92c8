"""What is changed over there each time the hub has written it: it is left as it is, and the run says so."""

from __future__ import annotations

import pytest

from tests.pipeline.edits import Office
from tests.pipeline.lab import Lab
from tests.pipeline.test_properties import everybody_agrees

BOUNCING = {"bouncing: contact_email": 1}


@pytest.fixture
def office(lab: Lab) -> Office:
    """Somebody who stands in both systems, and may be written to."""
    office = Office(lab)
    office.creates(lab["alpha"], 0)
    office.syncs()
    office.types(lab["alpha"], 0, "job")
    office.types(lab["alpha"], 0, "mail_ok")
    office.syncs()
    office.syncs()
    assert _permitted(office) == ["true", True]
    return office


def _permitted(office: Office) -> list[object]:
    return [record["mail_ok"] for system in office.systems for record in system.records.values()]


def _empties_it(office: Office) -> None:
    office.types(office.lab["beta"], 0, "-mail_ok")


def test_what_is_changed_once_is_written_back(office: Office) -> None:
    _empties_it(office)
    report = office.syncs()
    assert _permitted(office) == ["true", True]
    assert report.ledger.not_planned == {}


def test_what_is_changed_twice_is_left_and_told(office: Office) -> None:
    for _ in range(2):
        _empties_it(office)
        report = office.syncs()
    assert _permitted(office) == ["true", ""]
    assert report.ledger.not_planned == {"beta/people": BOUNCING}
    everybody_agrees(office)


def test_what_is_left_is_told_beside_what_is_written(office: Office) -> None:
    _empties_it(office)
    office.syncs()
    _empties_it(office)
    office.types(office.lab["alpha"], 0, "notes")
    report = office.syncs()
    assert _permitted(office) == ["true", ""]
    assert report.ledger.pushes["beta/people"].updated == 1
    assert report.ledger.not_planned == {"beta/people": BOUNCING}
    everybody_agrees(office)


def test_nobody_agrees_with_what_was_changed_only_once_and_not_written_back(office: Office) -> None:
    _empties_it(office)
    with pytest.raises(AssertionError, match="contact_email"):
        everybody_agrees(office)


def test_nobody_agrees_with_what_was_left_and_not_told(office: Office) -> None:
    for _ in range(2):
        _empties_it(office)
        office.syncs()
    office.reports.clear()
    with pytest.raises(AssertionError, match="contact_email"):
        everybody_agrees(office)
