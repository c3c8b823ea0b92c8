"""The laws of the engine on random worlds: it comes to rest, and no edit is lost in silence."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from hub.store.documents import canonical
from hub.store.migrate import open_store
from hub.sync.reasons import counted
from hub.sync.spread import in_order
from tests.laws import lawful
from tests.pipeline.edits import FAMILIES, FIELDS, REFUSED, TROUBLES, Edit, Office, Trouble, mapped, story_values
from tests.pipeline.lab import SCHEMA, Lab
from tests.pipeline.systems import System

# After users stop, this many runs may still write: the first settles, and sends what stands; the second sends what
# had to wait for an answer of the first.
RUNS_TO_REST = 2


@cache
def _empty_store() -> Path:
    """A database with its tables; copying it is a hundred times faster than making it."""
    folder = Path(tempfile.mkdtemp(prefix="hub-laws-"))
    open_store(f"sqlite:///{folder / 'empty.db'}", SCHEMA).close()
    return folder / "empty.db"


@contextmanager
def laboratory(*args: Any, **options: Any) -> Iterator[Lab]:
    with tempfile.TemporaryDirectory(prefix="hub-law-") as folder:
        path = Path(folder) / "hub.db"
        shutil.copy(_empty_store(), path)
        lab = Lab(f"sqlite:///{path}", *args, **options)
        try:
            yield lab
        finally:
            lab.close()


SYSTEMS = ("alpha", "beta", "gamma")
TYPED = ("job", "job", "notes", "phone", "mail_ok", "email", "-job", "-notes", "-phone", "-mail_ok")
places = st.tuples(st.integers(0, 2), st.integers(0, 2))


@dataclass(frozen=True)
class Day:
    """What users do in (system, person), and the trouble that the run after it meets in some systems."""

    creates: list[tuple[int, int]]
    types: list[tuple[tuple[int, int], str]]
    deletes: list[tuple[int, int]]
    troubles: dict[str, Trouble]


def days_of(typed: Sequence[str]) -> st.SearchStrategy[Day]:
    """Days on which these fields are typed; a minus empties the field."""
    trouble = st.dictionaries(st.sampled_from(SYSTEMS), st.sampled_from(TROUBLES), min_size=1, max_size=2)
    return st.builds(
        Day,
        creates=st.lists(places, max_size=1),
        types=st.lists(st.tuples(places, st.sampled_from(typed)), max_size=3),
        deletes=st.one_of(st.just([]), st.just([]), st.lists(places, max_size=1)),
        troubles=st.one_of(st.just({}), trouble),
    )


@dataclass(frozen=True)
class Life:
    """Systems with their nature, who is entered where at first, and the days that follow."""

    names: tuple[str, ...]
    index_lag_s: float
    write_batch_max: int
    first: list[tuple[int, int]]
    days: list[Day]


def lives_of(typed: Sequence[str]) -> st.SearchStrategy[Life]:
    return st.builds(
        Life,
        names=st.sampled_from([SYSTEMS[:2], SYSTEMS]),
        index_lag_s=st.sampled_from([0.0, 0.0, 400.0]),
        write_batch_max=st.sampled_from([1, 10]),
        first=st.lists(places, min_size=1, max_size=4),
        days=st.lists(days_of(typed), min_size=1, max_size=6),
    )


lives = lives_of(TYPED)
_PERMITTED = Day([], [((0, 0), "job"), ((0, 0), "mail_ok")], [], {})
_EMPTIED = Day([], [((1, 0), "-mail_ok")], [], {})
A_QUARREL = Life(SYSTEMS, 0.0, 10, [(0, 0)], [_PERMITTED, _EMPTIED, _EMPTIED])
_FILLED, _TAKEN_BACK = Day([], [((0, 0), "job")], [], {}), Day([], [((1, 0), "-job")], [], {})
WITHIN_THE_LAG = Life(SYSTEMS, 400.0, 10, [(0, 0)], [Day([], [], [], {}), _FILLED, _TAKEN_BACK])


@contextmanager
def lived(life: Life, prepare: Callable[[Lab], None] = lambda lab: None) -> Iterator[Office]:
    """The office after everything in a life happened, and then came to rest."""
    with laboratory(life.names, index_lag_s=life.index_lag_s, write_batch_max=life.write_batch_max) as lab:
        prepare(lab)
        office = Office(lab)
        for place in life.first:
            office.creates(*at(office, place))
        for day in life.days:
            for place in day.creates:
                office.creates(*at(office, place))
            for place, name in day.types:
                office.types(*at(office, place), name)
            for place in day.deletes:
                office.deletes(*at(office, place))
            office.syncs(day.troubles)
        lab.clock.goes_on(hours=1)
        for _ in range(RUNS_TO_REST):
            office.syncs()
        yield office


def at(office: Office, place: tuple[int, int]) -> tuple[System, int]:
    return office.systems[place[0] % len(office.systems)], place[1]


def golden_people(office: Office) -> dict[str, dict[str, Any]]:
    """The golden people by family name."""
    people = office.lab.people()
    assert len({person["family_name"] for person in people}) == len(people), people
    return {person["family_name"]: person for person in people}


@lawful(16)
@given(lives)
@example(A_QUARREL)
@example(WITHIN_THE_LAG)
def test_after_edits_stop_the_hub_comes_to_rest_and_everybody_agrees(life: Life) -> None:
    with lived(life) as office:
        report = office.syncs()
        assert report.ledger.written == 0, report.ledger
        assert report.ledger.stopped == {}
        everybody_agrees(office)
        everybody_is_there_once(office)


def everybody_agrees(office: Office) -> None:
    for person in golden_people(office).values():
        number = FAMILIES.index(person["family_name"])
        for system in office.systems:
            record_id = office.record_of(system, number)
            refused = system.name == "beta" and person.get("occupation") == REFUSED
            if record_id is None or refused:
                continue
            there = mapped(system, record_id)
            for typed, name in FIELDS.items():
                agrees = there.get(name) == person.get(name) or was_left(office, system, number, typed, person)
                assert agrees, (system.name, record_id, name, there, person)


def was_left(office: Office, system: System, person: int, typed: str, golden: dict[str, Any]) -> bool:
    """Whether the hub has left what people typed over its word again and again, and has said so."""
    why, place = counted("bouncing", FIELDS[typed]), f"{system.name}/people"
    is_told = any(why in report.ledger.not_planned.get(place, ()) for report in office.reports)
    return is_told and office.is_quarrel(system, person, typed, golden.get(FIELDS[typed]))


def everybody_is_there_once(office: Office) -> None:
    for person, family in enumerate(FAMILIES):
        holders = {system.name for system in office.holders(person)}
        golden = golden_people(office).get(family)
        if not holders:
            continue
        assert golden is not None
        refused = {"beta"} if golden.get("occupation") == REFUSED else set()
        expected = {s.name for s in office.systems if (s.name, person) not in office.deleted}
        assert expected - refused <= holders <= expected


@lawful(16)
@given(lives)
def test_no_edit_is_lost_in_silence(life: Life) -> None:
    with lived(life) as office:
        golden, told = golden_people(office), told_of(office)
        for edit in office.edits:
            assert is_accounted_for(edit, office, golden, told), (edit, golden, told)


def told_of(office: Office) -> list[tuple[str, dict[str, Any]]]:
    """(source, values) of everything that a conflict or a difference names as lost."""
    rows = office.lab.conflicts() + office.lab.conflicts("difference")
    return [(source, values) for row in rows for source, values in story_values(row.doc)]


def is_accounted_for(
    edit: Edit, office: Office, golden: dict[str, dict[str, Any]], told: list[tuple[str, dict[str, Any]]]
) -> bool:
    person = golden[FAMILIES[edit.person]]
    if person.get(FIELDS[edit.field]) == edit.canonical.get(FIELDS[edit.field]):
        return True
    if any(later.supersedes(edit) for later in office.edits):
        return True
    return (f"{edit.system}/people/{edit.record_id}#person", edit.canonical) in told


@lawful(10)
@given(lives_of(["mail_ok", "mail_ok", "-mail_ok", "notes"]))
def test_an_opt_out_that_stands_anywhere_stands_everywhere(life: Life) -> None:
    with lived(life) as office:
        latest = {(e.system, e.person): e.value for e in office.edits if e.field == "mail_ok"}
        for (_, person), value in latest.items():
            if value == "false":
                assert golden_people(office)[FAMILIES[person]]["contact_email"] is False


@lawful(10)
@given(lives)
def test_every_ledger_adds_up_and_no_run_fails(life: Life) -> None:
    with lived(life) as office:
        assert all(report.ledger.adds_up for report in office.reports)
        assert {report.state for report in office.reports} <= {"ok", "partial"}


@lawful(8)
@given(lives)
def test_what_golden_holds_is_what_survives_if_everything_is_weighed_again(life: Life) -> None:
    with lived(life) as office:
        before = golden_people(office)
        with office.lab.database.begin() as tx:
            tx.run("INSERT INTO pending_resolve (source_id, entity) SELECT id, entity FROM source_record")
        office.syncs()
        assert golden_people(office) == before
        assert msgspec.json.encode(office.reports[-1].ledger.written) == b"0"


_DECIDED = ("golden", "crosswalk", "match_key", "source_record")
# Their numbers tell in which order a chunk was gone through, and nothing else.
_NOTED = ("golden_version", "decision", "conflict", "intent")


def _in_order(lab: Lab) -> None:
    """Threads would number what they land in any order."""
    lab.world = replace(lab.world, spread=in_order)


def _forgetful(lab: Lab) -> None:
    """Let the queue of the resolve forget at once what the pull found out."""
    _in_order(lab)
    with lab.database.begin() as tx:
        for moment in ("INSERT", "UPDATE OF edited, keys"):
            tx.run(
                f"CREATE TRIGGER forget_{moment[:6]} AFTER {moment} ON pending_resolve "
                "WHEN NEW.edited IS NOT NULL OR NEW.keys IS NOT NULL BEGIN UPDATE pending_resolve "
                "SET edited = NULL, keys = NULL WHERE source_id = NEW.source_id; END"
            )


def _decided(office: Office) -> dict[str, list[Any]]:
    with office.lab.database.begin() as tx:
        found = {table: _rows(tx.rows(f"SELECT * FROM {table} ORDER BY 1, 2")) for table in _DECIDED}
        return found | {
            table: sorted(repr(row[1:]) for row in _rows(tx.rows(f"SELECT * FROM {table}"))) for table in _NOTED
        }


def _rows(rows: Sequence[Any]) -> list[list[Any]]:
    """The order in which a document names its fields tells nothing."""
    return [[canonical(v) if isinstance(v, str) and v.startswith("{") else v for v in row] for row in rows]


@lawful(16)
@given(lives)
def test_what_the_pull_found_out_changes_nothing_of_what_is_decided(life: Life) -> None:
    with lived(life, _in_order) as office, lived(life, _forgetful) as forgetful:
        assert _decided(office) == _decided(forgetful)
        found, other = ([msgspec.to_builtins(r.ledger) for r in one.reports] for one in (office, forgetful))
        assert found == other
