"""What must be true at the end, whatever died on the way: legal ends are a set, and these laws say who belongs to it.

The oracle knows what people typed, what the systems hold and what the hub's golden records say; it knows nothing of
claims, shadows or intents. "Lost" is an edit, a deletion or an opt-out that is accounted for nowhere; "doubled" is a
customer twice in one system or twice among the golden records, or a record that the hub made twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from tests.crash.office import CrashOffice
from tests.crash.stores import Holdings
from tests.crash.wire import HostedSystem
from tests.pipeline.edits import FAMILIES, FIELDS, REFUSED, Edit, mapped, story_values
from tests.pipeline.systems import System

Golden = dict[str, dict[str, Any]]


def breaches(office: CrashOffice, held: Holdings, kills: int) -> Iterator[str]:
    """Every law that is broken, in words that begin with `lost`, `doubled` or `unclean`."""
    families = Counter(person["family_name"] for person in held.people)
    yield from (f"doubled: {count} golden records of {family}" for family, count in families.items() if count > 1)
    golden = {person["family_name"]: person for person in held.people}
    asked = {side for doc in held.conflicts for side in _held_sides(doc)}
    for system in office.systems:
        yield from _of_system(office, system, golden, asked)
    told = [story for doc in held.conflicts for story in story_values(doc)]
    for edit in office.edits:
        if not _is_accounted_for(edit, office, golden, told):
            yield f"lost: {edit}; golden {golden.get(FAMILIES[edit.person])}"
    yield from _opt_outs(office, golden)
    yield from _book_keeping(held, kills)


def _held_sides(doc: str) -> Iterator[tuple[str, str]]:
    """(record, field) of the sides of a conflict that waits for a person, whose system keeps what it says."""
    story = msgspec.json.decode(doc)
    for side in [story["winner"], *story["losers"]] if story["effect"] == "held" else []:
        record = side["source"].rpartition("#")[0]
        yield from ((record, field) for field in story["base"].keys() | side["values"].keys())


def _of_system(office: CrashOffice, system: System, golden: Golden, asked: set[tuple[str, str]]) -> Iterator[str]:
    there = Counter(record["family"] for record in system.records.values())
    assert isinstance(system, HostedSystem)
    yield from (f"doubled: {family} is {n} times in {system.name}" for family, n in there.items() if n > 1)
    made = Counter(system.families)
    yield from (f"doubled: the hub made {family} {n} times in {system.name}" for family, n in made.items() if n > 1)
    for person, family in enumerate(FAMILIES):
        is_refused = system.name == "beta" and golden.get(family, {}).get("occupation") == REFUSED
        if (system.name, person) in office.deleted:
            if there[family]:
                yield f"lost: the deletion of {family} in {system.name}"
        elif family in golden and not there[family] and not is_refused and _is_somewhere(office, person):
            yield f"lost: {family} is not in {system.name}"
        elif there[family] and family not in golden:
            yield f"lost: {family} of {system.name} has no golden record"
        elif there[family] and not is_refused:
            yield from _differences(office, system, person, golden[family], asked)


def _is_somewhere(office: CrashOffice, person: int) -> bool:
    return any(FAMILIES[person] == record["family"] for s in office.systems for record in s.records.values())


def _differences(
    office: CrashOffice, system: System, person: int, golden: dict[str, Any], asked: set[tuple[str, str]]
) -> Iterator[str]:
    family = FAMILIES[person]
    record_id = next(i for i, record in system.records.items() if record["family"] == family)
    there = mapped(system, record_id)
    for typed, name in FIELDS.items():
        if (f"{system.name}/people/{record_id}", name) in asked:
            continue
        if there.get(name) != golden.get(name) and not office.is_quarrel(system, person, typed, golden.get(name)):
            yield f"lost: {name} of {family} is {there.get(name)!r} in {system.name}, golden {golden.get(name)!r}"


def _is_accounted_for(edit: Edit, office: CrashOffice, golden: Golden, told: list[tuple[str, dict[str, Any]]]) -> bool:
    """It stands; or somebody who saw it, or has the same record before him, replaced it; or a conflict names it."""
    person = golden.get(FAMILIES[edit.person], {})
    if person.get(FIELDS[edit.field]) == edit.canonical.get(FIELDS[edit.field]):
        return True
    if edit in office.retyped or any(other.supersedes(edit) for other in [*office.edits, *office.gone]):
        return True
    return (f"{edit.system}/people/{edit.record_id}#person", edit.canonical) in told


def _opt_outs(office: CrashOffice, golden: Golden) -> Iterator[str]:
    latest = {(e.system, e.person): e.value for e in office.edits if e.field == "mail_ok"}
    for (system, person), value in latest.items():
        if value == "false" and golden[FAMILIES[person]].get("contact_email") is not False:
            yield f"lost: the opt-out of {FAMILIES[person]} in {system}"


def _book_keeping(held: Holdings, kills: int) -> Iterator[str]:
    unsettled = held.waiting("pending", "held", "sending", "unknown", "lost")
    if unsettled:
        yield f"unclean: intents are left {unsettled}"
    cut_short = held.runs.count("died") + held.runs.count("failed")
    if set(held.runs) - {"ok", "died", "failed", "partial"} or cut_short > kills:
        yield f"unclean: runs ended as {Counter(held.runs)} after {kills} kills"
    if held.quarantined:
        yield f"unclean: {held.quarantined} records are in quarantine"
