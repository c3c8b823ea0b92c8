"""The laws of what stewards decided: pins hold, a chosen value stands, and what was parted stays apart."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulation.laws import broken_pairs
from tests.simulation.stewards import Decision
from tests.simulation.wire.findings import Findings


def pins_hold(found: Findings) -> Iterator[str]:
    for decision in _latest(found).values():
        golden = found.says(decision.person, decision.field)
        if decision.kind == "pin" and golden is not None and golden[1] != decision.says:
            yield f"{golden} of customer {decision.person}, pinned is {decision.field}={decision.says!r}"


def a_chosen_value_stands(found: Findings) -> Iterator[str]:
    """Until somebody types the field once more: who decided had not seen that."""
    for decision in _latest(found).values():
        golden = found.says(decision.person, decision.field)
        about = [e for e in found.book.edits if (e.person, e.field) == (decision.person, decision.field)]
        saw = found.book.edits[decision.edit].saw | {decision.edit}
        is_last = all(edit.number in saw or edit.excuse == "taken back" for edit in about)
        if decision.kind == "choose" and golden is not None and is_last and golden[1] != decision.says:
            yield f"{golden} of customer {decision.person}, chosen was {decision.field}={decision.says!r}"


def _latest(found: Findings) -> dict[tuple[int, str], Decision]:
    return {(d.person, d.field): d for d in found.office.stewards.standing if not d.pair}


def pairs_hold(found: Findings) -> Iterator[str]:
    """What stewards parted is apart; what they joined is together, where nobody parted anything.

    Whoever is gone stays with those among whom the hub saw them last.
    """
    sql = "SELECT t.connection, t.stream, r.external_id, s.part, c.golden_id FROM source_record s "
    sql += "JOIN raw_record r ON r.id = s.raw_id JOIN stream t ON t.id = r.stream_id "
    rows = found.office.rows(sql + "JOIN crosswalk c ON c.source_id = s.id WHERE NOT s.deleted")
    where = {(f"{row[0]}/{row[1]}", f"{row[2]}#{row[3]}"): row[4] for row in rows}
    yield from broken_pairs(found.office.stewards.standing, where)
